/** Whether a fault that finds no page may make a surplus page (alloc_buddy_huge_page). */
import type { SurplusAtFault } from "../rules.js";
import { VM, has } from "../../state/vma.js";

export const privateOnly: SurplusAtFault = {
  topic: "surplus pages at a fault",
  rule: "private faults may make a surplus page",
  fn: "alloc_buddy_huge_page",
  commit: "7893d1d505d5",
  allowed: (core, vma) => !has(core.heap, vma, VM.shared),
};

export const everybody: SurplusAtFault = {
  topic: "surplus pages at a fault",
  rule: "every fault without a page may make a surplus page; the reservation stays behind",
  fn: "alloc_buddy_huge_page",
  commit: "a1e78772d72b",
  allowed: () => true,
};
