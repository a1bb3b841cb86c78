/** What the owner's copy-on-write does when no page is free (hugetlb_cow). */
import type { OwnerCopy } from "../kernel.js";

export const nobodyTakes: OwnerCopy = {
  rule: "a copy-on-write without a page kills whoever wrote",
  fn: "hugetlb_cow",
  commit: null,
  takesFromChildren: false,
};

export const ownerTakes: OwnerCopy = {
  rule: "the owner's copy-on-write takes the page from its children when there is none",
  fn: "unmap_ref_private",
  commit: "04f2cbe35699",
  takesFromChildren: true,
};
