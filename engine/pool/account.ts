/** Reserving pages and giving reserves back (hugetlb_acct_memory). Counts are pages. */
import type { Core } from "../core.js";
import type { Shortage } from "../event.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE, addReserved, nodeOf, reserved } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { PAGE, dropPage, putFree, takeFree } from "../state/page.js";
import { MAPPING } from "../state/process.js";
import { nextToFree } from "./nodes.js";
import { pageSizeOf } from "./of.js";
import { freeAllowed } from "./policy.js";
import { makeSurplusPage } from "./surplus.js";

/** Whose reserve it is: a file's, or a private mapping's (`mapping`). */
export interface ReserveOwner {
  readonly inode: Ref;
  readonly mapping: Ref;
}

/**
 * hugetlb_acct_memory: reserves (delta > 0) or gives back (delta < 0). False, with `core.shortage` set, when that many more
 * pages cannot be promised. `high` counts 2^62 pages (an underflowed count in a VMA).
 */
export function accountMemory(core: Core, hs: Ref, delta: number, owner: ReserveOwner, high = 0): boolean {
  const { heap } = core;
  if (delta > 0 && high === 0) {
    if (!gatherSurplusPages(core, hs, delta)) return false;
    if (delta > freeAllowed(core, hs)) {
      // The task is bound to nodes that have fewer free pages; or the reserve is below zero, and gather_surplus_pages thought that
      // nothing was needed.
      core.shortage = shortageOf(core, hs, freeAllowed(core, hs) < heap.get(hs, HS.free) ? "node" : "promised");
      returnUnusedSurplusPages(core, hs, delta, 0);
      return false;
    }
    core.events?.push({
      kind: "reserve",
      pages: delta,
      mapping: owner.mapping === NIL ? null : heap.get(owner.mapping, MAPPING.id),
      inode: heap.get(owner.inode, INODE.id),
      pageSize: pageSizeOf(core, hs),
      fn: "hugetlb_acct_memory",
    });
    return true;
  }
  if (delta === 0 && high === 0) return true;
  core.events?.push({
    kind: "unreserve",
    pages: -delta - high * 2 ** 62,
    mapping: owner.mapping === NIL ? null : heap.get(owner.mapping, MAPPING.id),
    inode: heap.get(owner.inode, INODE.id),
    pageSize: pageSizeOf(core, hs),
    fn: "return_unused_surplus_pages",
  });
  returnUnusedSurplusPages(core, hs, -delta, -high);
  return true;
}

/** What the pool looks like when a page or a promise is refused. */
export function shortageOf(core: Core, hs: Ref, why: Shortage["why"]): Shortage {
  return {
    free: core.heap.get(hs, HS.free),
    reserved: reserved(core.heap, hs),
    surplus: core.heap.get(hs, HS.surplus),
    overcommit: core.heap.get(hs, HS.overcommit),
    why,
  };
}

/** gather_surplus_pages: makes as many surplus pages as the new reserve lacks, all or none, then reserves. */
function gatherSurplusPages(core: Core, hs: Ref, delta: number): boolean {
  const { heap } = core;
  // `needed` is an int in the kernel: 2^62 falls off its top.
  const needed = (heap.get(hs, HS.reserved) + delta - heap.get(hs, HS.free)) | 0;
  const made: Ref[] = [];
  while (made.length < needed) {
    const page = makeSurplusPage(core, hs, core.kernel.nodeForGathering(core, hs));
    if (page === NIL) {
      const shortage = shortageOf(core, hs, heap.get(hs, HS.free) > 0 ? "promised" : "empty");
      for (const surplus of made) returnSurplusPage(core, hs, surplus);
      core.shortage = { ...shortage, surplus: shortage.surplus - made.length };
      return false;
    }
    made.push(page);
  }
  addReserved(heap, hs, delta);
  for (const page of made) {
    putFree(core, page);
    core.events?.push({
      kind: "alloc",
      page: heap.get(page, PAGE.id),
      from: "surplus",
      lucky: false,
      node: heap.get(page, PAGE.node),
      pageSize: pageSizeOf(core, hs),
      pid: null,
      fn: "gather_surplus_pages",
      commit: "e4e574b767ba",
    });
  }
  return true;
}

/** A surplus page that was made for a reserve that fails. */
function returnSurplusPage(core: Core, hs: Ref, page: Ref): void {
  const { heap } = core;
  const node = nodeOf(heap, hs, heap.get(page, PAGE.node));
  heap.add(hs, HS.total, -1);
  heap.add(hs, HS.surplus, -1);
  heap.add(node, NODE.total, -1);
  heap.add(node, NODE.surplus, -1);
  // The page was never seen: its number is free again.
  if (heap.get(core.boot, BOOT.nextPage) === heap.get(page, PAGE.id) + 1) heap.add(core.boot, BOOT.nextPage, -1);
  dropPage(core, page);
}

/** return_unused_surplus_pages: takes the promise back; free surplus pages that stood for it leave the pool. */
function returnUnusedSurplusPages(core: Core, hs: Ref, pages: number, high: number): void {
  const { heap } = core;
  addReserved(heap, hs, -pages, -high);
  // Unsigned in the kernel: an underflowed count is more than any surplus.
  const most = high !== 0 || pages < 0 ? Infinity : pages;
  for (let left = Math.min(most, heap.get(hs, HS.surplus)); left > 0; left--) {
    const node = nextToFree(
      core,
      hs,
      -1,
      (candidate) => heap.get(candidate, NODE.surplus) > 0 && heap.get(candidate, NODE.free) > 0,
    );
    if (node === NIL) break;
    const page = takeFree(core, hs, node);
    heap.add(hs, HS.total, -1);
    heap.add(hs, HS.surplus, -1);
    heap.add(node, NODE.total, -1);
    heap.add(node, NODE.surplus, -1);
    core.events?.push({
      kind: "free",
      page: heap.get(page, PAGE.id),
      to: "away",
      pageSize: pageSizeOf(core, hs),
      fn: "return_unused_surplus_pages",
    });
    dropPage(core, page);
  }
}
