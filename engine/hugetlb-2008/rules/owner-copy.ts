/** What the owner's copy-on-write does when no page is free (hugetlb_cow). */
import type { OwnerCopy } from "../rules.js";

export const nobodyTakes: OwnerCopy = {
  topic: "the owner's copy-on-write without a page",
  rule: "a copy-on-write without a page kills whoever wrote",
  fn: "hugetlb_cow",
  commit: null,
  takesFromChildren: false,
};

export const ownerTakes: OwnerCopy = {
  topic: "the owner's copy-on-write without a page",
  rule: "the owner's copy-on-write takes the page from its children when there is none",
  fn: "unmap_ref_private",
  commit: "04f2cbe35699",
  takesFromChildren: true,
};
