/** struct hstate: one pool of huge pages of one size, with its nodes. All counts are pages. */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";

/** Fields of an hstate. */
export const HS = {
  /** nr_huge_pages */
  total: 0,
  free: 1,
  /**
   * resv_huge_pages, an unsigned long that some of these kernels let underflow, by up to 2^62 (HISTORY: Q6). It is kept as
   * `reserved` + 2^62 * `reservedHigh`: the low part behaves as a 32-bit int does in gather_surplus_pages.
   */
  reserved: 2,
  reservedHigh: 3,
  surplus: 4,
  overcommit: 5,
  /** First of the nodes (linked by `next`). */
  nodes: 6,
  /** Bytes of a page, as log2. */
  order: 7,
  next: 8,
  /** next_nid_to_alloc, next_nid_to_free: where the round robins over the nodes go on */
  nextToAlloc: 9,
  nextToFree: 10,
  words: 11,
} as const;

/** Fields of one node's share of a pool. */
export const NODE = {
  total: 0,
  free: 1,
  surplus: 2,
  /** most recently freed page (list_add: last in, first out) */ list: 3,
  id: 4,
  next: 5,
  words: 6,
} as const;

/** What one of the high part is worth, in pages. */
const HIGH = 2 ** 62;

/** rsvd as people read it: a number of pages, negative after an underflow. */
export function reserved(heap: Heap, hs: Ref): number {
  return heap.get(hs, HS.reserved) + heap.get(hs, HS.reservedHigh) * HIGH;
}

/** The same to the last digit, for what a number does not hold. */
export function reservedDigits(heap: Heap, hs: Ref): string {
  return String(BigInt(heap.get(hs, HS.reserved)) + BigInt(heap.get(hs, HS.reservedHigh)) * 2n ** 62n);
}

/** free_huge_pages - resv_huge_pages == 0, on unsigned longs. */
export function nothingUnreserved(heap: Heap, hs: Ref): boolean {
  return heap.get(hs, HS.reservedHigh) === 0 && heap.get(hs, HS.free) === heap.get(hs, HS.reserved);
}

/** free_huge_pages > resv_huge_pages, on unsigned longs: a reserve below zero is a huge one. */
export function moreFreeThanReserved(heap: Heap, hs: Ref): boolean {
  const resv = reserved(heap, hs);
  return resv >= 0 && heap.get(hs, HS.free) > resv;
}

/** resv_huge_pages += pages + 2^62 * high, modulo 2^64. */
export function addReserved(heap: Heap, hs: Ref, pages: number, high = 0): void {
  heap.add(hs, HS.reserved, pages);
  if (high !== 0) {
    const sum = heap.get(hs, HS.reservedHigh) + high;
    heap.set(hs, HS.reservedHigh, ((sum + 2) & 3) - 2);
  }
}

/** The node of that number. */
export function nodeOf(heap: Heap, hs: Ref, id: number): Ref {
  let node = heap.get(hs, HS.nodes);
  while (node !== NIL && heap.get(node, NODE.id) !== id) node = heap.get(node, NODE.next);
  return node;
}
