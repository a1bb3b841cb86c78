/**
 * file_region lists (mm/hugetlb.c: region_add, region_chg, region_truncate, region_count): sorted, disjoint half-open
 * ranges of file pages. An inode's list says what is reserved or allocated for the file; a private owner's says which of
 * its reserves are consumed. The list's head is a word of the record it belongs to.
 */
import { uncharge } from "./cgroup.js";
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";

export const REGION = {
  from: 0,
  to: 1,
  next: 2,
  /** control group that pays for the reserve of these pages; NIL = nobody */
  payer: 3,
  words: 4,
} as const;

/** A half-open range of file pages. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/** The ranges of a list, in order. */
export function regionsOf(heap: Heap, owner: Ref, head: number): readonly Region[] {
  const found: Region[] = [];
  for (let at = heap.get(owner, head); at !== NIL; at = heap.get(at, REGION.next)) {
    found.push({ from: heap.get(at, REGION.from), to: heap.get(at, REGION.to) });
  }
  return found;
}

/** region_chg: how many pages of [from,to) the list does not hold yet. */
export function regionChange(heap: Heap, owner: Ref, head: number, from: number, to: number): number {
  return to - from - regionCount(heap, owner, head, from, to);
}

/** region_count: how many pages of [from,to) the list holds. */
export function regionCount(heap: Heap, owner: Ref, head: number, from: number, to: number): number {
  let held = 0;
  for (let at = heap.get(owner, head); at !== NIL && heap.get(at, REGION.from) < to; at = heap.get(at, REGION.next)) {
    held += Math.max(0, Math.min(to, heap.get(at, REGION.to)) - Math.max(from, heap.get(at, REGION.from)));
  }
  return held;
}

/** region_add: the list holds [from,to) from now on; the pages it lacked are paid for by `payer`. Ranges of one payer that touch become one. */
export function regionAdd(heap: Heap, owner: Ref, head: number, from: number, to: number, payer: Ref = NIL): void {
  let before: Ref = NIL;
  let at = heap.get(owner, head);
  let start = from;
  while (start < to) {
    const gapEnd = at === NIL ? to : Math.min(to, heap.get(at, REGION.from));
    before = start < gapEnd ? insertRegion(heap, owner, head, before, start, gapEnd, payer) : at;
    start = Math.max(start, heap.get(before, REGION.to));
    at = heap.get(before, REGION.next);
  }
}

/** Puts [from,to) behind `before`, merged with its neighbours where they touch and one group pays; gives the region that holds it. */
function insertRegion(heap: Heap, owner: Ref, head: number, before: Ref, from: number, to: number, payer: Ref): Ref {
  const next = before === NIL ? heap.get(owner, head) : heap.get(before, REGION.next);
  let region = before;
  if (before !== NIL && heap.get(before, REGION.to) === from && heap.get(before, REGION.payer) === payer) {
    heap.set(before, REGION.to, to);
  } else {
    region = heap.allocate(REGION.words);
    heap.set(region, REGION.from, from);
    heap.set(region, REGION.to, to);
    heap.set(region, REGION.payer, payer);
    heap.set(region, REGION.next, next);
    if (before === NIL) heap.set(owner, head, region);
    else heap.set(before, REGION.next, region);
  }
  if (next !== NIL && heap.get(next, REGION.from) === to && heap.get(next, REGION.payer) === payer) {
    heap.set(region, REGION.to, heap.get(next, REGION.to));
    heap.set(region, REGION.next, heap.get(next, REGION.next));
    heap.release(next, REGION.words);
  }
  return region;
}

/** region_truncate: forgets everything from `end` on; gives how many pages that were. */
export function regionTruncate(heap: Heap, owner: Ref, head: number, end: number): number {
  return regionDelete(heap, owner, head, end, Infinity);
}

/** region_del: forgets what the list holds of [from,to), and who paid for it; gives how many pages that were. */
export function regionDelete(heap: Heap, owner: Ref, head: number, from: number, to: number): number {
  let forgotten = 0;
  let before: Ref = NIL;
  let at = heap.get(owner, head);
  while (at !== NIL && heap.get(at, REGION.from) < to) {
    const next = heap.get(at, REGION.next);
    const start = heap.get(at, REGION.from);
    const end = heap.get(at, REGION.to);
    if (end <= from) {
      before = at;
      at = next;
      continue;
    }
    const pages = Math.min(end, to) - Math.max(start, from);
    forgotten += pages;
    uncharge(heap, heap.get(at, REGION.payer), "rsvd", pages);
    if (end > to) {
      if (start < from) {
        heap.set(at, REGION.to, from);
        const rest = heap.allocate(REGION.words);
        heap.set(rest, REGION.from, to);
        heap.set(rest, REGION.to, end);
        heap.set(rest, REGION.next, next);
        heap.set(rest, REGION.payer, heap.get(at, REGION.payer));
        heap.set(at, REGION.next, rest);
      } else {
        heap.set(at, REGION.from, to);
      }
      break;
    }
    if (start < from) {
      heap.set(at, REGION.to, from);
      before = at;
    } else {
      heap.release(at, REGION.words);
      if (before === NIL) heap.set(owner, head, next);
      else heap.set(before, REGION.next, next);
    }
    at = next;
  }
  return forgotten;
}
