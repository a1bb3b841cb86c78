/**
 * struct resv_map of a private owner (84afd99b8398): the file pages whose reserve is consumed, shared by the parts of a split
 * VMA.
 */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";
import { regionCount, regionTruncate } from "./regions.js";
import { VM, VMA, has } from "./vma.js";

export const RESV_MAP = {
  users: 0,
  /** head of the region list */
  regions: 1,
  /** control group that pays for the reserve */
  payer: 2,
  words: 3,
} as const;

/** resv_map_alloc: the VMA that mmap made owns its reserve from now on. */
export function makeOwner(heap: Heap, vma: Ref, payer: Ref): void {
  const map = heap.allocate(RESV_MAP.words);
  heap.set(map, RESV_MAP.users, 1);
  heap.set(map, RESV_MAP.payer, payer);
  heap.set(vma, VMA.resvMap, map);
  heap.set(vma, VMA.flags, heap.get(vma, VMA.flags) | VM.owner);
}

/** fork: the reserve is the maker's, a copy has none. */
export function forgetMap(heap: Heap, copy: Ref): void {
  if (!has(heap, copy, VM.shared)) heap.set(copy, VMA.resvMap, NIL);
}

/** hugetlb_vm_op_open of a split: both parts share the map. */
export function shareMap(heap: Heap, vma: Ref, half: Ref): void {
  const map = heap.get(vma, VMA.resvMap);
  heap.set(half, VMA.resvMap, map);
  if (map !== NIL) heap.add(map, RESV_MAP.users, 1);
}

/** How many pages of the VMA's range still have their reserve. */
export function unusedReserve(heap: Heap, vma: Ref, map: Ref): number {
  const from = heap.get(vma, VMA.pgoff);
  const pages = heap.get(vma, VMA.end) - heap.get(vma, VMA.start);
  return pages - regionCount(heap, map, RESV_MAP.regions, from, from + pages);
}

/** kref_put: the last part of the mapping takes the map along. */
export function putMap(heap: Heap, map: Ref): void {
  heap.add(map, RESV_MAP.users, -1);
  if (heap.get(map, RESV_MAP.users) > 0) return;
  regionTruncate(heap, map, RESV_MAP.regions, 0);
  heap.release(map, RESV_MAP.words);
}
