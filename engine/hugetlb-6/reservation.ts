/** Whether a page of a mapping is reserved (__vma_reservation_common). */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { regionAdd, regionChange, regionDelete } from "../state/regions.js";
import { RESV_MAP } from "../state/resv-map.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";

/** vma_needs_reservation: 0 when a reserve covers the page, 1 when none does. */
export function needsReservation(core: Core, vma: Ref, address: number): 0 | 1 {
  const { heap } = core;
  const index = fileIndex(heap, vma, address);
  if (has(heap, vma, VM.shared)) {
    return regionChange(heap, heap.get(vma, VMA.inode), INODE.regions, index, index + 1) > 0 ? 1 : 0;
  }
  const map = heap.get(vma, VMA.resvMap);
  if (map === NIL) return 1;
  // A private map holds what is consumed: no entry = the reserve is there.
  return regionChange(heap, map, RESV_MAP.regions, index, index + 1) > 0 ? 0 : 1;
}

/** vma_commit_reservation: the page has been had. */
export function commitReservation(core: Core, vma: Ref, address: number): void {
  const { heap } = core;
  const index = fileIndex(heap, vma, address);
  if (has(heap, vma, VM.shared)) regionAdd(heap, heap.get(vma, VMA.inode), INODE.regions, index, index + 1);
  else if (heap.get(vma, VMA.resvMap) !== NIL)
    regionAdd(heap, heap.get(vma, VMA.resvMap), RESV_MAP.regions, index, index + 1);
}

/** vma_add_reservation of a private owner: its reserve for the page is there again. */
export function restoreReservation(core: Core, vma: Ref, address: number): void {
  const { heap } = core;
  const index = fileIndex(heap, vma, address);
  regionDelete(heap, heap.get(vma, VMA.resvMap), RESV_MAP.regions, index, index + 1);
}

/** vma_has_reserves. `change`: what vma_needs_reservation said, less what the mount's own reserve gave. */
export function hasReserves(core: Core, vma: Ref, change: number): boolean {
  const { heap } = core;
  if (has(heap, vma, VM.shared)) return change === 0;
  if (has(heap, vma, VM.noreserve)) return false;
  return has(heap, vma, VM.owner) && change === 0;
}
