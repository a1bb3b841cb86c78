/** Who pays a page of the mount's quota at a fault (alloc_huge_page). */
import type { FaultQuota } from "../rules.js";
import { INODE } from "../../state/inode.js";
import { regionChange } from "../../state/regions.js";
import { VM, VMA, fileIndex, has } from "../../state/vma.js";

/** 2.6.26: private mappings pay at the fault, shared ones paid at mmap. */
export const privatePays: FaultQuota = {
  topic: "who pays quota at a fault",
  rule: "private faults pay quota, shared ones paid at mmap; no quota left: SIGBUS",
  fn: "alloc_huge_page_private",
  commit: null,
  charge: (core, _rules, vma) => (has(core.heap, vma, VM.shared) ? 0 : 1),
  missing: "SIGBUS",
};

/** Patch 2: all pay but the private mapping with a reserve; shared ones, which paid at mmap, pay twice (HISTORY: Q3). */
export const allWithoutPrivateReservePay: FaultQuota = {
  topic: "who pays quota at a fault",
  rule: "faults without a private reserve pay quota, shared ones a second time; no quota left: the fault is retried for ever",
  fn: "alloc_huge_page",
  commit: "a1e78772d72b",
  charge: (core, rules, vma) => (rules.privateReserve.covers(core, vma) ? 0 : 1),
  missing: "HANG",
};

/** The same test with the shared half of the later fix: shared mappings have their reserve, and paid at mmap. */
export const allWithoutReservePay: FaultQuota = {
  topic: "who pays quota at a fault",
  rule: "private faults without a reserve pay quota; no quota left: the fault is retried for ever",
  fn: "alloc_huge_page",
  commit: "7f09ca51e9",
  charge: (core, rules, vma) => (has(core.heap, vma, VM.shared) || rules.privateReserve.covers(core, vma) ? 0 : 1),
  missing: "HANG",
};

/** Patch 3: private mappings pay, except the owner's. */
export const childrenPay: FaultQuota = {
  topic: "who pays quota at a fault",
  rule: "private faults of anybody but the owner pay quota; no quota left: the fault is retried for ever",
  fn: "alloc_huge_page",
  commit: "04f2cbe35699",
  charge: (core, _rules, vma) => (has(core.heap, vma, VM.shared | VM.owner) ? 0 : 1),
  missing: "HANG",
};

/** 2.6.27: shared mappings pay for what is not in the file's region list. */
export const unreservedPay: FaultQuota = {
  topic: "who pays quota at a fault",
  rule: "faults that no reservation covers pay quota; no quota left: the fault is retried for ever",
  fn: "vma_needs_reservation",
  commit: "c37f9fb11c97",
  charge: (core, _rules, vma, address) => {
    const { heap } = core;
    if (!has(heap, vma, VM.shared)) return has(heap, vma, VM.owner) ? 0 : 1;
    const index = fileIndex(heap, vma, address);
    return regionChange(heap, heap.get(vma, VMA.inode), INODE.regions, index, index + 1);
  },
  missing: "HANG",
};
