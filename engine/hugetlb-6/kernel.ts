/** A kernel of 6.x out of its rules. */
import type { KernelId } from "../config.js";
import type { Kernel } from "../kernel.js";
import { forgetMap, shareMap } from "../state/resv-map.js";
import { VM, has } from "../state/vma.js";
import { freeHugePage } from "./alloc.js";
import { hugetlbFault, isExclusive } from "./fault.js";
import { fallocate, truncate } from "./file.js";
import { intervalList } from "./interval-list.js";
import { mlock, munlock, populate } from "./populate.js";
import { close, reserveFile, reservePages } from "./reserve.js";
import type { Rules6 } from "./rules.js";
import { unmapRange } from "./unmap.js";

/** The kernel of that id, made of these rules. */
export function kernel6(id: KernelId, rules: Rules6): Kernel {
  return {
    id,
    rules: Object.values(rules),
    fileMappings: intervalList,
    mapsAnonymous: true,
    roundsLength: true,
    honoursNoreserve: true,
    honoursShmNoreserve: true,
    sharedTakesPromised: false,
    nodeForGathering: (core, hs) => rules.gathering.node(core, hs),
    elsewhere: (core, hs, node) => rules.nodeResize.elsewhere(core, hs, node),
    reserveFile,
    remaps: true,
    reservePages,
    ownsReserve: (core, vma) => has(core.heap, vma, VM.owner),
    forked: (core, copy) => {
      forgetMap(core.heap, copy);
    },
    copiesPages: (core, vma) => has(core.heap, vma, VM.anonVma),
    split: (core, vma, half) => {
      shareMap(core.heap, vma, half);
    },
    close,
    fault: (core, vma, address, write) => hugetlbFault(core, rules, vma, address, write),
    reuses: isExclusive,
    unmapRange: (core, vma, from, to, why) => {
      unmapRange(core, rules, vma, from, to, why);
    },
    freePage: freeHugePage,
    truncate,
    fallocate: (core, inode, from, to, punch) => fallocate(core, rules, inode, from, to, punch),
    populate,
    mlock,
    munlock,
    dontneed: (core, vma, from, to) => {
      unmapRange(core, rules, vma, from, to, "dontneed");
      return null;
    },
  };
}
