/** __unmap_hugepage_range of 6.x, and 6.12's restoring of an owner's reserve. */
import type { Core } from "../core.js";
import type { UnmapReason } from "../event.js";
import { clearPte } from "../memory/unmap.js";
import { hstateOf } from "../pool/of.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS } from "../state/hstate.js";
import { PAGE, PAGE_ANON, PAGE_RESTORE } from "../state/page.js";
import { VM, VMA, has } from "../state/vma.js";
import { needsReservation, restoreReservation } from "./reservation.js";
import type { Rules6 } from "./rules.js";

/** Clears the entries of [from,to) of the VMA; the pages are put when all are cleared (mmu_gather). */
export function unmapRange(core: Core, rules: Rules6, vma: Ref, from: number, to: number, why: UnmapReason): void {
  const { heap } = core;
  const pages: Ref[] = [];
  for (let address = from; address < to; address++) {
    const page = clearPte(core, heap.get(vma, VMA.mm), heap.get(vma, VMA.mapping), address, why);
    if (page === NIL) continue;
    if (rules.unmapping.restoresReserve && mayRestore(core, vma, page)) {
      heap.set(page, PAGE.flags, heap.get(page, PAGE.flags) | PAGE_RESTORE);
      if (needsReservation(core, vma, address) > 0) restoreReservation(core, vma, address);
    }
    pages.push(page);
  }
  for (const page of pages) putPage(core, page);
}

/** The owner's own page, nobody else's, and no surplus to get rid of. */
function mayRestore(core: Core, vma: Ref, page: Ref): boolean {
  const { heap } = core;
  return (
    heap.get(hstateOf(core, vma), HS.surplus) === 0 &&
    has(heap, vma, VM.owner) &&
    (heap.get(page, PAGE.flags) & PAGE_ANON) !== 0 &&
    heap.get(page, PAGE.count) === 1
  );
}
