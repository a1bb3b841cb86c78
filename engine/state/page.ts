/** struct page of a huge page that has been used at least once; pages never used yet are only counted. */
import type { Core } from "../core.js";
import type { Ref } from "./heap.js";
import { NIL } from "./heap.js";
import { HS, NODE, nodeOf } from "./hstate.js";
import { BOOT } from "./boot.js";

export const PAGE = {
  /** number that people see as a letter; given at first use */
  id: 0,
  /** page_count: page table entries plus the page cache */
  count: 1,
  /** page_private: the inode whose mount gets a page of quota back when this one is freed; 0 = none */
  private: 2,
  hstate: 3,
  node: 4,
  /** next on its node's free list */
  next: 5,
  /** PAGE_ANON: a private mapping's own page (PageAnon); PAGE_RESTORE: freeing it restores a reserve (HPageRestoreReserve) */
  flags: 6,
  /** control groups that pay for it: as a page in use, and as a reserve of its own */
  usagePayer: 7,
  rsvdPayer: 8,
  words: 9,
} as const;

export const PAGE_ANON = 1;
export const PAGE_RESTORE = 2;

/** Takes the first page of the node's free list, or one that was never used. The node must have a free page. */
export function takeFree(core: Core, hs: Ref, node: Ref): Ref {
  const { heap } = core;
  heap.add(hs, HS.free, -1);
  heap.add(node, NODE.free, -1);
  const page = heap.get(node, NODE.list);
  if (page === NIL) return newPage(core, hs, node);
  heap.set(node, NODE.list, heap.get(page, PAGE.next));
  heap.set(page, PAGE.next, NIL);
  return page;
}

/** enqueue_huge_page: the page is free again. */
export function putFree(core: Core, page: Ref): void {
  const { heap } = core;
  const hs = heap.get(page, PAGE.hstate);
  const node = nodeOf(heap, hs, heap.get(page, PAGE.node));
  heap.set(page, PAGE.next, heap.get(node, NODE.list));
  heap.set(node, NODE.list, page);
  heap.add(hs, HS.free, 1);
  heap.add(node, NODE.free, 1);
}

/** A page with a number of its own, on no list. The pool's counters are the caller's. */
export function newPage(core: Core, hs: Ref, node: Ref): Ref {
  const { heap } = core;
  const page = heap.allocate(PAGE.words);
  const id = heap.get(core.boot, BOOT.nextPage);
  heap.set(core.boot, BOOT.nextPage, id + 1);
  heap.set(page, PAGE.id, id);
  heap.set(page, PAGE.hstate, hs);
  heap.set(page, PAGE.node, heap.get(node, NODE.id));
  return page;
}

/** update_and_free_page: the page leaves the pool for good. */
export function dropPage(core: Core, page: Ref): void {
  core.heap.release(page, PAGE.words);
}
