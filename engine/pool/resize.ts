/** vm.nr_hugepages and vm.nr_overcommit_hugepages at run time (set_max_huge_pages, hugetlb_overcommit_handler). */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { HS, NODE, reserved } from "../state/hstate.js";
import { dropPage, takeFree } from "../state/page.js";
import { pageSizeOf } from "./of.js";

/** set_max_huge_pages: makes the persistent pool `count` pages. What is in use or promised above that stays as surplus. */
export function setMaxHugePages(core: Core, hs: Ref, count: number): void {
  const { heap } = core;
  const node = heap.get(hs, HS.nodes);
  const persistent = (): number => heap.get(hs, HS.total) - heap.get(hs, HS.surplus);
  const addSurplus = (delta: number): void => {
    heap.add(hs, HS.surplus, delta);
    heap.add(node, NODE.surplus, delta);
  };
  const addPages = (delta: number): void => {
    heap.add(hs, HS.total, delta);
    heap.add(node, NODE.total, delta);
  };

  // Surplus pages become persistent first (adjust_pool_surplus), then fresh ones come (alloc_fresh_huge_page).
  const converted = Math.max(0, Math.min(heap.get(hs, HS.surplus), count - persistent()));
  addSurplus(-converted);
  const fresh = Math.max(0, count - persistent());
  addPages(fresh);
  heap.add(hs, HS.free, fresh);
  heap.add(node, NODE.free, fresh);

  // Unsigned in the kernel: with a reserve below zero and nothing in use the least is a huge number, and no page leaves.
  const inUse = heap.get(hs, HS.total) - heap.get(hs, HS.free);
  const least = reserved(heap, hs) + inUse;
  const target = least < 0 ? Infinity : Math.max(count, least);
  while (target < persistent() && heap.get(hs, HS.free) > 0) {
    dropPage(core, takeFree(core, hs, node));
    addPages(-1);
  }
  addSurplus(Math.max(0, Math.min(persistent() - count, heap.get(hs, HS.total) - heap.get(hs, HS.surplus))));

  core.events?.push({
    kind: "resize",
    pageSize: pageSizeOf(core, hs),
    total: heap.get(hs, HS.total),
    surplus: heap.get(hs, HS.surplus),
    fn: "set_max_huge_pages",
  });
}

/** Only the limit changes; surplus pages that exist stay. */
export function setOvercommit(core: Core, hs: Ref, limit: number): void {
  core.heap.set(hs, HS.overcommit, limit);
  core.events?.push({
    kind: "overcommit",
    pageSize: pageSizeOf(core, hs),
    limit,
    fn: "hugetlb_overcommit_handler",
    commit: "d1c3fb1f8f29",
  });
}
