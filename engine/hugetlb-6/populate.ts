/** mlock, MAP_LOCKED and MAP_POPULATE of 6.x: huge page VMAs are never VM_LOCKED, they are only populated. */
import type { Core } from "../core.js";
import { FAULT } from "../fault.js";
import type { AddressRange } from "../memory/range.js";
import { overVmas } from "../memory/range.js";
import type { Ref } from "../state/heap.js";
import { getPte, pteWritable } from "../state/process.js";
import { VM, VMA, has } from "../state/vma.js";

/** populate_vma_page_range: private writable memory is written, everything else read. False when a page cannot be had. */
function populateRange(core: Core, vma: Ref, from: number, to: number): boolean {
  const { heap } = core;
  if (!has(heap, vma, VM.read | VM.write)) return false;
  const write = has(heap, vma, VM.write) && !has(heap, vma, VM.shared);
  const mapping = heap.get(vma, VMA.mapping);
  for (let address = from; address < to; address++) {
    const pte = getPte(heap, mapping, address);
    if (pte !== 0 && (!write || pteWritable(pte))) continue;
    if (core.kernel.fault(core, vma, address, write) !== FAULT.ok) return false;
  }
  return true;
}

export function populate(core: Core, vma: Ref): void {
  populateRange(core, vma, core.heap.get(vma, VMA.start), core.heap.get(vma, VMA.end));
}

/** do_mlock: first the whole range is checked for holes, then it is populated (__mm_populate); every failure is ENOMEM. */
export function mlock(core: Core, range: AddressRange): string {
  const whole = overVmas(core, range, "apply_vma_lock_flags", "ENOMEM", () => null);
  if (whole !== "ok") return whole;
  return overVmas(core, range, "__mm_populate", "ENOMEM", (vma, from, to) =>
    populateRange(core, vma, from, to) ? null : "ENOMEM",
  );
}

/** munlock: nothing to change. */
export function munlock(core: Core, range: AddressRange): string {
  return overVmas(core, range, "apply_vma_lock_flags", "ENOMEM", () => null);
}
