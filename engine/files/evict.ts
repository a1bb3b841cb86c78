/** A file loses pages: truncation, and its end (hugetlbfs truncate_hugepages, hugetlb_unreserve_pages). */
import type { Core } from "../core.js";
import { accountMemory } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import { putPage } from "../pool/page-life.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE, cachedPage, setCachedPage } from "../state/inode.js";
import { putQuota } from "../state/mount.js";
import { PAGE } from "../state/page.js";
import { regionTruncate } from "../state/regions.js";

/** truncate_hugepages: page cache pages and reserves from that file page on are gone. */
export function truncateHugepages(core: Core, inode: Ref, start: number): void {
  const { heap } = core;
  let freed = 0;
  for (let index = start; index < heap.get(inode, INODE.cacheRoom); index++) {
    const page = cachedPage(heap, inode, index);
    if (page === NIL) continue;
    setCachedPage(heap, inode, index, NIL);
    core.events?.push({
      kind: "uncache",
      inode: heap.get(inode, INODE.id),
      index,
      page: heap.get(page, PAGE.id),
      fn: "truncate_huge_page",
    });
    putPage(core, page);
    freed++;
  }
  // hugetlb_unreserve_pages: what was reserved and never used. Negative when pages were refaulted after a truncation
  // that had forgotten their reserve; then as much is reserved again (HISTORY: Q6).
  const unused = regionTruncate(heap, inode, INODE.regions, start) - freed;
  putQuota(heap, heap.get(inode, INODE.mount), unused);
  accountMemory(core, hstateOfInode(core, inode), -unused, { inode, mapping: NIL });
}

/** hugetlbfs_delete_inode: an unlinked file that nobody maps any more is gone. */
export function evictIfUnused(core: Core, inode: Ref): void {
  const { heap } = core;
  if (heap.get(inode, INODE.linked) !== 0 || heap.get(inode, INODE.users) > 0) return;
  truncateHugepages(core, inode, 0);
  const next = heap.get(inode, INODE.next);
  let at = heap.get(core.boot, BOOT.inodes);
  if (at === inode) {
    heap.set(core.boot, BOOT.inodes, next);
  } else {
    while (heap.get(at, INODE.next) !== inode) at = heap.get(at, INODE.next);
    heap.set(at, INODE.next, next);
  }
  const room = heap.get(inode, INODE.cacheRoom);
  if (room > 0) heap.release(heap.get(inode, INODE.cache), room);
  heap.release(inode, INODE.words);
}
