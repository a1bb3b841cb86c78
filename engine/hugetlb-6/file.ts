/** Truncation, hole punching and preallocation of 6.x (fs/hugetlbfs/inode.c). */
import { fail } from "../fail.js";
import type { Core } from "../core.js";
import { addCached, dropCached } from "../files/cache.js";
import { accountMemory } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS } from "../state/hstate.js";
import { INODE, cachedPage } from "../state/inode.js";
import { regionDelete } from "../state/regions.js";
import { VM, VMA } from "../state/vma.js";
import { allocHugePage } from "./alloc.js";
import type { Rules6 } from "./rules.js";
import { subpoolPut } from "./subpool.js";

/** remove_inode_hugepages of a truncation: pages and reserves from that page on are gone. */
export function truncate(core: Core, inode: Ref, start: number): void {
  let freed = 0;
  for (let index = start; index < core.heap.get(inode, INODE.cacheRoom); index++) {
    if (dropCached(core, inode, index)) freed++;
  }
  unreservePages(core, inode, start, Infinity, freed);
}

/** hugetlb_unreserve_pages */
function unreservePages(core: Core, inode: Ref, from: number, to: number, freed: number): void {
  const { heap } = core;
  const unused = regionDelete(heap, inode, INODE.regions, from, to) - freed;
  const global = subpoolPut(heap, heap.get(inode, INODE.mount), unused);
  accountMemory(core, hstateOfInode(core, inode), -global, { inode, mapping: NIL });
}

/** hugetlbfs_fallocate: bytes; "ok" or an errno. */
export function fallocate(core: Core, rules: Rules6, inode: Ref, from: number, to: number, punch: boolean): string {
  const { heap } = core;
  if (from < 0 || to <= from) return fail(core, "EINVAL", "vfs_fallocate");
  const bytes = 2 ** heap.get(hstateOfInode(core, inode), HS.order);
  if (punch) {
    punchHole(core, inode, Math.ceil(from / bytes), Math.floor(to / bytes));
    return "ok";
  }
  for (let index = Math.floor(from / bytes); index < Math.ceil(to / bytes); index++) {
    if (cachedPage(heap, inode, index) !== NIL) continue;
    // The kernel, too, makes up a shared VMA over the file for alloc_huge_page; what it allocated before ENOSPC stays.
    const pseudo = heap.allocate(VMA.words);
    heap.set(pseudo, VMA.flags, VM.shared);
    heap.set(pseudo, VMA.inode, inode);
    const page = allocHugePage(core, rules, pseudo, index, false);
    heap.release(pseudo, VMA.words);
    if (page === NIL) return fail(core, "ENOSPC", "hugetlbfs_fallocate");
    addCached(core, inode, index, page);
    putPage(core, page);
  }
  heap.set(inode, INODE.size, Math.max(heap.get(inode, INODE.size), Math.floor(to / bytes)));
  return "ok";
}

/** hugetlbfs_punch_hole: everybody loses the pages, private copies too; the file loses its pages with their reserve. */
function punchHole(core: Core, inode: Ref, from: number, to: number): void {
  const { heap, kernel } = core;
  if (to <= from) return;
  for (const vma of kernel.fileMappings.overlapping(heap, inode, from, to)) {
    const start = heap.get(vma, VMA.start);
    const first = Math.max(0, from - heap.get(vma, VMA.pgoff));
    const last = Math.min(heap.get(vma, VMA.end) - start, to - heap.get(vma, VMA.pgoff));
    kernel.unmapRange(core, vma, start + first, start + last, "punch");
  }
  for (let index = from; index < Math.min(to, heap.get(inode, INODE.cacheRoom)); index++) {
    if (dropCached(core, inode, index)) unreservePages(core, inode, index, index + 1, 1);
  }
}
