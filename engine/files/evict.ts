/** The end of a file. */
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { INODE } from "../state/inode.js";

/** hugetlbfs_delete_inode: an unlinked file that nobody maps any more is gone. */
export function evictIfUnused(core: Core, inode: Ref): void {
  const { heap } = core;
  if (heap.get(inode, INODE.linked) !== 0 || heap.get(inode, INODE.users) > 0) return;
  core.kernel.truncate(core, inode, 0);
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
