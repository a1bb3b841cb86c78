/** What did not change between the kernels of 2008, told beside the rules that did. */
import type { Citation } from "../../kernel.js";

export const UNCHANGED: readonly Citation[] = [
  {
    topic: "copy-on-write",
    rule: "a private page that has no other user is reused, else copied",
    fn: "hugetlb_cow",
    commit: null,
  },
  {
    topic: "an owner's page is dropped",
    rule: "its reserve is forgotten",
    fn: "__unmap_hugepage_range",
    commit: null,
  },
  {
    topic: "fork",
    rule: "page tables are copied, of shared mappings too",
    fn: "copy_hugetlb_page_range",
    commit: null,
  },
  {
    topic: "size= and min_size=",
    rule: "size= is a quota of pages; min_size= does not exist",
    fn: "hugetlb_get_quota",
    commit: null,
  },
  {
    topic: "System V segments",
    rule: "shmget promises their whole pages; SHM_NORESERVE is ignored",
    fn: "hugetlb_file_setup",
    commit: null,
  },
  { topic: "MADV_DONTNEED", rule: "EINVAL", fn: "madvise_dontneed", commit: null },
  { topic: "fallocate", rule: "EOPNOTSUPP", fn: "do_fallocate", commit: null },
  {
    topic: "surplus pages for a reserve",
    rule: "made on the process's own node",
    fn: "gather_surplus_pages",
    commit: null,
  },
  { topic: "a node's own nr_hugepages", rule: "does not exist", fn: "set_max_huge_pages", commit: null },
];
