/** The columns of a file's grid: one a page, or, in a large file, one for each run of pages of which all rows say the same. */
import type { Look } from "../story/look.js";

/** File pages [from, to). */
export interface Column {
  readonly from: number;
  readonly to: number;
}

/** What a row has at a file page; null = it says nothing there. */
export type Row = (page: number) => Look | null;

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
  const columns: Column[] = [];
  let start = from;
  let before = rows.map((row) => row(from));
  for (let page = from + 1; page <= to; page++) {
    const here = page < to ? rows.map((row) => row(page)) : [];
    if (page < to && rows.every((_, at) => follows(before[at] ?? null, here[at] ?? null))) {
      before = here;
      continue;
    }
    columns.push({ from: start, to: page });
    if (columns.length > most) return null;
    start = page;
    before = here;
  }
  return columns;
}

/** The same look, and the next page where there is one: both belong to one run. */
function follows(left: Look | null, right: Look | null): boolean {
  if (left === null || right === null) return left === right;
  if (left.look !== right.look) return false;
  if (!("page" in left) || !("page" in right)) return true;
  return right.page === left.page + 1;
}
