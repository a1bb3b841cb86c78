/** The reserve of private mappings: none, a count in the VMA, a count and an owner's mark, a map of what is consumed. */
import type { PrivateReserve } from "../rules.js";
import type { Core } from "../../core.js";
import type { Ref } from "../../state/heap.js";
import { NIL } from "../../state/heap.js";
import { addReserved } from "../../state/hstate.js";
import { INODE } from "../../state/inode.js";
import { putQuota } from "../../state/mount.js";
import { regionAdd, regionChange } from "../../state/regions.js";
import { RESV_MAP, forgetMap, makeOwner, putMap, shareMap, unusedReserve } from "../../state/resv-map.js";
import { VM, VMA, fileIndex, has } from "../../state/vma.js";
import { accountMemory } from "../../pool/account.js";
import { hstateOf } from "../../pool/of.js";

const nothing = (): void => undefined;

/** Shared mappings always use reserves: they were all asked for at mmap. */
function useShared(core: Core, vma: Ref): boolean {
  if (!has(core.heap, vma, VM.shared)) return false;
  addReserved(core.heap, hstateOf(core, vma), -1);
  return true;
}

const counted = (core: Core, vma: Ref): boolean =>
  !has(core.heap, vma, VM.shared) && (core.heap.get(vma, VMA.reserve) > 0 || core.heap.get(vma, VMA.reserveHigh) !== 0);

/** 2.6.26: private mappings reserve nothing. */
export const noPrivateReserve: PrivateReserve = {
  topic: "private mappings: the reserve",
  rule: "private mappings reserve nothing",
  fn: "hugetlbfs_file_mmap",
  commit: null,
  ask: () => 0,
  keep: nothing,
  covers: () => false,
  use: useShared,
  note: nothing,
  forked: nothing,
  split: nothing,
  close: nothing,
};

/** The count given back when the VMA goes, whoever has spent it meanwhile. */
function closeCounted(core: Core, vma: Ref): void {
  const { heap } = core;
  if (has(heap, vma, VM.shared)) return;
  const pages = heap.get(vma, VMA.reserve);
  const high = heap.get(vma, VMA.reserveHigh);
  if (pages === 0 && high === 0) return;
  accountMemory(
    core,
    hstateOf(core, vma),
    -pages,
    { inode: heap.get(vma, VMA.inode), mapping: heap.get(vma, VMA.mapping) },
    -high,
  );
}

/** split_vma copies vm_private_data: each half spends and gives back a count of its own (HISTORY: Q5). */
function splitCounted(core: Core, vma: Ref, half: Ref): void {
  core.heap.set(half, VMA.reserve, core.heap.get(vma, VMA.reserve));
  core.heap.set(half, VMA.reserveHigh, core.heap.get(vma, VMA.reserveHigh));
}

function forgetCount(core: Core, vma: Ref): void {
  if (has(core.heap, vma, VM.shared)) return;
  core.heap.set(vma, VMA.reserve, 0);
  core.heap.set(vma, VMA.reserveHigh, 0);
}

/** After patch 2: mmap reserves the whole length and keeps the count in the VMA. */
export const countInVma: PrivateReserve = {
  topic: "private mappings: the reserve",
  rule: "mmap reserves a private mapping's whole length; the VMA counts what is left",
  fn: "hugetlb_reserve_pages",
  commit: "a1e78772d72b",
  ask: (_core, _vma, pages) => pages,
  keep: (core, vma, pages) => {
    core.heap.set(vma, VMA.reserve, pages);
  },
  covers: counted,
  use: (core, vma) => {
    if (useShared(core, vma)) return true;
    if (!counted(core, vma)) return false;
    addReserved(core.heap, hstateOf(core, vma), -1);
    core.heap.add(vma, VMA.reserve, -1);
    return true;
  },
  note: nothing,
  forked: forgetCount,
  split: splitCounted,
  close: closeCounted,
};

/** After patch 3: the count, and HPAGE_RESV_OWNER for the VMA that mmap made. */
export const countAndOwner: PrivateReserve = {
  ...countInVma,
  topic: "private mappings: the reserve",
  rule: "the VMA that mmap made is marked as the owner of the reserve",
  fn: "set_vma_resv_flags",
  commit: "04f2cbe35699",
  keep: (core, vma, pages) => {
    core.heap.set(vma, VMA.reserve, pages);
    core.heap.set(vma, VMA.flags, core.heap.get(vma, VMA.flags) | VM.owner);
  },
  use: (core, vma) => {
    const { heap } = core;
    if (useShared(core, vma)) return true;
    if (!has(heap, vma, VM.owner)) return false;
    addReserved(heap, hstateOf(core, vma), -1);
    if (heap.get(vma, VMA.reserve) === 0 && heap.get(vma, VMA.reserveHigh) === 0) {
      // decrement_hugepage_resv_vma takes 1 from a word whose two top bits are the flags: from 0 it becomes all ones,
      // both flags and a count of 2^62 - 1 (HISTORY: Q6).
      heap.set(vma, VMA.reserveHigh, 1);
      heap.set(vma, VMA.flags, heap.get(vma, VMA.flags) | VM.unmapped);
    }
    heap.add(vma, VMA.reserve, -1);
    return true;
  },
};

/** 2.6.27: a reference-counted map of the file pages whose reserve is consumed; splits and partial unmaps keep their share. */
export const reserveMap: PrivateReserve = {
  topic: "private mappings: the reserve",
  rule: "a private reserve map of consumed file pages, shared by the parts of a split mapping",
  fn: "resv_map_alloc",
  commit: "84afd99b8398",
  ask: (core, vma, pages) => (has(core.heap, vma, VM.noreserve) ? 0 : pages),
  keep: (core, vma) => {
    if (!has(core.heap, vma, VM.noreserve)) makeOwner(core.heap, vma, NIL);
  },
  covers: (core, vma) => has(core.heap, vma, VM.owner),
  use: (core, vma) => {
    const { heap } = core;
    if (has(heap, vma, VM.noreserve)) return false;
    if (useShared(core, vma)) return true;
    if (!has(heap, vma, VM.owner)) return false;
    addReserved(heap, hstateOf(core, vma), -1);
    return true;
  },
  note: (core, vma, address) => {
    const { heap } = core;
    const map = heap.get(vma, VMA.resvMap);
    const index = fileIndex(heap, vma, address);
    if (map !== NIL && regionChange(heap, map, RESV_MAP.regions, index, index + 1) > 0) {
      regionAdd(heap, map, RESV_MAP.regions, index, index + 1);
    }
  },
  forked: (core, vma) => {
    forgetMap(core.heap, vma);
  },
  split: (core, vma, half) => {
    shareMap(core.heap, vma, half);
  },
  close: (core, vma) => {
    const { heap } = core;
    const map = heap.get(vma, VMA.resvMap);
    if (map === NIL) return;
    const unused = unusedReserve(heap, vma, map);
    putMap(heap, map);
    if (unused === 0) return;
    const inode = heap.get(vma, VMA.inode);
    accountMemory(core, hstateOf(core, vma), -unused, { inode, mapping: heap.get(vma, VMA.mapping) });
    putQuota(heap, heap.get(inode, INODE.mount), unused);
  },
};
