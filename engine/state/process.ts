/** A process, its memory (mm), and the mappings by their names. */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";

export const PROCESS = {
  pid: 0,
  /** number of its name in the core's names */
  name: 1,
  /** 0 alive, 1 exited, 2 killed */
  state: 2,
  /** number of the signal's name */
  signal: 3,
  mm: 4,
  next: 5,
  parent: 6,
  /** 1 once its parent has waited for it */
  reaped: 7,
  /** the vfork child in whose favour it is suspended */
  suspendedFor: 8,
  /** number of its control group's name; 0 = the root group */
  cgroup: 9,
  /** the node of its CPU, and its memory policy (pool/policy.ts) */
  node: 10,
  policy: 11,
  /** the last of the mappings that exec dropped (state/dropped.ts) */
  dropped: 12,
  words: 13,
} as const;

export const ALIVE = 0;
export const EXITED = 1;
export const KILLED = 2;

export const MM = {
  users: 0,
  /** VMAs by address */
  vmas: 1,
  /** mappings in the order in which they were made */
  mappings: 2,
  /** pid of the process that it was made for */
  pid: 3,
  words: 4,
} as const;

/**
 * What one mmap made, under its name: the place of its page table, one entry a page as first mapped. An entry is 0 (none) or
 * the page's ref * 2, + 1 when writable.
 */
export const MAPPING = {
  id: 0,
  name: 1,
  start: 2,
  pages: 3,
  table: 4,
  next: 5,
  inode: 6,
  /** length in pages as mremap last left it */
  length: 7,
  words: 8,
} as const;

/** The newest mapping of that name in this mm, or NIL. */
export function findMapping(heap: Heap, mm: Ref, name: number): Ref {
  let found: Ref = NIL;
  for (let at = heap.get(mm, MM.mappings); at !== NIL; at = heap.get(at, MAPPING.next)) {
    if (heap.get(at, MAPPING.name) === name) found = at;
  }
  return found;
}

/** The mapping of this mm that covers the address; a fork's copy covers the same addresses as its original. */
export function mappingAt(heap: Heap, mm: Ref, address: number): Ref {
  for (let at = heap.get(mm, MM.mappings); at !== NIL; at = heap.get(at, MAPPING.next)) {
    const start = heap.get(at, MAPPING.start);
    if (address >= start && address < start + heap.get(at, MAPPING.pages)) return at;
  }
  return NIL;
}

/** huge_pte_offset: the page table entry of an address of this mapping. */
export const getPte = (heap: Heap, mapping: Ref, address: number): number =>
  heap.get(heap.get(mapping, MAPPING.table), address - heap.get(mapping, MAPPING.start));

export function setPte(heap: Heap, mapping: Ref, address: number, pte: number): void {
  heap.set(heap.get(mapping, MAPPING.table), address - heap.get(mapping, MAPPING.start), pte);
}

export const ptePage = (pte: number): Ref => pte >> 1;
export const pteWritable = (pte: number): boolean => (pte & 1) !== 0;
export const makePte = (page: Ref, writable: boolean): number => page * 2 + (writable ? 1 : 0);

/** Appends a mapping to its mm's list. */
export function linkMapping(heap: Heap, mm: Ref, mapping: Ref): void {
  let at = heap.get(mm, MM.mappings);
  if (at === NIL) {
    heap.set(mm, MM.mappings, mapping);
    return;
  }
  while (heap.get(at, MAPPING.next) !== NIL) at = heap.get(at, MAPPING.next);
  heap.set(at, MAPPING.next, mapping);
}
