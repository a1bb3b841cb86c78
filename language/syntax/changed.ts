/** How the lines of two versions of a document belong to one another. */
import type { SyntaxTree } from "./tree.js";

/** Everything between the first and the last line that differ: [head, oldEnd) became [head, newEnd). */
export interface ChangedLines {
  readonly head: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Compares two versions of one document; equal lines are the same objects there, so this costs next to nothing. */
export function changedLines(old: SyntaxTree, now: SyntaxTree): ChangedLines {
  const shorter = Math.min(old.lines.length, now.lines.length);
  let head = 0;
  while (head < shorter && old.lines[head]?.text === now.lines[head]?.text) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.lines.at(-1 - tail)?.text === now.lines.at(-1 - tail)?.text) tail += 1;
  return { head, oldEnd: old.lines.length - tail, newEnd: now.lines.length - tail };
}

/** The line of the old version that a line of the new one was: where lines were written anew, the first of them. */
export function oldLine({ head, oldEnd, newEnd }: ChangedLines, line: number): number {
  if (line < head) return line;
  return line < newEnd ? head : line - newEnd + oldEnd;
}

/** The line of the new version that a line of the old one is; null when it was written anew. A single line that became a single line is the same one. */
export function newLine({ head, oldEnd, newEnd }: ChangedLines, line: number): number | null {
  if (line < head) return line;
  if (line >= oldEnd) return line - oldEnd + newEnd;
  return oldEnd - head === 1 && newEnd - head === 1 ? line : null;
}
