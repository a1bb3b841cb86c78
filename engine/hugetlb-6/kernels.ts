/** 6.1 and 6.12: one generation of mm/hugetlb.c, and what differs. */
import type { KernelId } from "../config.js";
import type { Kernel } from "../kernel.js";
import { allowedMask, localNode } from "../pool/policy.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE, nodeOf } from "../state/hstate.js";
import { forgetMap, shareMap } from "../state/resv-map.js";
import { VM, has } from "../state/vma.js";
import type { Core } from "../core.js";
import { freeHugePage } from "./alloc.js";
import { hugetlbFault } from "./fault.js";
import { fallocate, truncate } from "./file.js";
import { intervalList } from "./interval-list.js";
import { mlock, munlock, populate } from "./populate.js";
import { close, reserveFile, reservePages } from "./reserve.js";
import type { Rules6 } from "./rules.js";
import { unmapRange } from "./unmap.js";

const v6_1: Rules6 = {
  privateReserve: {
    topic: "private mappings: the reserve",
    rule: "a private reserve map of consumed file pages; a page counts as reserved while the map lacks it",
    fn: "vma_needs_reservation",
    commit: "84afd99b8398",
  },
  allocation: {
    topic: "who may take the last promised pages",
    rule: "only who has a reserve for the page, or the mount's min_size; anybody else fails, always with SIGBUS",
    fn: "alloc_huge_page",
    commit: "e0dcd8a05be4",
  },
  faultQuota: {
    topic: "who pays quota at a fault",
    rule: "faults that no reservation covers; no quota left: SIGBUS",
    fn: "hugepage_subpool_get_pages",
    commit: "e0dcd8a05be4",
  },
  surplusAtFault: {
    topic: "surplus pages at a fault",
    rule: "every fault without a page may make a surplus page, and uses its reserve up",
    fn: "alloc_buddy_huge_page_with_mpol",
    commit: null,
  },
  sharedCommit: {
    topic: "a shared fault and the file's region list",
    rule: "a shared fault notes its page in the file's region list",
    fn: "vma_commit_reservation",
    commit: "c37f9fb11c97",
  },
  copyOnWrite: {
    topic: "copy-on-write",
    rule: "a private page that nobody else maps is reused; the owner copies outside its reserve",
    fn: "hugetlb_wp",
    commit: "04f2cbe35699",
  },
  taking: {
    topic: "the owner's copy-on-write without a page",
    rule: "the page is taken from private mappings without a reserve; shared ones are left alone",
    fn: "unmap_ref_private",
    commit: "2f84a8990ebb",
  },
  unmapping: {
    topic: "an owner's page is dropped",
    rule: "its reserve is forgotten",
    fn: "__unmap_hugepage_range",
    commit: null,
    restoresReserve: false,
  },
  fork: {
    topic: "fork",
    rule: "page tables are copied only once a private page was made",
    fn: "vma_needs_copy",
    commit: "bcd51a3c679d",
  },
  subpool: {
    topic: "size= and min_size=",
    rule: "a mount's own reserve is promised from mount on and used before the pool's",
    fn: "hugepage_subpool_get_pages",
    commit: "1c5ecae3a93f",
  },
  noreserve: {
    topic: "MAP_NORESERVE",
    rule: "MAP_NORESERVE reserves nothing at mmap",
    fn: "hugetlb_reserve_pages",
    commit: "c37f9fb11c97",
  },
  mlock: {
    topic: "mlock without a page",
    rule: "ENOMEM; huge pages are only populated, never locked",
    fn: "mlock_fixup",
    commit: null,
  },
  dontneed: {
    topic: "MADV_DONTNEED",
    rule: "drops the pages",
    fn: "madvise_dontneed_single_vma",
    commit: "90e7e7f5ef3f",
  },
  fallocate: {
    topic: "fallocate",
    rule: "preallocates from the file's reserve, and punches holes",
    fn: "hugetlbfs_fallocate",
    commit: "70c3547e36f5",
  },
  gathering: {
    topic: "surplus pages for a reserve",
    rule: "made on the process's own node",
    fn: "gather_surplus_pages",
    commit: null,
    node: (core, hs) => nodeOf(core.heap, hs, localNode(core)),
  },
  nodeResize: {
    topic: "a node's own nr_hugepages",
    rule: "the other nodes' surplus counts as if it were persistent",
    fn: "set_max_huge_pages",
    commit: null,
    elsewhere: (core, hs, node) => core.heap.get(hs, HS.total) - core.heap.get(node, NODE.total),
  },
};

const v6_12: Rules6 = {
  ...v6_1,
  allocation: { ...v6_1.allocation, fn: "alloc_hugetlb_folio" },
  unmapping: {
    topic: "an owner's page is dropped",
    rule: "its reserve is restored, unless somebody else maps the page or there is surplus",
    fn: "__unmap_hugepage_range",
    commit: "df7a6d1f6405",
    restoresReserve: true,
  },
  gathering: {
    topic: "surplus pages for a reserve",
    rule: "made on the lowest node allowed",
    fn: "gather_surplus_pages",
    commit: null,
    node: lowestAllowed,
  },
  nodeResize: {
    topic: "a node's own nr_hugepages",
    rule: "changes that node's persistent pages and no other's",
    fn: "set_max_huge_pages",
    commit: null,
    elsewhere: (core, hs, node) => {
      const persistent = (ref: Ref, total: number, surplus: number): number =>
        core.heap.get(ref, total) - core.heap.get(ref, surplus);
      return persistent(hs, HS.total, HS.surplus) - persistent(node, NODE.total, NODE.surplus);
    },
  },
};

function lowestAllowed(core: Core, hs: Ref): Ref {
  const { heap } = core;
  let node = heap.get(hs, HS.nodes);
  while (node !== NIL && (allowedMask(core) & (1 << heap.get(node, NODE.id))) === 0) node = heap.get(node, NODE.next);
  return node;
}

function kernel6(id: KernelId, rules: Rules6): Kernel {
  return {
    id,
    rules: Object.values(rules),
    fileMappings: intervalList,
    mapsAnonymous: true,
    roundsLength: true,
    honoursNoreserve: true,
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

export const KERNELS_6: readonly Kernel[] = [kernel6("6.1", v6_1), kernel6("6.12", v6_12)];
