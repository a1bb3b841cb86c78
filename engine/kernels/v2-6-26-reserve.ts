/** a1e78772, patch 2 of 3: to the letter, and with MAP_SHARED's guarantee as its cover letter promises it (half of 7f09ca51e9). */
import { kernel2008 } from "../hugetlb-2008/kernel.js";
import type { Rules2008 } from "../hugetlb-2008/rules.js";
import { allWithoutPrivateReservePay, allWithoutReservePay } from "../hugetlb-2008/rules/fault-quota.js";
import { countInVma } from "../hugetlb-2008/rules/private-reserve.js";
import { sharedHasReserve, sharedRefusedToo } from "../hugetlb-2008/rules/refusal.js";
import { everybody } from "../hugetlb-2008/rules/surplus-at-fault.js";
import { rules as before } from "./v2-6-26.js";

export const asCommitted: Rules2008 = {
  ...before,
  privateReserve: countInVma,
  refusal: sharedRefusedToo,
  faultQuota: allWithoutPrivateReservePay,
  surplusAtFault: everybody,
};

export const reserveAsCommitted = kernel2008("2.6.26+reserve@a1e78772", asCommitted);

export const reserve = kernel2008("2.6.26+reserve", {
  ...asCommitted,
  refusal: sharedHasReserve,
  faultQuota: allWithoutReservePay,
});
