/** alloc_buddy_huge_page: a page beyond the persistent pool, while nr_overcommit_hugepages allows it. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";
import { newPage } from "../state/page.js";

/** A new surplus page on no list, or NIL when the limit is reached. */
export function makeSurplusPage(core: Core, hs: Ref): Ref {
  const { heap } = core;
  if (heap.get(hs, HS.surplus) >= heap.get(hs, HS.overcommit)) return NIL;
  const node = heap.get(hs, HS.nodes);
  heap.add(hs, HS.total, 1);
  heap.add(hs, HS.surplus, 1);
  heap.add(node, NODE.total, 1);
  heap.add(node, NODE.surplus, 1);
  return newPage(core, hs, node);
}
