/** Whether a shared fault notes its page in the file's region list (vma_commit_reservation). */
import type { Kernel } from "../kernel.js";

export const notNoted: Kernel["sharedCommit"] = {
  rule: "a shared fault leaves the file's region list alone",
  fn: "hugetlb_no_page",
  commit: null,
  notes: false,
};

export const noted: Kernel["sharedCommit"] = {
  rule: "a shared fault notes its page in the file's region list",
  fn: "vma_commit_reservation",
  commit: "c37f9fb11c97",
  notes: true,
};
