/** split_vma: one VMA becomes two. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { VMA, linkVma, unlinkVma } from "../state/vma.js";

/**
 * Splits at `address`, which lies inside the VMA; gives the new one. `below`: the new VMA is the lower half (new_below).
 * vma_adjust takes the old one out of the file's tree and puts it back with its new range before the new one goes in.
 */
export function splitVma(core: Core, vma: Ref, address: number, below: boolean): Ref {
  const { heap, kernel } = core;
  const inode = heap.get(vma, VMA.inode);
  const half = heap.allocate(VMA.words);
  for (const field of [VMA.start, VMA.end, VMA.pgoff, VMA.flags, VMA.inode, VMA.mm, VMA.mapping, VMA.policy]) {
    heap.set(half, field, heap.get(vma, field));
  }
  kernel.fileMappings.remove(heap, inode, vma);
  unlinkVma(heap, vma);
  const [lower, upper] = below ? [half, vma] : [vma, half];
  heap.add(upper, VMA.pgoff, address - heap.get(upper, VMA.start));
  heap.set(upper, VMA.start, address);
  heap.set(lower, VMA.end, address);
  kernel.fileMappings.insert(heap, inode, vma);
  linkVma(heap, vma);
  kernel.fileMappings.insert(heap, inode, half);
  linkVma(heap, half);
  heap.add(inode, INODE.users, 1);
  kernel.split(core, vma, half);
  return half;
}

/** mlock_fixup, mprotect_fixup, madvise_behavior: cuts [from,to) out of the VMA, which then is exactly that range. */
export function isolate(core: Core, vma: Ref, from: number, to: number): void {
  const { heap } = core;
  if (heap.get(vma, VMA.start) < from) splitVma(core, vma, from, true);
  if (to < heap.get(vma, VMA.end)) splitVma(core, vma, to, false);
}

/** Sets and clears flags of a VMA. */
export function setFlags(core: Core, vma: Ref, set: number, cleared: number): void {
  core.heap.set(vma, VMA.flags, (core.heap.get(vma, VMA.flags) & ~cleared) | set);
}
