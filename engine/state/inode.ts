/** A file on a hugetlbfs mount: size, page cache, reserve map, and the VMAs that map it (i_mmap). */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";

export const INODE = {
  id: 0,
  mount: 1,
  /** number of its path in the core's names */
  path: 2,
  /** 1 while the name exists */
  linked: 3,
  /** VMAs that map it */
  users: 4,
  /** i_size in pages */
  size: 5,
  /** page cache: a block of page refs by file page, and how many it has room for */
  cache: 6,
  cacheRoom: 7,
  /** head of the file's region list */
  regions: 8,
  /** i_mmap: root of the priority search tree and the width of its index */
  treeRoot: 9,
  treeBits: 10,
  next: 11,
  words: 12,
} as const;

/** find_lock_page: the page cache's page at that file page, or NIL. */
export function cachedPage(heap: Heap, inode: Ref, index: number): Ref {
  if (index >= heap.get(inode, INODE.cacheRoom)) return NIL;
  return heap.get(heap.get(inode, INODE.cache), index);
}

/** Puts a page into the page cache (or takes it out: NIL). */
export function setCachedPage(heap: Heap, inode: Ref, index: number, page: Ref): void {
  const room = heap.get(inode, INODE.cacheRoom);
  if (index >= room) {
    const wider = 2 ** Math.ceil(Math.log2(Math.max(4, index + 1)));
    const block = heap.allocate(wider);
    const old = heap.get(inode, INODE.cache);
    for (let i = 0; i < room; i++) heap.set(block, i, heap.get(old, i));
    if (room > 0) heap.release(old, room);
    heap.set(inode, INODE.cache, block);
    heap.set(inode, INODE.cacheRoom, wider);
  }
  heap.set(heap.get(inode, INODE.cache), index, page);
}
