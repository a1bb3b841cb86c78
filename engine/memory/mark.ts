/** HPAGE_RESV_UNMAPPED: a VMA from which a page was taken kills whoever touches a missing page of it. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { MAPPING, MM } from "../state/process.js";
import { VM, VMA } from "../state/vma.js";

/** set_vma_resv_flags(vma, HPAGE_RESV_UNMAPPED) */
export function markUnmapped(core: Core, vma: Ref, at: { fn: string; commit?: string }): void {
  const { heap } = core;
  heap.set(vma, VMA.flags, heap.get(vma, VMA.flags) | VM.unmapped);
  const mapping = heap.get(vma, VMA.mapping);
  const start = heap.get(mapping, MAPPING.start);
  core.events?.push({
    kind: "mark",
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    from: heap.get(vma, VMA.start) - start,
    to: heap.get(vma, VMA.end) - start,
    by: core.currentPid ?? 0,
    ...at,
  });
}
