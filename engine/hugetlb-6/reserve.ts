/** hugetlb_reserve_pages, hugetlb_vm_op_close, and what fork and split do to a reserve, of 6.x. */
import type { Core } from "../core.js";
import { accountMemory, shortageOf } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import { charge, uncharge } from "../state/cgroup.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { regionAdd, regionChange, regionCount, regionTruncate } from "../state/regions.js";
import { RESV_MAP } from "../state/resv-map.js";
import { VM, VMA, has } from "../state/vma.js";
import { groupOf } from "./group.js";
import { subpoolGet, subpoolPut } from "./subpool.js";

/** For a new mapping: the whole length of a private one, of a shared one what the file's reserve map lacks. */
export function reservePages(core: Core, vma: Ref, mapping: Ref): boolean {
  const { heap } = core;
  if (has(heap, vma, VM.noreserve)) return true;
  const inode = heap.get(vma, VMA.inode);
  const from = heap.get(vma, VMA.pgoff);
  const to = from + heap.get(vma, VMA.end) - heap.get(vma, VMA.start);
  if (has(heap, vma, VM.shared)) return reserveFile(core, inode, from, to);
  const group = groupOf(core, hstateOfInode(core, inode));
  if (!reserve(core, inode, to - from, mapping, group)) return false;
  const map = heap.allocate(RESV_MAP.words);
  heap.set(map, RESV_MAP.users, 1);
  heap.set(map, RESV_MAP.payer, group);
  heap.set(vma, VMA.resvMap, map);
  heap.set(vma, VMA.flags, heap.get(vma, VMA.flags) | VM.owner);
  return true;
}

/** The inode's reserve for file pages [from,to): shared mappings, and shmget. */
export function reserveFile(core: Core, inode: Ref, from: number, to: number): boolean {
  const { heap } = core;
  const group = groupOf(core, hstateOfInode(core, inode));
  if (!reserve(core, inode, regionChange(heap, inode, INODE.regions, from, to), NIL, group)) return false;
  regionAdd(heap, inode, INODE.regions, from, to, group);
  return true;
}

/** The control group first, then the mount, then the pool. */
function reserve(core: Core, inode: Ref, pages: number, mapping: Ref, group: Ref): boolean {
  const { heap } = core;
  const hs = hstateOfInode(core, inode);
  const mount = heap.get(inode, INODE.mount);
  if (!charge(heap, group, "rsvd", pages)) {
    core.shortage = shortageOf(core, hs, "cgroup");
    return false;
  }
  const global = subpoolGet(heap, mount, pages);
  if (global === null) core.shortage = shortageOf(core, hs, "quota");
  else if (accountMemory(core, hs, global, { inode, mapping })) return true;
  else subpoolPut(heap, mount, pages);
  uncharge(heap, group, "rsvd", pages);
  return false;
}

/** hugetlb_dup_vma_private */
export function forked(core: Core, copy: Ref): void {
  if (!has(core.heap, copy, VM.shared)) core.heap.set(copy, VMA.resvMap, NIL);
}

/** hugetlb_vm_op_open of a split: both parts share the reserve map. */
export function split(core: Core, vma: Ref, half: Ref): void {
  const map = core.heap.get(vma, VMA.resvMap);
  core.heap.set(half, VMA.resvMap, map);
  if (map !== NIL) core.heap.add(map, RESV_MAP.users, 1);
}

/** hugetlb_vm_op_close: the reserve of the untouched pages goes back. */
export function close(core: Core, vma: Ref): void {
  const { heap } = core;
  const map = heap.get(vma, VMA.resvMap);
  if (map === NIL) return;
  const from = heap.get(vma, VMA.pgoff);
  const pages = heap.get(vma, VMA.end) - heap.get(vma, VMA.start);
  const unused = pages - regionCount(heap, map, RESV_MAP.regions, from, from + pages);
  // hugetlb_cgroup_uncharge_counter: touched or not.
  uncharge(heap, heap.get(map, RESV_MAP.payer), "rsvd", pages);
  if (unused > 0) {
    const inode = heap.get(vma, VMA.inode);
    const global = subpoolPut(heap, heap.get(inode, INODE.mount), unused);
    accountMemory(core, hstateOfInode(core, inode), -global, { inode, mapping: heap.get(vma, VMA.mapping) });
  }
  heap.add(map, RESV_MAP.users, -1);
  if (heap.get(map, RESV_MAP.users) === 0) {
    regionTruncate(heap, map, RESV_MAP.regions, 0);
    heap.release(map, RESV_MAP.words);
  }
}
