/** Whether a shared fault notes its page in the file's region list (vma_commit_reservation). */
import type { SharedCommit } from "../rules.js";

export const notNoted: SharedCommit = {
  topic: "a shared fault and the file's region list",
  rule: "a shared fault leaves the file's region list alone",
  fn: "hugetlb_no_page",
  commit: null,
  notes: false,
};

export const noted: SharedCommit = {
  topic: "a shared fault and the file's region list",
  rule: "a shared fault notes its page in the file's region list",
  fn: "vma_commit_reservation",
  commit: "c37f9fb11c97",
  notes: true,
};
