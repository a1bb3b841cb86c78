/**
 * i_mmap of the kernels of 2008: the priority search tree of a file's VMAs (lib/prio_tree.c, mm/prio_tree.c).
 * unmap_ref_private walks it, and the first VMA met is the one that gets marked (HISTORY: Q7), so its order is
 * part of what these kernels do. Radix index = first file page, heap index = last one, both in 4 KiB pages.
 * VMAs of one and the same range hang behind the first of them in a list.
 */
import type { FileMappings } from "../kernel.js";
import type { Heap, Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { VMA } from "../state/vma.js";

/** 4 KiB pages in a 2 MiB page: hugetlb files of these kernels have no other size. */
export const SMALL_PAGES = 512;
/** BITS_PER_LONG */
const LONG_BITS = 64;

const radixIndex = (heap: Heap, vma: Ref): number => heap.get(vma, VMA.pgoff) * SMALL_PAGES;
const heapIndex = (heap: Heap, vma: Ref): number =>
  (heap.get(vma, VMA.pgoff) + heap.get(vma, VMA.end) - heap.get(vma, VMA.start)) * SMALL_PAGES - 1;

const maxIndex = (bits: number): number => 2 ** bits - 1;
const bit = (index: number, n: number): boolean => Math.floor(index / 2 ** n) % 2 === 1;

/** vma_prio_tree_insert */
function insertVma(heap: Heap, inode: Ref, vma: Ref): void {
  heap.set(vma, VMA.same, NIL);
  const placed = insertNode(heap, inode, vma);
  if (placed !== vma) addBehind(heap, vma, placed);
}

/** vma_prio_tree_add: a VMA of the same range as `old`, as fork makes one: right behind it, or last when `old` is in the tree itself. */
function addBehind(heap: Heap, vma: Ref, old: Ref): void {
  clearNode(heap, vma);
  heap.set(vma, VMA.parent, NIL);
  let before = old;
  if (heap.get(old, VMA.parent) !== NIL) while (heap.get(before, VMA.same) !== NIL) before = heap.get(before, VMA.same);
  heap.set(vma, VMA.same, heap.get(before, VMA.same));
  heap.set(before, VMA.same, vma);
}

/** vma_prio_tree_remove */
function removeVma(heap: Heap, inode: Ref, vma: Ref): void {
  const heir = heap.get(vma, VMA.same);
  if (heap.get(vma, VMA.parent) === NIL) {
    let before = treeNodeOf(heap, inode, vma);
    while (heap.get(before, VMA.same) !== vma) before = heap.get(before, VMA.same);
    heap.set(before, VMA.same, heir);
  } else if (heir !== NIL) {
    replaceNode(heap, inode, vma, heir);
  } else {
    removeNode(heap, inode, vma);
  }
  heap.set(vma, VMA.same, NIL);
  heap.set(vma, VMA.parent, NIL);
}

/** vma_prio_tree_foreach: the VMAs that overlap [first,last] (4 KiB pages), in the tree's order. */
export function overlapping(heap: Heap, inode: Ref, first: number, last: number): Ref[] {
  const found: Ref[] = [];
  const visit = (node: Ref): void => {
    if (node === NIL || heapIndex(heap, node) < first) return;
    if (radixIndex(heap, node) <= last)
      for (let vma = node; vma !== NIL; vma = heap.get(vma, VMA.same)) found.push(vma);
    visit(heap.get(node, VMA.left));
    visit(heap.get(node, VMA.right));
  };
  visit(heap.get(inode, INODE.treeRoot));
  return found;
}

/** The VMA in the tree behind which this one hangs. */
function treeNodeOf(heap: Heap, inode: Ref, vma: Ref): Ref {
  const first = radixIndex(heap, vma);
  const last = heapIndex(heap, vma);
  let node = heap.get(inode, INODE.treeRoot);
  let level = heap.get(inode, INODE.treeBits) - 1;
  let bySize = false;
  while (radixIndex(heap, node) !== first || heapIndex(heap, node) !== last) {
    node = heap.get(node, bit(bySize ? last - first : first, level) ? VMA.right : VMA.left);
    if (--level < 0) {
      level = LONG_BITS - 1;
      bySize = true;
    }
  }
  return node;
}

function clearNode(heap: Heap, node: Ref): void {
  heap.set(node, VMA.left, NIL);
  heap.set(node, VMA.right, NIL);
  heap.set(node, VMA.parent, node);
}

/** prio_tree_insert: gives the node that holds this range, the new one or an older one. */
function insertNode(heap: Heap, inode: Ref, vma: Ref): Ref {
  const bits = heap.get(inode, INODE.treeBits);
  if (heap.get(inode, INODE.treeRoot) === NIL || heapIndex(heap, vma) > maxIndex(bits)) return expand(heap, inode, vma);
  let node = vma;
  let cur = heap.get(inode, INODE.treeRoot);
  let level = bits - 1;
  let bySize = false;
  for (;;) {
    const radix = radixIndex(heap, node);
    const last = heapIndex(heap, node);
    const curRadix = radixIndex(heap, cur);
    const curLast = heapIndex(heap, cur);
    if (curRadix === radix && curLast === last) return cur;
    if (curLast < last || (curLast === last && curRadix > radix)) {
      replaceNode(heap, inode, cur, node);
      [node, cur] = [cur, node];
    }
    const index = bySize ? heapIndex(heap, node) - radixIndex(heap, node) : radixIndex(heap, node);
    const side = bit(index, level) ? VMA.right : VMA.left;
    const child = heap.get(cur, side);
    if (child === NIL) {
      clearNode(heap, node);
      heap.set(cur, side, node);
      heap.set(node, VMA.parent, cur);
      return vma;
    }
    cur = child;
    if (--level < 0) {
      level = LONG_BITS - 1;
      bySize = true;
    }
  }
}

/** prio_tree_expand: the tree's index grows until it holds the new node, which becomes the root. */
function expand(heap: Heap, inode: Ref, node: Ref): Ref {
  const wanted = heapIndex(heap, node);
  let bits = heap.get(inode, INODE.treeBits);
  if (wanted > maxIndex(bits)) bits++;
  let first: Ref = NIL;
  let last: Ref = NIL;
  while (wanted > maxIndex(bits)) {
    bits++;
    const root = heap.get(inode, INODE.treeRoot);
    if (root === NIL) continue;
    removeNode(heap, inode, root);
    clearNode(heap, root);
    if (first === NIL) {
      first = root;
    } else {
      heap.set(last, VMA.left, root);
      heap.set(root, VMA.parent, last);
    }
    last = root;
  }
  clearNode(heap, node);
  if (first === NIL) {
    last = node;
  } else {
    heap.set(node, VMA.left, first);
    heap.set(first, VMA.parent, node);
  }
  const rest = heap.get(inode, INODE.treeRoot);
  if (rest !== NIL) {
    heap.set(last, VMA.left, rest);
    heap.set(rest, VMA.parent, last);
  }
  heap.set(inode, INODE.treeRoot, node);
  heap.set(inode, INODE.treeBits, bits);
  return node;
}

/** prio_tree_replace: `node` takes the place of `old`. */
function replaceNode(heap: Heap, inode: Ref, old: Ref, node: Ref): void {
  clearNode(heap, node);
  const parent = heap.get(old, VMA.parent);
  if (parent === old) {
    heap.set(inode, INODE.treeRoot, node);
  } else {
    heap.set(node, VMA.parent, parent);
    heap.set(parent, heap.get(parent, VMA.left) === old ? VMA.left : VMA.right, node);
  }
  for (const side of [VMA.left, VMA.right]) {
    const child = heap.get(old, side);
    if (child === NIL) continue;
    heap.set(node, side, child);
    heap.set(child, VMA.parent, node);
  }
}

/** prio_tree_remove: the heap is repaired from the leaf that is picked by the larger heap index. */
function removeNode(heap: Heap, inode: Ref, node: Ref): void {
  let cur = node;
  for (;;) {
    const left = heap.get(cur, VMA.left);
    const right = heap.get(cur, VMA.right);
    if (left === NIL && right === NIL) break;
    if (left === NIL) cur = right;
    else if (right === NIL) cur = left;
    else cur = heapIndex(heap, left) >= heapIndex(heap, right) ? left : right;
  }
  const parent = heap.get(cur, VMA.parent);
  if (parent === cur) {
    heap.set(inode, INODE.treeRoot, NIL);
    heap.set(inode, INODE.treeBits, 1);
    return;
  }
  heap.set(parent, heap.get(parent, VMA.right) === cur ? VMA.right : VMA.left, NIL);
  while (cur !== node) {
    const above = heap.get(cur, VMA.parent);
    replaceNode(heap, inode, above, cur);
    cur = above;
  }
}

/** The nodes of the tree: each is the first of the VMAs of its range. */
function nodesOf(heap: Heap, inode: Ref): Ref[] {
  const found: Ref[] = [];
  const visit = (node: Ref): void => {
    if (node === NIL) return;
    found.push(node);
    visit(heap.get(node, VMA.left));
    visit(heap.get(node, VMA.right));
  };
  visit(heap.get(inode, INODE.treeRoot));
  return found;
}

/** Whether the VMAs of that node's range stand in the order of their mms, each of another one. */
function isInOrder(heap: Heap, node: Ref, rank: (mm: Ref) => number): boolean {
  let last = rank(heap.get(node, VMA.mm));
  for (let vma = heap.get(node, VMA.same); vma !== NIL; vma = heap.get(vma, VMA.same)) {
    const next = rank(heap.get(vma, VMA.mm));
    if (next <= last) return false;
    last = next;
  }
  return true;
}

/** VMAs of one range and of different mms change places; the tree keeps its shape. */
function arrangeVmas(heap: Heap, inode: Ref, rank: (mm: Ref) => number): void {
  for (const node of nodesOf(heap, inode)) {
    if (isInOrder(heap, node, rank)) continue;
    const vmas: Ref[] = [];
    for (let vma = node; vma !== NIL; vma = heap.get(vma, VMA.same)) vmas.push(vma);
    const mms = new Set(vmas.map((vma) => heap.get(vma, VMA.mm)));
    if (vmas.length < 2 || mms.size < vmas.length) continue;
    vmas.sort((a, b) => rank(heap.get(a, VMA.mm)) - rank(heap.get(b, VMA.mm)));
    const [first, ...others] = vmas;
    if (first === undefined) continue;
    if (first !== node) replaceNode(heap, inode, node, first);
    heap.set(first, VMA.same, others[0] ?? NIL);
    others.forEach((vma, i) => {
      clearNode(heap, vma);
      heap.set(vma, VMA.parent, NIL);
      heap.set(vma, VMA.same, others[i + 1] ?? NIL);
    });
  }
}

/** The tree as a kernel's file mappings. */
export const prioTree: FileMappings = {
  insert: insertVma,
  insertCopy: (heap, _inode, copy, original) => {
    addBehind(heap, copy, original);
  },
  remove: removeVma,
  // Where a new VMA goes among those of its range depends on which of them is the node: then their order is the kernel's own.
  arrange: (heap, inode, rank, settled) => {
    if (settled) arrangeVmas(heap, inode, rank);
  },
  overlapping: (heap, inode, from, to) => overlapping(heap, inode, from * SMALL_PAGES, to * SMALL_PAGES - 1),
};
