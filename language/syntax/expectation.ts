/** Turns what the parser looked for into one sentence in the language's own words. */
import { ACTION_WORDS, CALL_WORDS, EXPECTATION_WORDS, STATEMENT_WORDS } from "./keywords.js";
import { nearest } from "./nearest.js";
import { tokensOf, type Token } from "./tokens.js";
import type { Span } from "./tree.js";

/** One entry of the parser's list of what could have stood at the place of the failure. */
export interface Sought {
  readonly type: string;
  readonly text?: string;
  readonly description?: string;
}

export interface SyntaxMessage {
  readonly message: string;
  readonly span: Span;
}

/** True where they could stand, but seldom what was meant: named only when there is nothing else. */
const NOISE: ReadonlySet<string> = new Set([
  "an operator",
  "`[`",
  "`(`",
  "`.`",
  "`|`",
  "`;`",
  "`->`",
  "`on`",
  "`since`",
  "`before`",
  "`in`",
  "`x`",
]);

/** More than this many are a list that nobody reads. */
const MOST_NAMED = 6;

const isWord = (text: string): boolean => /^[A-Za-z_]\w*$/u.test(text);

function phrases(sought: readonly Sought[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, text, description } of sought) {
    if (type === "literal" && text !== undefined) found.add(`\`${text}\``);
    else if (type === "end") found.add("the end of the line");
    else if (description !== undefined && description !== "white space") found.add(description);
  }
  return found;
}

/** Words that stand for a whole family of what could follow. */
function families(all: ReadonlySet<string>): readonly string[] {
  const has = (phrase: string): boolean => all.has(phrase);
  if (has("a counter")) {
    return [
      has("`sometimes`") || has("`on`")
        ? "a condition such as `free == 1` or `child killed SIGBUS`"
        : "a number, a name or a counter",
    ];
  }
  if (has("`munmap`")) {
    return [has("`read`") ? "`read`, `write` or a call such as `mmap(...)`" : "a call such as `mmap(...)`"];
  }
  const plain = [...all].filter((phrase) => !NOISE.has(phrase));
  const rest = plain.filter((phrase) => phrase !== "the end of the line");
  if (rest.length > 0) return rest;
  if (plain.length > 0) return plain;
  return [...all];
}

function list(items: readonly string[]): string {
  const named = items.slice(0, MOST_NAMED);
  const last = named.pop();
  return named.length === 0 ? (last ?? "something else") : `${named.join(", ")} or ${last ?? ""}`;
}

/** `{` as the last thing of a block's first line is the one thing that this line lacks. */
function lacksBrace(all: ReadonlySet<string>, found: Token | undefined): boolean {
  return all.has("`{`") && found === undefined;
}

function firstWordMessage(tokens: readonly Token[], first: Token): SyntaxMessage {
  const quoted =
    first.kind === "word" || first.kind === "number"
      ? `\`${first.text}\` starts no statement`
      : `no statement starts with \`${first.text}\``;
  const second = tokens[1];
  const meant = first.kind === "word" ? nearest(first.text, [...STATEMENT_WORDS, ...ACTION_WORDS]) : null;
  if (first.kind === "word" && ACTION_WORDS.includes(first.text)) {
    return { message: `a step starts with who does it: \`actor: ${first.text} ...\``, span: first.span };
  }
  if (meant !== null) {
    return {
      message: ACTION_WORDS.includes(meant)
        ? `a step starts with who does it: \`actor: ${meant} ...\``
        : `${quoted}; did you mean \`${meant}\`?`,
      span: first.span,
    };
  }
  if (first.kind === "word" && second?.kind === "word" && [...ACTION_WORDS].includes(second.text)) {
    return { message: `expected \`:\` after \`${first.text}\`: a step is \`actor: action\``, span: second.span };
  }
  return {
    message: `${quoted}: expected a setting, \`scenario\`, a step (\`actor: action\`) or ${list(EXPECTATION_WORDS.map((w) => `\`${w}\``))}`,
    span: first.span,
  };
}

/**
 * The message for a line that does not parse.
 * @param code the line without its comment
 * @param at where the parser could not go on
 */
export function syntaxMessage(code: string, at: number, sought: readonly Sought[]): SyntaxMessage {
  const tokens = tokensOf(code);
  const found = tokens.find(({ span }) => span.end > at);
  const before = tokens.filter(({ span }) => span.end <= at).at(-1);
  if (found?.kind === "string" && (found.text.length < 2 || !found.text.endsWith('"'))) {
    return { message: 'the string is not closed: expected `"`', span: found.span };
  }
  if (found?.kind === "word" && !isWord(found.text.replaceAll(".", ""))) {
    return {
      message: `\`${found.text}\` is no name: names are made of the letters A to Z, digits and \`_\``,
      span: found.span,
    };
  }
  if (found?.kind === "number" && found.span.start < at) {
    return { message: `\`${found.text}\` is no number: numbers are whole, like \`4\` or \`512K\``, span: found.span };
  }
  const first = tokens[0];
  if (first !== undefined && found === first) return firstWordMessage(tokens, first);
  const all = phrases(sought);
  const after = before === undefined ? "" : ` after \`${before.text}\``;
  if (lacksBrace(all, found)) {
    return {
      message: `expected \`{\` at the end of the line${after === "" ? "" : `, ${after.trim()}`}`,
      span: (before ?? { span: { start: 0, end: code.length } }).span,
    };
  }
  const words = families(all);
  const not = found === undefined ? "" : `, not \`${found.text}\``;
  const literals = sought.flatMap(({ type, text }) =>
    type === "literal" && text !== undefined && isWord(text) ? [text] : [],
  );
  const candidates = literals.includes("munmap") ? [...CALL_WORDS, ...literals] : literals;
  const meant = found?.kind === "word" ? nearest(found.text, candidates) : null;
  const hint = meant === null ? "" : `; did you mean \`${meant}\`?`;
  const span = found?.span ?? before?.span ?? { start: 0, end: code.length };
  return { message: `expected ${list(words)}${after}${not}${hint}`, span };
}
