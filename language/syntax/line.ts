/** Reads one line alone. */
import { MAX_EXPRESSION_DEPTH, MAX_LINE_LENGTH } from "../limits.js";
import { parse, SyntaxError as ParserError } from "../grammar/generated/hugetlb.js";
import { syntaxMessage } from "./expectation.js";
import * as make from "./nodes.js";
import { salvage } from "./salvage.js";
import { StatementError } from "./statement-error.js";
import { commentStart, parenthesisDepth } from "./tokens.js";
import type { BrokenStatement, Line, LineProblem, Span, Statement, Watch } from "./tree.js";

/** Lines that the parser takes in one go. */
const BATCH = 128;

const NOTHING = /^[\s\uFEFF]*$/u;

function tooMuch(text: string, problem: Omit<LineProblem, "code" | "span">): BrokenStatement {
  const span = { start: 0, end: text.length };
  return {
    kind: "broken",
    problem: { code: "limit", span, ...problem },
    keyword: null,
    actor: null,
    binds: null,
    words: [],
    string: null,
    opens: null,
    closes: false,
    span,
  };
}

function problemOf(code: string, error: unknown): LineProblem {
  if (error instanceof StatementError) return { code: "syntax", message: error.message, span: error.span };
  if (error instanceof ParserError) {
    const { message, span } = syntaxMessage(code, error.location.start.offset, error.expected);
    return { code: "syntax", message, span };
  }
  throw error;
}

/** The statement of a line that the parser need not see, or null. */
function unread(text: string, code: string): Statement | null {
  if (text.length > MAX_LINE_LENGTH) {
    return tooMuch(text, { message: `the line is longer than ${String(MAX_LINE_LENGTH)} characters: it is not read` });
  }
  if (NOTHING.test(code)) return { kind: "blank", span: { start: code.length, end: code.length } };
  if (parenthesisDepth(code) > MAX_EXPRESSION_DEPTH) {
    return tooMuch(code, {
      message: `more than ${String(MAX_EXPRESSION_DEPTH)} parentheses within parentheses: the line is not read`,
    });
  }
  return null;
}

function statementOf(code: string): Statement {
  try {
    return parse(code, { make, startRule: "Line" });
  } catch (error) {
    return salvage(code, problemOf(code, error));
  }
}

/** The statements of many lines; null for each that does not parse. */
function statementsOf(codes: readonly string[]): readonly (Statement | null)[] {
  try {
    return parse(codes.join("\n"), { make, startRule: "Lines" });
  } catch (error) {
    if (error instanceof StatementError) return codes.map(() => null);
    throw error;
  }
}

interface Cut {
  readonly text: string;
  readonly code: string;
  readonly comment: Span | null;
  readonly statement: Statement | null;
}

function cut(text: string): Cut {
  const from = text.length > MAX_LINE_LENGTH ? -1 : commentStart(text);
  const code = (from === -1 ? text : text.slice(0, from)).trimEnd();
  return { text, code, comment: from === -1 ? null : { start: from, end: text.length }, statement: unread(text, code) };
}

/**
 * Parses lines, each alone; never throws, whatever the text. The parser costs more to start than to run over a line,
 * so it takes many at a time; those that do not parse are read again one by one for their messages.
 */
export function parseLines(texts: readonly string[]): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const cuts = texts.slice(from, from + BATCH).map(cut);
    const parsed = statementsOf(cuts.map(({ code, statement }) => (statement === null ? code : "")));
    for (const [at, { text, code, comment, statement }] of cuts.entries()) {
      lines.push({ text, comment, statement: statement ?? parsed[at] ?? statementOf(code) });
    }
  }
  return lines;
}

/** Reads what a debugger is asked: a condition, a number, a place or a name; else what is wrong with it. */
export function parseWatch(text: string): Watch | LineProblem {
  const unfit = unread(text, text);
  if (unfit !== null) {
    const span = { start: 0, end: text.length };
    return unfit.kind === "broken" ? unfit.problem : { code: "syntax", message: "there is nothing to look at", span };
  }
  try {
    return parse(text, { make, startRule: "Watch" });
  } catch (error) {
    return problemOf(text, error);
  }
}
