/** 3fa8749e, the release: reserve maps, MAP_NORESERVE. */
import { kernel2008 } from "../hugetlb-2008/kernel.js";
import { unreservedPay } from "../hugetlb-2008/rules/fault-quota.js";
import { noMemory } from "../hugetlb-2008/rules/mlock-errno.js";
import { honoured } from "../hugetlb-2008/rules/noreserve.js";
import { reserveMap } from "../hugetlb-2008/rules/private-reserve.js";
import { noted } from "../hugetlb-2008/rules/shared-commit.js";
import { rules as cow } from "./v2-6-26-cow.js";

export const v2_6_27 = kernel2008("2.6.27", {
  ...cow,
  privateReserve: reserveMap,
  faultQuota: unreservedPay,
  sharedCommit: noted,
  noreserve: honoured,
  mlockErrno: noMemory,
});
