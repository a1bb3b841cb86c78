import { MAX_FILE_LENGTH } from "../limits.js";
import { assemble } from "./blocks.js";
import { parseLines } from "./line.js";
import type { Line, SyntaxTree, TreeProblem } from "./tree.js";

/** Texts remembered beyond the lines that the file has now, so that undo and cut-and-paste find theirs again. */
const SPARE_MEMO = 1_024;

const LINE_END = /\r\n|\n|\r/u;

function tooLong(text: string): SyntaxTree {
  const message = `the file is longer than ${String(MAX_FILE_LENGTH)} characters: nothing of it is read`;
  const end = Math.min(text.length, Math.max(0, text.search(LINE_END)) || 1);
  const problem: TreeProblem = { code: "limit", message, line: 0, span: { start: 0, end }, related: null };
  return { lines: [], top: [], scenarios: [], problems: [problem], parts: new Map(), memo: new Map() };
}

/**
 * Parses a scenario file; never throws, whatever the text. Line ends are LF, CRLF or CR.
 * @param previous the tree of an earlier version of the same document: only lines that it does not know are parsed, and
 * only parts with such lines are nested again
 */
export function parse(text: string, previous?: SyntaxTree): SyntaxTree {
  if (text.length > MAX_FILE_LENGTH) return tooLong(text);
  const old = previous?.lines ?? [];
  const { head, tail, touched } = compareLines(old, text);
  const known = memoOf(previous, old.length);
  const unknown = new Set(touched.filter((written) => !known.has(written)));
  for (const line of parseLines([...unknown])) known.set(line.text, line);
  const lines = [
    ...old.slice(0, head),
    ...touched.flatMap((written) => known.get(written) ?? []),
    ...old.slice(old.length - tail),
  ];
  return { lines, ...assemble(lines, previous), memo: known };
}

/** How a text differs from the lines of the version before. */
interface LineDifference {
  /** Lines at the start that are as they were. */
  readonly head: number;
  /** Lines at the end that are as they were. */
  readonly tail: number;
  /** The texts of the lines between them. */
  readonly touched: readonly string[];
}

/** Compares in place: splitting a long text at every keystroke would cost more than reading the line that changed. */
function compareLines(old: readonly Line[], text: string): LineDifference {
  let head = 0;
  let from = 0;
  for (const line of old) {
    if (!text.startsWith(line.text, from)) break;
    const end = from + line.text.length;
    // The last line of the text has no line end: it is left to the middle, which always has a line.
    const next = end + lineEndAt(text, end);
    if (next === end) break;
    from = next;
    head += 1;
  }
  let tail = 0;
  let to = text.length;
  while (tail < old.length - head) {
    const line = old.at(-1 - tail)?.text ?? "";
    const start = to - line.length;
    if (start < from || !text.endsWith(line, to)) break;
    if (start === from) return { head, tail: tail + 1, touched: [] };
    const before = start - lineEndBefore(text, start);
    if (before === start || before < from) break;
    to = before;
    tail += 1;
  }
  return { head, tail, touched: text.slice(from, to).split(LINE_END) };
}

/** Characters of the line end at an offset; 0 when there is none. */
function lineEndAt(text: string, at: number): number {
  switch (text[at]) {
    case "\n":
      return 1;
    case "\r":
      return text[at + 1] === "\n" ? 2 : 1;
    default:
      return 0;
  }
}

/** Characters of the line end before an offset; 0 when there is none. */
function lineEndBefore(text: string, at: number): number {
  switch (text[at - 1]) {
    case "\n":
      return text[at - 2] === "\r" ? 2 : 1;
    case "\r":
      return 1;
    default:
      return 0;
  }
}

function memoOf(previous: SyntaxTree | undefined, lines: number): Map<string, Line> {
  if (previous === undefined) return new Map();
  // Versions of one document share the memo: a line's meaning is its text, so a newer version can only add to it.
  if (previous.memo instanceof Map && previous.memo.size <= 2 * lines + SPARE_MEMO)
    return previous.memo as Map<string, Line>;
  return new Map(previous.lines.map((line) => [line.text, line]));
}
