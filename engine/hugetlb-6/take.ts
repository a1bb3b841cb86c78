/** unmap_ref_private of 6.x: the owner's copy-on-write found no page, so the page is taken from everybody else who shares it. */
import { cite } from "../cite.js";
import type { Core } from "../core.js";
import { markUnmapped } from "../memory/mark.js";
import { clearPte } from "../memory/unmap.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { getPte, mappingAt, ptePage } from "../state/process.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import type { Rules6 } from "./rules.js";

/** By file range, but the entry by the writer's virtual address; shared VMAs are left alone (2f84a8990ebb). */
export function unmapRefPrivate(core: Core, rules: Rules6, vma: Ref, page: Ref, address: number): void {
  const { heap } = core;
  const index = fileIndex(heap, vma, address);
  for (const other of core.kernel.fileMappings.overlapping(heap, heap.get(vma, VMA.inode), index, index + 1)) {
    if (other === vma || has(heap, other, VM.shared | VM.owner)) continue;
    const mm = heap.get(other, VMA.mm);
    const mapping = mappingAt(heap, mm, address);
    if (mapping === NIL || ptePage(getPte(heap, mapping, address)) !== page) continue;
    clearPte(core, mm, mapping, address, "taken", cite(rules.taking));
    markUnmapped(core, other, cite(rules.taking));
    putPage(core, page);
  }
}
