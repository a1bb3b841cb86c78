/**
 * i_mmap of 6.x: an interval tree, walked in the order of the first file page, and among equal ones in the order of insertion, a
 * fork's copy right behind its original (vma_interval_tree_insert_after). A list has that order, too.
 */
import type { FileMappings } from "../kernel.js";
import type { Heap, Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { VMA } from "../state/vma.js";

const NEXT = VMA.left;

function insertAfter(heap: Heap, inode: Ref, vma: Ref, before: Ref): void {
  if (before === NIL) {
    heap.set(vma, NEXT, heap.get(inode, INODE.treeRoot));
    heap.set(inode, INODE.treeRoot, vma);
  } else {
    heap.set(vma, NEXT, heap.get(before, NEXT));
    heap.set(before, NEXT, vma);
  }
}

export const intervalList: FileMappings = {
  insert: (heap, inode, vma) => {
    let before: Ref = NIL;
    let at = heap.get(inode, INODE.treeRoot);
    while (at !== NIL && heap.get(at, VMA.pgoff) <= heap.get(vma, VMA.pgoff)) {
      before = at;
      at = heap.get(at, NEXT);
    }
    insertAfter(heap, inode, vma, before);
  },
  insertCopy: (heap, inode, copy, original) => {
    insertAfter(heap, inode, copy, original);
  },
  remove: (heap, inode, vma) => {
    const next = heap.get(vma, NEXT);
    let at = heap.get(inode, INODE.treeRoot);
    if (at === vma) {
      heap.set(inode, INODE.treeRoot, next);
      return;
    }
    while (heap.get(at, NEXT) !== vma) at = heap.get(at, NEXT);
    heap.set(at, NEXT, next);
  },
  // A new VMA's place among those of its own mm does not depend on where the others stand.
  arrange: (heap, inode, rank) => {
    const vmas: Ref[] = [];
    for (let vma = heap.get(inode, INODE.treeRoot); vma !== NIL; vma = heap.get(vma, NEXT)) vmas.push(vma);
    if (vmas.length < 2) return;
    vmas.sort(
      (a, b) =>
        heap.get(a, VMA.pgoff) - heap.get(b, VMA.pgoff) || rank(heap.get(a, VMA.mm)) - rank(heap.get(b, VMA.mm)),
    );
    heap.set(inode, INODE.treeRoot, vmas[0] ?? NIL);
    vmas.forEach((vma, i) => heap.set(vma, NEXT, vmas[i + 1] ?? NIL));
  },
  overlapping: (heap, inode, from, to) => {
    const found: Ref[] = [];
    for (let vma = heap.get(inode, INODE.treeRoot); vma !== NIL; vma = heap.get(vma, NEXT)) {
      const first = heap.get(vma, VMA.pgoff);
      if (first < to && first + heap.get(vma, VMA.end) - heap.get(vma, VMA.start) > from) found.push(vma);
    }
    return found;
  },
};
