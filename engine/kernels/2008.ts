/** The kernels of 2008, each as what it changed of the one before. */
import type { Kernel } from "../kernel.js";
import { allWithoutPrivateReservePay, allWithoutReservePay, childrenPay, privatePays, unreservedPay } from "../rules/fault-quota.js";
import { faultThenPermission, noMemory } from "../rules/mlock-errno.js";
import { honoured, ignored } from "../rules/noreserve.js";
import { nobodyTakes, ownerTakes } from "../rules/owner-copy.js";
import { countAndOwner, countInVma, noPrivateReserve, reserveMap } from "../rules/private-reserve.js";
import { privateNeedsUnreserved, sharedHasReserve, sharedRefusedToo } from "../rules/refusal.js";
import { notNoted, noted } from "../rules/shared-commit.js";
import { everybody, privateOnly } from "../rules/surplus-at-fault.js";

/** fc1b8a73, patch 1 of 3: behaves as 2.6.26. */
export const before: Kernel = {
  id: "2.6.26",
  privateReserve: noPrivateReserve,
  refusal: privateNeedsUnreserved,
  faultQuota: privatePays,
  surplusAtFault: privateOnly,
  ownerCopy: nobodyTakes,
  sharedCommit: notNoted,
  noreserve: ignored,
  mlockErrno: faultThenPermission,
};

/** a1e78772, patch 2 of 3 as committed. */
export const reserveAsCommitted: Kernel = {
  ...before,
  id: "2.6.26+reserve@a1e78772",
  privateReserve: countInVma,
  refusal: sharedRefusedToo,
  faultQuota: allWithoutPrivateReservePay,
  surplusAtFault: everybody,
};

/** Patch 2 of 3, with MAP_SHARED's guarantee as its cover letter promises it. */
export const reserve: Kernel = {
  ...reserveAsCommitted,
  id: "2.6.26+reserve",
  refusal: sharedHasReserve,
  faultQuota: allWithoutReservePay,
};

/** 04f2cbe3, patch 3 of 3 as committed. */
export const cowAsCommitted: Kernel = {
  ...reserveAsCommitted,
  id: "2.6.26+cow@04f2cbe3",
  privateReserve: countAndOwner,
  faultQuota: childrenPay,
  ownerCopy: ownerTakes,
};

/** Patch 3 of 3, with MAP_SHARED's guarantee. */
export const cow: Kernel = { ...cowAsCommitted, id: "2.6.26+cow", refusal: sharedHasReserve };

/** 3fa8749e, the release. */
export const release: Kernel = {
  ...cow,
  id: "2.6.27",
  privateReserve: reserveMap,
  faultQuota: unreservedPay,
  sharedCommit: noted,
  noreserve: honoured,
  mlockErrno: noMemory,
};
