/** vm.nr_hugepages and vm.nr_overcommit_hugepages at run time (set_max_huge_pages, hugetlb_overcommit_handler). */
import { fail } from "../fail.js";
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE, nodeOf, reserved } from "../state/hstate.js";
import { dropPage, takeFree } from "../state/page.js";
import { nextToAlloc, nextToFree } from "./nodes.js";
import { pageSizeOf } from "./of.js";

/** Every node. */
const ALL = -1;

/**
 * set_max_huge_pages: makes the persistent pool `count` pages, or that node's part of it. What is in use or promised above that
 * stays as surplus.
 */
export function setMaxHugePages(core: Core, hs: Ref, value: number, nodeId: number | null): void {
  const { heap } = core;
  const mask = nodeId === null ? ALL : 1 << nodeId;
  const count = nodeId === null ? value : value + core.kernel.elsewhere(core, hs, nodeOf(heap, hs, nodeId));
  const persistent = (): number => heap.get(hs, HS.total) - heap.get(hs, HS.surplus);
  const addSurplus = (node: Ref, delta: number): void => {
    heap.add(hs, HS.surplus, delta);
    heap.add(node, NODE.surplus, delta);
  };
  const addPage = (node: Ref, delta: number): void => {
    heap.add(hs, HS.total, delta);
    heap.add(node, NODE.total, delta);
  };

  // Surplus pages become persistent first (adjust_pool_surplus), then fresh ones come (alloc_pool_huge_page).
  while (heap.get(hs, HS.surplus) > 0 && count > persistent()) {
    const node = nextToAlloc(core, hs, mask, (candidate) => heap.get(candidate, NODE.surplus) > 0);
    if (node === NIL) break;
    addSurplus(node, -1);
  }
  growBy(core, hs, mask, count - persistent(), (node, pages) => {
    addPage(node, pages);
    heap.add(hs, HS.free, pages);
    heap.add(node, NODE.free, pages);
  });

  // Unsigned in the kernel: with a reserve below zero and nothing in use the least is a huge number, and no page leaves.
  const least = reserved(heap, hs) + heap.get(hs, HS.total) - heap.get(hs, HS.free);
  const target = least < 0 ? Infinity : Math.max(count, least);
  while (target < persistent()) {
    const node = nextToFree(core, hs, mask, (candidate) => heap.get(candidate, NODE.free) > 0);
    if (node === NIL) break;
    dropPage(core, takeFree(core, hs, node));
    addPage(node, -1);
  }
  while (count < persistent()) {
    const node = nextToFree(
      core,
      hs,
      mask,
      (candidate) => heap.get(candidate, NODE.surplus) < heap.get(candidate, NODE.total),
    );
    if (node === NIL) break;
    addSurplus(node, 1);
  }

  core.events?.push({
    kind: "resize",
    pageSize: pageSizeOf(core, hs),
    total: heap.get(hs, HS.total),
    surplus: heap.get(hs, HS.surplus),
    fn: "set_max_huge_pages",
  });
}

/** Fresh pages, one on each node in turn. */
function growBy(core: Core, hs: Ref, mask: number, pages: number, add: (node: Ref, pages: number) => void): void {
  const { heap } = core;
  const nodes: Ref[] = [];
  for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) {
    if ((mask & (1 << heap.get(node, NODE.id))) !== 0) nodes.push(node);
  }
  // Whole rounds leave the turn where it was.
  const rounds = Math.max(0, Math.floor(pages / nodes.length) - 1);
  for (const node of nodes) add(node, rounds);
  for (let left = pages - rounds * nodes.length; left > 0; left--)
    add(
      nextToAlloc(core, hs, mask, () => true),
      1,
    );
}

/** Only the limit changes; surplus pages that exist stay. Gigantic pages have none: EINVAL. */
export function setOvercommit(core: Core, hs: Ref, limit: number): string {
  if (pageSizeOf(core, hs) === "1G") return fail(core, "EINVAL", "hugetlb_overcommit_handler");
  core.heap.set(hs, HS.overcommit, limit);
  core.events?.push({
    kind: "overcommit",
    pageSize: pageSizeOf(core, hs),
    limit,
    fn: "hugetlb_overcommit_handler",
    commit: "d1c3fb1f8f29",
  });
  return "ok";
}
