import type { Span } from "./tree.js";

/** What peggy's `range()` gives: offsets within the line. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The place of what stands there, for the tree. */
export function span(range: Range): Span {
  return { start: range.start, end: range.end };
}
