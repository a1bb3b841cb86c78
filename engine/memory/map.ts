/** Page table entries come and change, and the events that tell of it. */
import type { Core } from "../core.js";
import { FAULT } from "../fault.js";
import type { MappingId, Pid } from "../event.js";
import type { Ref } from "../state/heap.js";
import { PAGE } from "../state/page.js";
import { MAPPING, MM, getPte, makePte, ptePage, setPte } from "../state/process.js";
import { VMA } from "../state/vma.js";

/** Where in whose mapping: what every event about a page table entry carries. */
function placeOf(core: Core, vma: Ref, address: number): { pid: Pid; mapping: MappingId; index: number } {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  return {
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
  };
}

/** set_huge_pte_at: the reference on the page is the caller's. Gives the new entry. */
export function mapPage(core: Core, vma: Ref, address: number, page: Ref, writable: boolean, fn: string): number {
  const { heap } = core;
  const pte = makePte(page, writable);
  setPte(heap, heap.get(vma, VMA.mapping), address, pte);
  core.events?.push({ kind: "map", ...placeOf(core, vma, address), page: heap.get(page, PAGE.id), writable, fn });
  return pte;
}

/** Nobody else has the page: it is made writable in place. */
export function reuse(core: Core, vma: Ref, address: number, page: Ref, fn: string): typeof FAULT.ok {
  const { heap } = core;
  setPte(heap, heap.get(vma, VMA.mapping), address, makePte(page, true));
  core.events?.push({ kind: "reuse", ...placeOf(core, vma, address), page: heap.get(page, PAGE.id), fn });
  return FAULT.ok;
}

/** The page is there already, and the access is allowed. */
export function tellHit(core: Core, vma: Ref, address: number, write: boolean): void {
  const { heap } = core;
  core.events?.push({
    kind: "hit",
    ...placeOf(core, vma, address),
    page: heap.get(ptePage(getPte(heap, heap.get(vma, VMA.mapping), address)), PAGE.id),
    access: write ? "write" : "read",
    fn: "hugetlb_fault",
  });
}

export function tellCopy(
  core: Core,
  vma: Ref,
  address: number,
  from: Ref,
  to: Ref,
  at: { fn: string; commit?: string },
): void {
  const { heap } = core;
  core.events?.push({
    kind: "copy",
    ...placeOf(core, vma, address),
    from: heap.get(from, PAGE.id),
    to: heap.get(to, PAGE.id),
    ...at,
  });
}
