/** When a free page is refused because every free page is promised (dequeue_huge_page_vma). */
import type { Refusal } from "../rules.js";
import { moreFreeThanReserved, nothingUnreserved } from "../../state/hstate.js";
import { VM, has } from "../../state/vma.js";

/** 2.6.26: private mappings take unreserved pages only; shared ones reserved theirs. */
export const privateNeedsUnreserved: Refusal = {
  topic: "who may take the last promised pages",
  rule: "private faults take unreserved pages only",
  fn: "alloc_huge_page_private",
  commit: null,
  refuses: (core, _rules, vma, hs) => !has(core.heap, vma, VM.shared) && !moreFreeThanReserved(core.heap, hs),
};

/** Patches 2 and 3 as committed: shared mappings are treated as having no reserve (HISTORY: Q1). */
export const sharedRefusedToo: Refusal = {
  topic: "who may take the last promised pages",
  rule: "without a private reserve nobody takes the last promised pages: shared mappings are refused too",
  fn: "vma_has_private_reserves",
  commit: "a1e78772d72b",
  refuses: (core, rules, vma, hs) => !rules.privateReserve.covers(core, vma) && nothingUnreserved(core.heap, hs),
};

/** Shared mappings always have their reserve. */
export const sharedHasReserve: Refusal = {
  topic: "who may take the last promised pages",
  rule: "without a reserve nobody takes the last promised pages; shared mappings have theirs",
  fn: "vma_has_reserves",
  commit: "7f09ca51e9",
  refuses: (core, rules, vma, hs) =>
    !has(core.heap, vma, VM.shared) && !rules.privateReserve.covers(core, vma) && nothingUnreserved(core.heap, hs),
};
