/** fc1b8a73, patch 1 of 3, which only moves code: as 2.6.26. */
import { kernel2008 } from "../hugetlb-2008/kernel.js";
import type { Rules2008 } from "../hugetlb-2008/rules.js";
import { privatePays } from "../hugetlb-2008/rules/fault-quota.js";
import { faultThenPermission } from "../hugetlb-2008/rules/mlock-errno.js";
import { ignored } from "../hugetlb-2008/rules/noreserve.js";
import { nobodyTakes } from "../hugetlb-2008/rules/owner-copy.js";
import { noPrivateReserve } from "../hugetlb-2008/rules/private-reserve.js";
import { privateNeedsUnreserved } from "../hugetlb-2008/rules/refusal.js";
import { notNoted } from "../hugetlb-2008/rules/shared-commit.js";
import { privateOnly } from "../hugetlb-2008/rules/surplus-at-fault.js";

export const rules: Rules2008 = {
  privateReserve: noPrivateReserve,
  refusal: privateNeedsUnreserved,
  faultQuota: privatePays,
  surplusAtFault: privateOnly,
  ownerCopy: nobodyTakes,
  sharedCommit: notNoted,
  noreserve: ignored,
  mlockErrno: faultThenPermission,
};

export const v2_6_26 = kernel2008("2.6.26", rules);
