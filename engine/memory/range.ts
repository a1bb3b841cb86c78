/** A range of addresses of one mm, and the walk over its VMAs that several calls share. */
import { fail } from "../fail.js";
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { VMA, findVma } from "../state/vma.js";

export interface AddressRange {
  readonly mm: Ref;
  readonly from: number;
  readonly to: number;
}

/** The VMAs of the range one after the other, until an errno or a hole. `fn`: the kernel function that walks, `hole`: its errno for a hole. */
export function overVmas(
  core: Core,
  range: AddressRange,
  fn: string,
  hole: string,
  each: (vma: Ref, from: number, to: number) => string | null,
): string {
  const { heap } = core;
  let from = range.from;
  while (from < range.to) {
    const vma = findVma(heap, range.mm, from);
    if (vma === NIL || heap.get(vma, VMA.start) > from) return fail(core, hole, fn);
    const to = Math.min(heap.get(vma, VMA.end), range.to);
    const errno = each(vma, from, to);
    if (errno !== null) return fail(core, errno, fn);
    from = to;
  }
  return "ok";
}

/** The VMAs that overlap the range, by address. */
export function vmasIn(core: Core, range: AddressRange): Ref[] {
  const { heap } = core;
  const found: Ref[] = [];
  let vma = findVma(heap, range.mm, range.from);
  for (; vma !== NIL && heap.get(vma, VMA.start) < range.to; vma = heap.get(vma, VMA.next)) found.push(vma);
  return found;
}
