import type { Slice } from "../../engine/index.js";
import type { MappingRef, Span } from "../syntax/tree.js";
import type { SourceLine } from "./source-line.js";
import type { MappingFacts } from "./story.js";
import { count, type Numbers } from "./values.js";

function pagesOf(length: number): string {
  if (length === 0) return "no pages";
  return length === 1 ? "1 page: 0" : `${String(length)} pages: 0 to ${String(length - 1)}`;
}

/** The pages of a slice, within the mapping as far as its length is known; null when there are no such pages (told). */
export function sliceOf(
  { name, slice: ref }: MappingRef,
  facts: MappingFacts | null,
  numbers: Numbers,
  line: SourceLine,
): Slice | null {
  if (ref === null) return { from: 0, to: null };
  const length = facts?.pages ?? null;
  const isBeyond = (last: number, span: Span): boolean => {
    if (facts === null || length === null || last < length) return false;
    const message = `\`${name.text}\` has ${pagesOf(length)}, so there is no page ${String(last)}`;
    line.report({ code: "out-of-range", message, span }, [
      { ...facts.place, message: `\`${name.text}\` is made here` },
    ]);
    return true;
  };
  if (ref.kind === "page") {
    const page = count(ref.page, "a page", numbers);
    return page === null || isBeyond(page, ref.page.span) ? null : { from: page, to: page + 1 };
  }
  const from = ref.from === null ? 0 : count(ref.from, "a page", numbers);
  const to = ref.to === null ? null : count(ref.to, "a page", numbers);
  if (from === null || (to === null && ref.to !== null)) return null;
  const end = to ?? length;
  if (end !== null && from > end) {
    if (to === null && isBeyond(from, ref.span)) return null;
    const message = `the slice ends before it starts: from ${String(from)} to ${String(end)}`;
    line.report({ code: "out-of-range", message, span: ref.span });
    return null;
  }
  return to !== null && isBeyond(to - 1, ref.span) ? null : { from, to };
}
