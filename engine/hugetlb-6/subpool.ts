/** struct hugepage_subpool: a mount's size= and min_size= (commit 1c5ecae3a93f). Counts are pages. */
import type { Heap, Ref } from "../state/heap.js";
import { MOUNT } from "../state/mount.js";

const NO_LIMIT = -1;

/**
 * hugepage_subpool_get_pages: how many of `pages` the global pool must still promise, the rest being reserved for the mount's minimum
 * already; null when size= is used up.
 */
export function subpoolGet(heap: Heap, mount: Ref, pages: number): number | null {
  const max = heap.get(mount, MOUNT.maxPages);
  if (max !== NO_LIMIT) {
    if (heap.get(mount, MOUNT.usedPages) + pages > max) return null;
    heap.add(mount, MOUNT.usedPages, pages);
  }
  const own = heap.get(mount, MOUNT.minPages) === NO_LIMIT ? 0 : heap.get(mount, MOUNT.reservedPages);
  const taken = Math.min(own, pages);
  heap.add(mount, MOUNT.reservedPages, -taken);
  return pages - taken;
}

/** hugepage_subpool_put_pages: how many of `pages` go back to the global pool, the rest being kept for the mount's minimum. */
export function subpoolPut(heap: Heap, mount: Ref, pages: number): number {
  if (heap.get(mount, MOUNT.maxPages) !== NO_LIMIT) heap.add(mount, MOUNT.usedPages, -pages);
  const min = heap.get(mount, MOUNT.minPages);
  // used_hpages counts only under size=: without it every mount is below its minimum.
  if (min === NO_LIMIT || heap.get(mount, MOUNT.usedPages) >= min) return pages;
  const own = heap.get(mount, MOUNT.reservedPages);
  heap.set(mount, MOUNT.reservedPages, Math.min(own + pages, min));
  return Math.max(0, own + pages - min);
}
