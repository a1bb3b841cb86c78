/** A page that nobody uses goes back to its node's free list, or out of the pool while its node has surplus. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { HS, NODE, nodeOf } from "../state/hstate.js";
import { PAGE, dropPage, putFree } from "../state/page.js";
import { pageSizeOf } from "./of.js";

/** The pool's half of free_huge_page. */
export function returnPage(core: Core, page: Ref): void {
  const { heap } = core;
  const hs = heap.get(page, PAGE.hstate);
  const node = nodeOf(heap, hs, heap.get(page, PAGE.node));
  const away = heap.get(node, NODE.surplus) > 0;
  core.events?.push({
    kind: "free",
    page: heap.get(page, PAGE.id),
    to: away ? "away" : "free",
    pageSize: pageSizeOf(core, hs),
    fn: "free_huge_page",
  });
  if (!away) {
    putFree(core, page);
    return;
  }
  heap.add(hs, HS.total, -1);
  heap.add(hs, HS.surplus, -1);
  heap.add(node, NODE.total, -1);
  heap.add(node, NODE.surplus, -1);
  dropPage(core, page);
}
