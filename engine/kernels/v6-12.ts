/** 6.12 (Debian's 6.12.117): what it changed of 6.1. */
import type { Core } from "../core.js";
import { kernel6 } from "../hugetlb-6/kernel.js";
import type { Rules6 } from "../hugetlb-6/rules.js";
import { allowedMask } from "../pool/policy.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";
import { rules as v6_1 } from "./v6-1.js";

const rules: Rules6 = {
  ...v6_1,
  allocation: { ...v6_1.allocation, fn: "alloc_hugetlb_folio" },
  unmapping: {
    topic: "an owner's page is dropped",
    rule: "its reserve is restored, unless somebody else maps the page or there is surplus",
    fn: "__unmap_hugepage_range",
    commit: "df7a6d1f6405",
    restoresReserve: true,
  },
  gathering: {
    topic: "surplus pages for a reserve",
    rule: "made on the lowest node allowed",
    fn: "gather_surplus_pages",
    commit: null,
    node: lowestAllowed,
  },
  nodeResize: {
    topic: "a node's own nr_hugepages",
    rule: "changes that node's persistent pages and no other's",
    fn: "set_max_huge_pages",
    commit: null,
    elsewhere: (core, hs, node) => {
      const persistent = (ref: Ref, total: number, surplus: number): number =>
        core.heap.get(ref, total) - core.heap.get(ref, surplus);
      return persistent(hs, HS.total, HS.surplus) - persistent(node, NODE.total, NODE.surplus);
    },
  },
};

function lowestAllowed(core: Core, hs: Ref): Ref {
  const { heap } = core;
  let node = heap.get(hs, HS.nodes);
  while (node !== NIL && (allowedMask(core) & (1 << heap.get(node, NODE.id))) === 0) node = heap.get(node, NODE.next);
  return node;
}

export const v6_12 = kernel6("6.12", rules);
