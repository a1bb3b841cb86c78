/** Page table entries go (__unmap_hugepage_range). */
import type { Core } from "../core.js";
import type { UnmapReason } from "../event.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { PAGE } from "../state/page.js";
import { MAPPING, MM, getPte, ptePage, setPte } from "../state/process.js";
import { VMA } from "../state/vma.js";

/** Clears the entries of [from,to) of the VMA, then puts the pages. */
export function unmapRange(core: Core, vma: Ref, from: number, to: number, why: UnmapReason): void {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const pages: Ref[] = [];
  for (let address = from; address < to; address++) {
    const page = clearPte(core, heap.get(vma, VMA.mm), mapping, address, why);
    if (page !== NIL) pages.push(page);
  }
  for (const page of pages) putPage(core, page);
}

/** huge_ptep_get_and_clear: gives the page that was there; its reference is the caller's to put. */
export function clearPte(
  core: Core,
  mm: Ref,
  mapping: Ref,
  address: number,
  why: UnmapReason,
  at: { readonly fn: string; readonly commit?: string } = { fn: "__unmap_hugepage_range" },
): Ref {
  const { heap } = core;
  const pte = getPte(heap, mapping, address);
  if (pte === 0) return NIL;
  setPte(heap, mapping, address, 0);
  const page = ptePage(pte);
  core.events?.push({
    kind: "unmap",
    pid: heap.get(mm, MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
    page: heap.get(page, PAGE.id),
    why,
    by: core.currentPid,
    ...at,
  });
  return page;
}
