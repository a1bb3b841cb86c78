/** 04f2cbe3, patch 3 of 3: to the letter, and with MAP_SHARED's guarantee (half of 7f09ca51e9). */
import { kernel2008 } from "../hugetlb-2008/kernel.js";
import type { Rules2008 } from "../hugetlb-2008/rules.js";
import { childrenPay } from "../hugetlb-2008/rules/fault-quota.js";
import { ownerTakes } from "../hugetlb-2008/rules/owner-copy.js";
import { countAndOwner } from "../hugetlb-2008/rules/private-reserve.js";
import { sharedHasReserve } from "../hugetlb-2008/rules/refusal.js";
import { asCommitted as patch2 } from "./v2-6-26-reserve.js";

const asCommitted: Rules2008 = {
  ...patch2,
  privateReserve: countAndOwner,
  faultQuota: childrenPay,
  ownerCopy: ownerTakes,
};

export const cowAsCommitted = kernel2008("2.6.26+cow@04f2cbe3", asCommitted);

export const rules: Rules2008 = { ...asCommitted, refusal: sharedHasReserve };

export const cow = kernel2008("2.6.26+cow", rules);
