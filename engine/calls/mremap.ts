/** mremap of huge pages since 5.16 (mm/mremap.c). */
import { PAGE_BYTES } from "../config.js";
import type { Core } from "../core.js";
import { munmap } from "../memory/munmap.js";
import { hstateOf, pageSizeOf } from "../pool/of.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { MAPPING, PROCESS } from "../state/process.js";
import { VMA, linkVma, unlinkVma, vmaAt } from "../state/vma.js";
import { freshAddress } from "./address.js";
import { fail } from "../fail.js";

/** `length` in bytes; `fixed`: to a fresh address. Pages keep their numbers, the reserve and its ownership go along. */
export function mremap(core: Core, mapping: Ref, length: number, fixed: boolean): string {
  const { heap, kernel } = core;
  if (!kernel.remaps || length <= 0) return fail(core, "EINVAL", "vma_to_resize");
  const mm = heap.get(core.current, PROCESS.mm);
  const start = heap.get(mapping, MAPPING.start);
  const vma = vmaAt(heap, mm, start);
  if (vma === NIL) return fail(core, "EFAULT", "vma_lookup");
  const pages = Math.ceil(length / PAGE_BYTES[pageSizeOf(core, hstateOf(core, vma))]);
  const old = heap.get(mapping, MAPPING.length);
  // The reservation cannot be split yet, so hugetlb mappings never grow.
  if (pages > old) return fail(core, "EINVAL", "sys_mremap");
  if (pages < old) munmap(core, mm, start + pages, start + old, "mremap");
  if (!fixed) {
    heap.set(mapping, MAPPING.length, pages);
    return "ok";
  }
  const moved = vmaAt(heap, mm, start);
  if (moved === NIL || heap.get(moved, VMA.end) < start + pages) return fail(core, "EFAULT", "vma_to_resize");
  move(core, mapping, moved, freshAddress(core, heap.get(mapping, MAPPING.pages)));
  heap.set(mapping, MAPPING.length, pages);
  return "ok";
}

/** move_vma, move_hugetlb_page_tables: the new VMA goes into the file's tree, the old one leaves it; no counter changes. */
function move(core: Core, mapping: Ref, vma: Ref, address: number): void {
  const { heap, kernel } = core;
  const inode = heap.get(vma, VMA.inode);
  const by = address - heap.get(mapping, MAPPING.start);
  kernel.fileMappings.remove(heap, inode, vma);
  unlinkVma(heap, vma);
  heap.add(vma, VMA.start, by);
  heap.add(vma, VMA.end, by);
  heap.set(mapping, MAPPING.start, address);
  kernel.fileMappings.insert(heap, inode, vma);
  linkVma(heap, vma);
}
