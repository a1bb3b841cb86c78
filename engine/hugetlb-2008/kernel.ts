/** A kernel of 2008 out of its rules. */
import type { KernelId } from "../config.js";
import { fail } from "../fail.js";
import type { Kernel } from "../kernel.js";
import { unmapRange } from "../memory/unmap.js";
import { HS } from "../state/hstate.js";
import { VM, has } from "../state/vma.js";
import { freeHugePage } from "./alloc.js";
import { hugetlbFault, isExclusive } from "./fault.js";
import { mlock, munlock } from "./mlock.js";
import { populateMapping } from "./populate.js";
import { prioTree } from "./prio-tree.js";
import { reserveFile, reservePages } from "./reserve.js";
import type { Rules2008 } from "./rules.js";
import { UNCHANGED } from "./rules/unchanged.js";
import { truncateHugepages } from "./truncate.js";

/** The kernel of that id, made of these rules. */
export function kernel2008(id: KernelId, rules: Rules2008): Kernel {
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
    honoursShmNoreserve: false,
    sharedTakesPromised: true,
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
    reuses: isExclusive,
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
