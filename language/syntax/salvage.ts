/** What can be read of a line that does not parse: who acts, what it may have made, whether it opens or closes a block. */
import { BLOCK_WORDS } from "./keywords.js";
import { tokensOf, type Token } from "./tokens.js";
import type { BrokenStatement, LineProblem, Span, Word } from "./tree.js";

const asWord = ({ text, span }: Token): Word => ({ text, span });

function unquoted(token: Token): Word {
  return { text: token.text.replace(/^"/u, "").replace(/"$/u, ""), span: token.span };
}

/** Braces that stand for blocks, not those inside a path. */
function braces(
  code: string,
  tokens: readonly Token[],
): { readonly open: readonly Span[]; readonly close: readonly Span[] } {
  const standsAlone = ({ start }: Span): boolean => start === 0 || /[\s")}]/u.test(code[start - 1] ?? "");
  const of = (sign: string): readonly Span[] =>
    tokens.filter(({ kind, text }) => kind === "sign" && text === sign).map(({ span }) => span);
  return { open: of("{").filter(standsAlone), close: of("}").filter(standsAlone) };
}

/** The name on the left of the first single `=`. */
function bound(tokens: readonly Token[]): Word | null {
  const equals = tokens.findIndex(({ kind, text }) => kind === "sign" && text === "=");
  for (let at = equals - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind === "sign" && token.text === ":") return null;
    if (token?.kind === "word" && tokens[at - 1]?.text !== "[") return asWord(token);
  }
  return null;
}

/** Keeps of a broken line what did parse. A message about the braces goes before the parser's own. */
export function salvage(code: string, problem: LineProblem): BrokenStatement {
  const tokens = tokensOf(code);
  const first = tokens[0];
  const colon = tokens.findIndex(({ text }) => text === ":");
  const equals = tokens.findIndex(({ text }) => text === "=");
  const head = tokens.slice(0, Math.max(0, colon));
  const isActor =
    first?.kind === "word" &&
    colon > 0 &&
    (head.length === 1 || head[1]?.text === "[") &&
    (equals === -1 || colon < equals);
  const keyword = first?.kind === "word" ? asWord(first) : null;
  const isHeader = !isActor && keyword !== null && BLOCK_WORDS.some((word) => word === keyword.text);
  const { open, close } = isActor ? { open: [], close: braces(code, tokens).close } : braces(code, tokens);
  const lastOpen = open.at(-1);
  const unmatched = open.length - close.length;
  const opens = unmatched > 0 ? "brace" : isHeader && open.length === 0 ? "header" : null;
  const string = tokens.find(({ kind }) => kind === "string");
  const start = first?.span.start ?? 0;
  return {
    kind: "broken",
    problem: braceProblem(code, { open, close, lastOpen, isHeader, first }) ?? problem,
    keyword,
    actor: isActor ? asWord(first) : null,
    binds: bound(tokens),
    words: [...new Set(tokens.flatMap(({ kind, text }) => (kind === "word" ? [text] : [])))],
    string: string === undefined ? null : unquoted(string),
    opens,
    closes: unmatched < 0,
    span: { start, end: tokens.at(-1)?.span.end ?? start },
  };
}

interface Braces {
  readonly open: readonly Span[];
  readonly close: readonly Span[];
  readonly lastOpen: Span | undefined;
  readonly isHeader: boolean;
  readonly first: Token | undefined;
}

function braceProblem(code: string, { open, close, lastOpen, isHeader, first }: Braces): LineProblem | null {
  if (lastOpen !== undefined && isHeader && code.slice(lastOpen.end).trim() !== "") {
    return {
      code: "syntax",
      message: "`{` must be the last thing on its line: what is in the block starts on the next one",
      span: lastOpen,
    };
  }
  const closing = close[0];
  if (closing !== undefined && open.length === 0) {
    const alone = first?.text === "}";
    return {
      code: "syntax",
      message: alone
        ? "nothing may stand after `}`: it closes its block alone on its line"
        : "`}` must stand alone on its line",
      span: alone ? { start: closing.end, end: code.length } : closing,
    };
  }
  if (lastOpen !== undefined && first?.text === "{") {
    return {
      code: "syntax",
      message: "`{` stands at the end of the line that opens the block, not on a line of its own",
      span: lastOpen,
    };
  }
  return null;
}
