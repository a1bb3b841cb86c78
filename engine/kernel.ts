/**
 * A kernel is a value: what it does where the history of hugetlbfs differs. The calls (calls/), the memory (memory/) and the
 * pool (pool/) are the same for all and ask the kernel at these points; hugetlb-2008/ and hugetlb-6/ hold the two generations of
 * mm/hugetlb.c, each composed of small rules that cite the commit that made them so.
 */
import type { KernelId } from "./config.js";
import type { Core } from "./core.js";
import type { UnmapReason } from "./event.js";
import type { Fault } from "./fault.js";
import type { AddressRange } from "./memory/range.js";
import type { Heap, Ref } from "./state/heap.js";

/** Where a rule comes from. */
export interface Citation {
  /** What the rule is about; the same in every kernel that has a form of it. */
  readonly topic: string;
  /** What the rule says, in a few words. */
  readonly rule: string;
  /** The kernel function that holds it. */
  readonly fn: string;
  /** The commit that made it so; null = older than the history told here. */
  readonly commit: string | null;
}

/** i_mmap: the VMAs of a file, in the order in which the kernel walks them. */
export interface FileMappings {
  readonly insert: (heap: Heap, inode: Ref, vma: Ref) => void;
  /** fork: the copy goes behind its original. */
  readonly insertCopy: (heap: Heap, inode: Ref, copy: Ref, original: Ref) => void;
  readonly remove: (heap: Heap, inode: Ref, vma: Ref) => void;
  /**
   * Puts them into the order of `rank` (of their mms), as far as no walk can ever tell: walks act on each mm by itself, so
   * the VMAs of one mm keep their order. `settled`: no VMA will be made or split any more.
   */
  readonly arrange: (heap: Heap, inode: Ref, rank: (mm: Ref) => number, settled: boolean) => void;
  /** The VMAs that map any of the file pages [from,to). */
  readonly overlapping: (heap: Heap, inode: Ref, from: number, to: number) => Ref[];
}

export interface Kernel {
  readonly id: KernelId;
  /** The rules that it is made of, in the order in which a table shows them. */
  readonly rules: readonly Citation[];
  readonly fileMappings: FileMappings;
  /** Whether MAP_ANONYMOUS | MAP_HUGETLB exists, and a length of a file mapping or segment is rounded up to whole pages. */
  readonly mapsAnonymous: boolean;
  readonly roundsLength: boolean;
  /** Whether mmap honours MAP_NORESERVE for huge pages. */
  readonly honoursNoreserve: boolean;
  /** Whether shmget honours SHM_NORESERVE for huge pages (since 2.6.29, 5a6fe1259506). */
  readonly honoursShmNoreserve: boolean;
  /** Whether a fault in a shared mapping takes a page that is promised to others: dequeue_huge_page_vma asks only whether it is shared. */
  readonly sharedTakesPromised: boolean;

  /** The node on which mmap makes surplus pages for its reserve (gather_surplus_pages). */
  readonly nodeForGathering: (core: Core, hs: Ref) => Ref;
  /** Pages elsewhere that a node's own nr_hugepages leaves alone. */
  readonly elsewhere: (core: Core, hs: Ref, node: Ref) => number;
  /** hugetlb_reserve_pages of a file without a mapping (shmget); false = ENOMEM. */
  readonly reserveFile: (core: Core, inode: Ref, from: number, to: number) => boolean;
  /** Whether mremap knows huge pages (since 5.16). */
  readonly remaps: boolean;
  /** hugetlb_reserve_pages for a new mapping; false = ENOMEM. */
  readonly reservePages: (core: Core, vma: Ref, mapping: Ref) => boolean;
  /** Whether a private VMA made by mmap holds a reserve of its own. */
  readonly ownsReserve: (core: Core, vma: Ref) => boolean;
  /** The VMA is a fork's copy; flags of the reserve are cleared already. */
  readonly forked: (core: Core, copy: Ref) => void;
  /** Whether fork copies the VMA's page table entries. */
  readonly copiesPages: (core: Core, vma: Ref) => boolean;
  /** `half` was split off `vma`. */
  readonly split: (core: Core, vma: Ref, half: Ref) => void;
  /** vm_ops->close. */
  readonly close: (core: Core, vma: Ref) => void;

  /** hugetlb_fault: on failure `core.cause` says why. */
  readonly fault: (core: Core, vma: Ref, address: number, write: boolean) => Fault;
  /** Whether a write to the page, where a private mapping has it read-only, makes it writable in place. */
  readonly reuses: (core: Core, page: Ref) => boolean;
  /** __unmap_hugepage_range of [from,to). */
  readonly unmapRange: (core: Core, vma: Ref, from: number, to: number, why: UnmapReason) => void;
  /** free_huge_page: its last user is gone. */
  readonly freePage: (core: Core, page: Ref) => void;

  /** The file's pages and reserves from that page on are gone. */
  readonly truncate: (core: Core, inode: Ref, start: number) => void;
  /** fallocate in bytes: "ok" or an errno. */
  readonly fallocate: (core: Core, inode: Ref, from: number, to: number, punch: boolean) => string;

  /** MAP_LOCKED or MAP_POPULATE of a new mapping; failures are ignored. */
  readonly populate: (core: Core, vma: Ref) => void;
  readonly mlock: (core: Core, range: AddressRange) => string;
  readonly munlock: (core: Core, range: AddressRange) => string;
  /** MADV_DONTNEED of a part of one VMA: an errno, or null. */
  readonly dontneed: (core: Core, vma: Ref, from: number, to: number) => string | null;
}
