/** do_munmap, and how a VMA ends. */
import type { Core } from "../core.js";
import type { UnmapReason } from "../event.js";
import { evictIfUnused } from "../files/evict.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { MAPPING, MM } from "../state/process.js";
import { VMA, findVma, unlinkVma } from "../state/vma.js";
import { splitVma } from "./split.js";

/** do_munmap: [from,to) of this mm is gone; a range without a VMA is fine. */
export function munmap(core: Core, mm: Ref, from: number, to: number, why: UnmapReason): void {
  const { heap } = core;
  let vma = findVma(heap, mm, from);
  if (vma === NIL || heap.get(vma, VMA.start) >= to) return;
  if (from > heap.get(vma, VMA.start)) vma = splitVma(core, vma, from, false);
  const last = findVma(heap, mm, to);
  if (last !== NIL && to > heap.get(last, VMA.start)) {
    const lower = splitVma(core, last, to, true);
    if (last === vma) vma = lower;
  }
  const gone: Ref[] = [];
  for (; vma !== NIL && heap.get(vma, VMA.start) < to; vma = heap.get(vma, VMA.next)) gone.push(vma);
  removeVmas(core, gone, why);
}

/** unmap_region, free_pgtables, remove_vma_list: pages first, then the VMAs leave their files, then they are closed. */
export function removeVmas(core: Core, vmas: readonly Ref[], why: UnmapReason): void {
  const { heap, kernel } = core;
  for (const vma of vmas) kernel.unmapRange(core, vma, heap.get(vma, VMA.start), heap.get(vma, VMA.end), why);
  for (const vma of vmas) {
    kernel.fileMappings.remove(heap, heap.get(vma, VMA.inode), vma);
    unlinkVma(heap, vma);
  }
  for (const vma of vmas) {
    const mapping = heap.get(vma, VMA.mapping);
    const start = heap.get(mapping, MAPPING.start);
    core.events?.push({
      kind: "vma-gone",
      pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
      mapping: heap.get(mapping, MAPPING.id),
      from: heap.get(vma, VMA.start) - start,
      to: heap.get(vma, VMA.end) - start,
      fn: "remove_vma",
    });
    kernel.close(core, vma);
    const inode = heap.get(vma, VMA.inode);
    heap.add(inode, INODE.users, -1);
    heap.release(vma, VMA.words);
    evictIfUnused(core, inode);
  }
}
