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
  return { lines: [], top: [], scenarios: [], problems: [problem], memo: new Map() };
}

/**
 * Parses a scenario file; never throws, whatever the text. Line ends are LF, CRLF or CR.
 * @param previous the tree of an earlier version of the same document: only lines that it does not know are parsed
 */
export function parse(text: string, previous?: SyntaxTree): SyntaxTree {
  if (text.length > MAX_FILE_LENGTH) return tooLong(text);
  const texts = text.split(LINE_END);
  const old = previous?.lines ?? [];
  const shorter = Math.min(texts.length, old.length);
  let head = 0;
  while (head < shorter && old[head]?.text === texts[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail)?.text === texts.at(-1 - tail)) tail += 1;
  const known = memoOf(previous, texts.length);
  const touched = texts.slice(head, texts.length - tail);
  const unknown = new Set(touched.filter((written) => !known.has(written)));
  for (const line of parseLines([...unknown])) known.set(line.text, line);
  const lines = [
    ...old.slice(0, head),
    ...touched.flatMap((written) => known.get(written) ?? []),
    ...old.slice(old.length - tail),
  ];
  return { lines, ...assemble(lines), memo: known };
}

function memoOf(previous: SyntaxTree | undefined, lines: number): Map<string, Line> {
  if (previous === undefined) return new Map();
  // Versions of one document share the memo: a line's meaning is its text, so a newer version can only add to it.
  if (previous.memo instanceof Map && previous.memo.size <= 2 * lines + SPARE_MEMO)
    return previous.memo as Map<string, Line>;
  return new Map(previous.lines.map((line) => [line.text, line]));
}
