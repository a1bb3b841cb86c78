/** struct hugetlb_cgroup: what one control group has charged of one pool, and its limits (-1 = none). Counts are pages. */
import type { Heap, Ref } from "./heap.js";
import { NIL } from "./heap.js";

export const CGROUP = {
  /** number of its name in the core's names */
  name: 0,
  hstate: 1,
  /** pages faulted in, and their limit (hugetlb.<size>.max) */
  usage: 2,
  limit: 3,
  /** pages reserved, and their limit (hugetlb.<size>.rsvd.max) */
  rsvd: 4,
  rsvdLimit: 5,
  next: 6,
  words: 7,
} as const;

/** Which of a group's two counters. */
export type Counter = "usage" | "rsvd";

const COUNT = { usage: CGROUP.usage, rsvd: CGROUP.rsvd } as const;
const LIMIT = { usage: CGROUP.limit, rsvd: CGROUP.rsvdLimit } as const;

/** page_counter_try_charge; the root group (NIL) is never counted. */
export function charge(heap: Heap, group: Ref, counter: Counter, pages: number): boolean {
  if (group === NIL) return true;
  const limit = heap.get(group, LIMIT[counter]);
  if (limit >= 0 && heap.get(group, COUNT[counter]) + pages > limit) return false;
  heap.add(group, COUNT[counter], pages);
  return true;
}

/** page_counter_uncharge */
export function uncharge(heap: Heap, group: Ref, counter: Counter, pages: number): void {
  if (group !== NIL) heap.add(group, COUNT[counter], -pages);
}
