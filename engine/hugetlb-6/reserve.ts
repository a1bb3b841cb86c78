/** hugetlb_reserve_pages, hugetlb_vm_op_close of 6.x. */
import type { Core } from "../core.js";
import { accountMemory, shortageOf } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import { charge, uncharge } from "../state/cgroup.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { regionAdd, regionChange } from "../state/regions.js";
import { RESV_MAP, makeOwner, putMap, unusedReserve } from "../state/resv-map.js";
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
  makeOwner(heap, vma, group);
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

/** hugetlb_vm_op_close: the reserve of the untouched pages goes back. */
export function close(core: Core, vma: Ref): void {
  const { heap } = core;
  const map = heap.get(vma, VMA.resvMap);
  if (map === NIL) return;
  const unused = unusedReserve(heap, vma, map);
  // hugetlb_cgroup_uncharge_counter: touched or not.
  uncharge(heap, heap.get(map, RESV_MAP.payer), "rsvd", heap.get(vma, VMA.end) - heap.get(vma, VMA.start));
  if (unused > 0) {
    const inode = heap.get(vma, VMA.inode);
    const global = subpoolPut(heap, heap.get(inode, INODE.mount), unused);
    accountMemory(core, hstateOfInode(core, inode), -global, { inode, mapping: heap.get(vma, VMA.mapping) });
  }
  putMap(heap, map);
}
