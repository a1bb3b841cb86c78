/** alloc_buddy_huge_page: a page beyond the persistent pool, while nr_overcommit_hugepages allows it. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";
import { newPage } from "../state/page.js";
import { pageSizeOf } from "./of.js";

/** A new surplus page on that node, on no list; NIL when the limit is reached. Gigantic pages cannot be made so. */
export function makeSurplusPage(core: Core, hs: Ref, node: Ref): Ref {
  const { heap } = core;
  if (heap.get(hs, HS.surplus) >= heap.get(hs, HS.overcommit) || pageSizeOf(core, hs) === "1G") return NIL;
  heap.add(hs, HS.total, 1);
  heap.add(hs, HS.surplus, 1);
  heap.add(node, NODE.total, 1);
  heap.add(node, NODE.surplus, 1);
  return newPage(core, hs, node);
}
