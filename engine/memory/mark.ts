/** HPAGE_RESV_UNMAPPED: a VMA from which a page was taken kills whoever touches a missing page of it. */
import type { Core } from "../core.js";
import { FAULT } from "../fault.js";
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

/**
 * A missing page of a marked VMA is touched: the data of the time of the fork is gone, and a fresh page would look like
 * corruption, so the process is killed instead.
 */
export function touchMarked(core: Core, at: { fn: string; commit?: string }): typeof FAULT.sigbus {
  core.events?.push({
    kind: "printk",
    text: `PID ${String(core.currentPid ?? 0)} killed due to inadequate hugepage pool`,
    ...at,
  });
  core.cause = { why: "unmapped" };
  return FAULT.sigbus;
}
