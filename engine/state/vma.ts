/** struct vm_area_struct of a huge page mapping. Addresses count pages of the mapping's own size. */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";
import { MM } from "./process.js";

export const VMA = {
  start: 0,
  end: 1,
  /** file page at `start` */
  pgoff: 2,
  flags: 3,
  inode: 4,
  mm: 5,
  mapping: 6,
  /** next in the mm, by address */
  next: 7,
  /** vm_private_data: what is left of the private reserve counted in the VMA (+ 2^62 * reserveHigh; HISTORY: Q6) ... */
  reserve: 8,
  reserveHigh: 9,
  /** ... or the private reserve map, from 2.6.27 on */
  resvMap: 10,
  /** links of the file's mappings: the priority search tree of 2008 (hugetlb-2008/prio-tree.ts), a list in 6.x (`left` = next) */
  left: 11,
  right: 12,
  parent: 13,
  /** next VMA of the same file range; only the first of them is in the tree itself */
  same: 14,
  /** memory policy of mbind (pool/policy.ts) */
  policy: 15,
  words: 16,
} as const;

export const VM = {
  read: 1,
  write: 2,
  shared: 4,
  locked: 8,
  dontcopy: 16,
  noreserve: 32,
  /** HPAGE_RESV_OWNER: made by mmap itself */
  owner: 64,
  /** HPAGE_RESV_UNMAPPED: the owner's copy-on-write took a page away */
  unmapped: 128,
  /** an anon_vma is there: a private page was made in it, or in the VMA that it was copied or split from */
  anonVma: 256,
  /** an attached System V segment */
  segment: 512,
} as const;

export const has = (heap: Heap, vma: Ref, flag: number): boolean => (heap.get(vma, VMA.flags) & flag) !== 0;

/** find_vma: the first VMA that ends above the address. */
export function findVma(heap: Heap, mm: Ref, address: number): Ref {
  let vma = heap.get(mm, MM.vmas);
  while (vma !== NIL && heap.get(vma, VMA.end) <= address) vma = heap.get(vma, VMA.next);
  return vma;
}

/** The VMA that holds the address, or NIL. */
export function vmaAt(heap: Heap, mm: Ref, address: number): Ref {
  const vma = findVma(heap, mm, address);
  return vma !== NIL && heap.get(vma, VMA.start) <= address ? vma : NIL;
}

/** vma_link: puts a VMA into its mm's list, by address. */
export function linkVma(heap: Heap, vma: Ref): void {
  const mm = heap.get(vma, VMA.mm);
  let before: Ref = NIL;
  let at = heap.get(mm, MM.vmas);
  while (at !== NIL && heap.get(at, VMA.start) < heap.get(vma, VMA.start)) {
    before = at;
    at = heap.get(at, VMA.next);
  }
  heap.set(vma, VMA.next, at);
  if (before === NIL) heap.set(mm, MM.vmas, vma);
  else heap.set(before, VMA.next, vma);
}

/** Takes a VMA out of its mm's list. */
export function unlinkVma(heap: Heap, vma: Ref): void {
  const mm = heap.get(vma, VMA.mm);
  const next = heap.get(vma, VMA.next);
  let at = heap.get(mm, MM.vmas);
  if (at === vma) {
    heap.set(mm, MM.vmas, next);
    return;
  }
  while (heap.get(at, VMA.next) !== vma) at = heap.get(at, VMA.next);
  heap.set(at, VMA.next, next);
}

/** File page of an address of this VMA (vma_pagecache_offset). */
export const fileIndex = (heap: Heap, vma: Ref, address: number): number =>
  heap.get(vma, VMA.pgoff) + address - heap.get(vma, VMA.start);
