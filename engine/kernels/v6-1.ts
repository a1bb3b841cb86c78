/** 6.1 (Debian's 6.1.192). */
import { kernel6 } from "../hugetlb-6/kernel.js";
import type { Rules6 } from "../hugetlb-6/rules.js";
import { localNode } from "../pool/policy.js";
import { HS, NODE, nodeOf } from "../state/hstate.js";

export const rules: Rules6 = {
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
  segments: {
    topic: "System V segments",
    rule: "shmget promises their length, rounded up to whole pages, and nothing with SHM_NORESERVE",
    fn: "hugetlb_file_setup",
    commit: "5a6fe1259506",
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

export const v6_1 = kernel6("6.1", rules);
