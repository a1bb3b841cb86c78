/** unmap_ref_private: the owner's copy-on-write found no page, so the page is taken from everybody else who shares it. */
import type { Core } from "../core.js";
import { markUnmapped } from "../memory/mark.js";
import { clearPte } from "../memory/unmap.js";
import { cite } from "../cite.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { PAGE } from "../state/page.js";
import { getPte, mappingAt, ptePage } from "../state/process.js";
import { VM, VMA, has } from "../state/vma.js";
import { SMALL_PAGES, overlapping } from "./prio-tree.js";
import type { Rules2008 } from "./rules.js";

/** The kernels of 2008 shift vm_pgoff, which counts pages already, by PAGE_SHIFT once more (HISTORY: Q2). */
const PAGE_SHIFT = 12;

/**
 * Takes `page` out of every VMA of the file without a reserve of its own. The VMA is found by its file range, the entry by
 * the writer's virtual address in that VMA's process, and the VMA found is the one marked, whichever holds the entry (Q7).
 */
export function unmapRefPrivate(core: Core, rules: Rules2008, vma: Ref, page: Ref, address: number): void {
  const { heap } = core;
  const lookup =
    (address - heap.get(vma, VMA.start)) * SMALL_PAGES +
    Math.floor((heap.get(vma, VMA.pgoff) * SMALL_PAGES) / 2 ** PAGE_SHIFT);
  // page_private: the file that the page was allocated for
  const inode = heap.get(page, PAGE.private);
  for (const other of overlapping(heap, inode, lookup, lookup)) {
    if (other === vma || has(heap, other, VM.owner)) continue;
    const mm = heap.get(other, VMA.mm);
    const mapping = mappingAt(heap, mm, address);
    if (mapping === NIL || ptePage(getPte(heap, mapping, address)) !== page) continue;
    clearPte(core, mm, mapping, address, "taken", cite(rules.ownerCopy));
    markUnmapped(core, other, cite(rules.ownerCopy));
    putPage(core, page);
  }
}
