/** The columns of a file's grid: one a page, or, in a large file, one for each run of pages of which all rows say the same. */
import { follows } from "../story/look.js";
import type { LookCode } from "../story/look.js";

/** File pages [from, to). */
export interface Column {
  readonly from: number;
  readonly to: number;
}

/** What a row has at the file pages from `offset` on; it says nothing of others. */
export interface Row {
  readonly offset: number;
  readonly codes: Int32Array;
}

/** In a row: it says nothing of a page. */
export const NOTHING: LookCode = -1;

export function codeAt({ offset, codes }: Row, page: number): LookCode {
  return codes[page - offset] ?? NOTHING;
}

/** Columns drawn as cells; more of them, and the strips are painted as squares. */
const MAX_COLUMNS = 64;
/** Runs spare the reader a scroll bar; fewer than so many to a run, and they spare him nothing. */
const WORTHWHILE = 1.5;

/** The columns of pages [from, to) with these rows: a page each where `fit` of them have room, else runs; null when even those are too many. */
export function columnsOf(from: number, to: number, rows: readonly Row[], fit: number): readonly Column[] | null {
  const pages = to - from;
  const single = (): readonly Column[] =>
    Array.from({ length: pages }, (_, at) => ({ from: from + at, to: from + at + 1 }));
  if (pages <= Math.min(fit, MAX_COLUMNS)) return single();
  const runs = runsOf(from, to, rows, MAX_COLUMNS);
  if (pages <= MAX_COLUMNS && (runs === null || runs.length * WORTHWHILE > pages)) return single();
  return runs;
}

/** Runs of pages, or null when they are more than `most`. */
function runsOf(from: number, to: number, rows: readonly Row[], most: number): readonly Column[] | null {
  const starts = new Set([from, to]);
  for (const { offset, codes } of rows) {
    starts.add(offset).add(offset + codes.length);
    for (let at = 1; at < codes.length; at++) {
      if (follows(codes[at] ?? NOTHING, codes[at - 1] ?? NOTHING)) continue;
      starts.add(offset + at);
      if (starts.size > most + 1) return null;
    }
  }
  const sorted = [...starts].sort((left, right) => left - right);
  return sorted.slice(1).map((end, at) => ({ from: sorted[at] ?? from, to: end }));
}
