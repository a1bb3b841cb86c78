/** hugetlbfs_sb_info: one mounted hugetlbfs and its quota (size=), in pages. */
import type { Heap, Ref } from "./heap.js";

export const MOUNT = {
  hstate: 0,
  /** 1 = size= was given */
  limited: 1,
  /** free_blocks; may rise above size= (HISTORY: Q3) */
  freeBlocks: 2,
  /** number of the mount's path in the core's names */
  path: 3,
  next: 4,
  /** struct hugepage_subpool of 6.x (hugetlb-6/subpool.ts): limits or -1, pages used, pages reserved for the minimum */
  maxPages: 5,
  usedPages: 6,
  minPages: 7,
  reservedPages: 8,
  words: 9,
} as const;

/** The path number of the kernel's own mounts (anonymous memory, System V segments): no name. */
export const KERNEL_MOUNT = 0;

/** hugetlb_get_quota: false when the mount has not that many pages left. A negative number gives back. */
export function getQuota(heap: Heap, mount: Ref, pages: number): boolean {
  if (heap.get(mount, MOUNT.limited) === 0) return true;
  const left = heap.get(mount, MOUNT.freeBlocks) - pages;
  if (left < 0) return false;
  heap.set(mount, MOUNT.freeBlocks, left);
  return true;
}

/** hugetlb_put_quota. */
export function putQuota(heap: Heap, mount: Ref, pages: number): void {
  if (heap.get(mount, MOUNT.limited) !== 0) heap.add(mount, MOUNT.freeBlocks, pages);
}
