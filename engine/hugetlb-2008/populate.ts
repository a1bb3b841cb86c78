/** make_pages_present: mlock, MAP_LOCKED and MAP_POPULATE touch every page (get_user_pages, follow_hugetlb_page). */
import type { Core } from "../core.js";
import { QuotaHang } from "../core.js";
import { FAULT } from "../fault.js";
import type { Ref } from "../state/heap.js";
import { slotAt } from "../slot.js";
import { getPte, pteWritable } from "../state/process.js";
import { VM, VMA, has } from "../state/vma.js";

/** Touches [from,to) of the VMA, writing where it may be written; gives how many pages are there in the end. */
export function populate(core: Core, vma: Ref, from: number, to: number): number {
  const { heap } = core;
  if (!has(heap, vma, VM.read | VM.write)) return 0;
  const write = has(heap, vma, VM.write);
  const mapping = heap.get(vma, VMA.mapping);
  for (let address = from; address < to; address++) {
    const pte = getPte(heap, mapping, address);
    if (pte !== 0 && (!write || pteWritable(pte))) continue;
    const fault = core.kernel.fault(core, vma, address, write);
    switch (fault) {
      case FAULT.ok:
        break;
      case FAULT.hang:
        // -ENOSPC as a fault code has no error bit: get_user_pages tries the page again, inside the kernel, for ever.
        throw new QuotaHang(slotAt(core, mapping, address), "get_user_pages retries the fault");
      case FAULT.oom:
      case FAULT.sigbus:
        return address - from;
    }
  }
  return to - from;
}

/** MAP_LOCKED or MAP_POPULATE of a new mapping: mmap has succeeded, whatever is missing. */
export function populateMapping(core: Core, vma: Ref): void {
  populate(core, vma, core.heap.get(vma, VMA.start), core.heap.get(vma, VMA.end));
}
