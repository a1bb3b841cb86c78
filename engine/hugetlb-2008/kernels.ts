/** The kernels of 2008, each as what it changed of the one before. */
import type { KernelId } from "../config.js";
import { fail } from "../calls/fail.js";
import type { Kernel } from "../kernel.js";
import { unmapRange } from "../memory/unmap.js";
import { HS } from "../state/hstate.js";
import { VM, has } from "../state/vma.js";
import { freeHugePage } from "./alloc.js";
import { hugetlbFault } from "./fault.js";
import { mlock, munlock } from "./mlock.js";
import { populateMapping } from "./populate.js";
import { prioTree } from "./prio-tree.js";
import { reserveFile, reservePages } from "./reserve.js";
import type { Rules2008 } from "./rules.js";
import {
  allWithoutPrivateReservePay,
  allWithoutReservePay,
  childrenPay,
  privatePays,
  unreservedPay,
} from "./rules/fault-quota.js";
import { faultThenPermission, noMemory } from "./rules/mlock-errno.js";
import { honoured, ignored } from "./rules/noreserve.js";
import { nobodyTakes, ownerTakes } from "./rules/owner-copy.js";
import { countAndOwner, countInVma, noPrivateReserve, reserveMap } from "./rules/private-reserve.js";
import { privateNeedsUnreserved, sharedHasReserve, sharedRefusedToo } from "./rules/refusal.js";
import { notNoted, noted } from "./rules/shared-commit.js";
import { UNCHANGED } from "./rules/unchanged.js";
import { everybody, privateOnly } from "./rules/surplus-at-fault.js";
import { truncateHugepages } from "./truncate.js";

/** fc1b8a73, patch 1 of 3: behaves as 2.6.26. */
const before: Rules2008 = {
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
const reserveAsCommitted: Rules2008 = {
  ...before,
  privateReserve: countInVma,
  refusal: sharedRefusedToo,
  faultQuota: allWithoutPrivateReservePay,
  surplusAtFault: everybody,
};

/** Patch 2 of 3, with MAP_SHARED's guarantee as its cover letter promises it. */
const reserve: Rules2008 = {
  ...reserveAsCommitted,
  refusal: sharedHasReserve,
  faultQuota: allWithoutReservePay,
};

/** 04f2cbe3, patch 3 of 3 as committed. */
const cowAsCommitted: Rules2008 = {
  ...reserveAsCommitted,
  privateReserve: countAndOwner,
  faultQuota: childrenPay,
  ownerCopy: ownerTakes,
};

/** Patch 3 of 3, with MAP_SHARED's guarantee. */
const cow: Rules2008 = { ...cowAsCommitted, refusal: sharedHasReserve };

/** 3fa8749e, the release. */
const release: Rules2008 = {
  ...cow,
  privateReserve: reserveMap,
  faultQuota: unreservedPay,
  sharedCommit: noted,
  noreserve: honoured,
  mlockErrno: noMemory,
};

function kernel2008(id: KernelId, rules: Rules2008): Kernel {
  const { privateReserve } = rules;
  return {
    id,
    rules: [
      rules.privateReserve,
      rules.refusal,
      rules.faultQuota,
      rules.surplusAtFault,
      rules.ownerCopy,
      rules.sharedCommit,
      rules.noreserve,
      rules.mlockErrno,
      ...UNCHANGED,
    ],
    fileMappings: prioTree,
    mapsAnonymous: false,
    roundsLength: false,
    honoursNoreserve: rules.noreserve.honoured,
    nodeForGathering: (core, hs) => core.heap.get(hs, HS.nodes),
    // One node in these kernels' machines.
    elsewhere: () => 0,
    reserveFile,
    remaps: false,
    reservePages: (core, vma, mapping) => reservePages(core, rules, vma, mapping),
    ownsReserve: (core, vma) => !has(core.heap, vma, VM.shared) && privateReserve.ask(core, vma, 1) > 0,
    forked: privateReserve.forked,
    copiesPages: () => true,
    split: privateReserve.split,
    close: privateReserve.close,
    fault: (core, vma, address, write) => hugetlbFault(core, rules, vma, address, write),
    unmapRange,
    freePage: freeHugePage,
    truncate: truncateHugepages,
    // hugetlbfs learns fallocate in 4.3.
    fallocate: (core) => fail(core, "EOPNOTSUPP", "do_fallocate"),
    populate: populateMapping,
    mlock: (core, range) => mlock(core, rules, range),
    munlock,
    // madvise_dontneed refuses VM_HUGETLB until 5.18.
    dontneed: () => "EINVAL",
  };
}

export const KERNELS_2008: readonly Kernel[] = [
  kernel2008("2.6.26", before),
  kernel2008("2.6.26+reserve@a1e78772", reserveAsCommitted),
  kernel2008("2.6.26+reserve", reserve),
  kernel2008("2.6.26+cow@04f2cbe3", cowAsCommitted),
  kernel2008("2.6.26+cow", cow),
  kernel2008("2.6.27", release),
];
