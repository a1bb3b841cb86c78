/** Letters that may differ for every so many letters of the longer word. */
const LETTERS_PER_MISTAKE = 3;

/** Edits (insert, delete, change, swap neighbours) from one word to the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      }
      next.push(edits);
    }
    before = last;
    last = next;
  }
  return last[to.length] ?? 0;
}

/** Letters that both words begin with. */
function sameStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/**
 * The word that was probably meant: the nearest of `words`, or null when none is near; of two as near, the one that begins more
 * alike. Case counts little.
 */
export function nearest(word: string, words: Iterable<string>): string | null {
  const written = word.toLowerCase();
  let best: string | null = null;
  let fewest = Infinity;
  let start = -1;
  for (const candidate of words) {
    if (candidate === word) continue;
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / LETTERS_PER_MISTAKE));
    if (Math.abs(word.length - candidate.length) > allowed) continue;
    const lowered = candidate.toLowerCase();
    const edits = distance(written, lowered);
    if (edits > allowed || edits > fewest || edits >= candidate.length) continue;
    const alike = sameStart(written, lowered);
    if (edits === fewest && alike <= start) continue;
    best = candidate;
    fewest = edits;
    start = alike;
  }
  return best;
}

/** `; did you mean \`write\`?`, or nothing. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const found = nearest(word, words);
  return found === null ? "" : `; did you mean \`${found}\`?`;
}
