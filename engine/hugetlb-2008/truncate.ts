/** truncate_hugepages, hugetlb_unreserve_pages of 2008. */
import type { Core } from "../core.js";
import { dropCached } from "../files/cache.js";
import { accountMemory } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { putQuota } from "../state/mount.js";
import { regionTruncate } from "../state/regions.js";

/** truncate_hugepages: page cache pages and reserves from that file page on are gone. */
export function truncateHugepages(core: Core, inode: Ref, start: number): void {
  const { heap } = core;
  let freed = 0;
  for (let index = start; index < heap.get(inode, INODE.cacheRoom); index++) {
    if (dropCached(core, inode, index)) freed++;
  }
  // hugetlb_unreserve_pages: what was reserved and never used. Negative when pages were refaulted after a truncation
  // that had forgotten their reserve; then as much is reserved again (HISTORY: Q6).
  const unused = regionTruncate(heap, inode, INODE.regions, start) - freed;
  putQuota(heap, heap.get(inode, INODE.mount), unused);
  accountMemory(core, hstateOfInode(core, inode), -unused, { inode, mapping: NIL });
}
