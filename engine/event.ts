/**
 * What happened inside a step. Events are the single source of everything that people see: the panel's
 * picture is a reduction of them, a diagnostic is a sentence about one of them.
 *
 * Processes are named by pid (unique for the whole run; a name may be used again once its process is dead),
 * mappings by an id unique for the run (`MappingId`; a fork's copy has an id of its own), huge pages by a
 * physical page id, numbered in the order of first use (the same id later = the same physical page again).
 */
import type { PageSize } from "./config.js";
import type { Protection } from "./step.js";

export type Pid = number;
export type MappingId = number;
export type PageId = number;

/** Why no page could be had: what was there, and what forbade taking it. */
export interface Shortage {
  readonly free: number;
  readonly reserved: number;
  readonly surplus: number;
  readonly overcommit: number;
  /**
   * empty: no free page. promised: the free pages are all reserved for others. quota: the mount's size= is used up.
   * cgroup: the control group's limit. node: the nodes allowed have no page.
   */
  readonly why: "empty" | "promised" | "quota" | "cgroup" | "node";
}

/** Why a process was killed. */
export type KillCause =
  /** a first touch found no page */
  | { readonly why: "no-page"; readonly shortage: Shortage }
  /** a copy-on-write found no page */
  | { readonly why: "cow-no-page"; readonly shortage: Shortage }
  /** the VMA is marked: the owner's copy-on-write took one of its pages (HPAGE_RESV_UNMAPPED) */
  | { readonly why: "unmapped" }
  /** the page index lies past the end of the file */
  | { readonly why: "past-end" }
  | { readonly why: "no-vma" }
  | { readonly why: "protection" }
  /** kill(2) by another process */
  | { readonly why: "kill"; readonly by: Pid | null };

export type UnmapReason = "munmap" | "exit" | "exec" | "taken" | "truncate" | "punch" | "dontneed" | "mremap";

/** Where a new page came from. `free` = an unreserved page that happened to be free: luck. */
export type PageSource = "reserve" | "free" | "surplus";

interface At {
  /** The kernel function that does it, e.g. `hugetlb_cow`. */
  readonly fn: string;
  /** The commit (12 digits or fewer) of the rule that made it so, where one is known. */
  readonly commit?: string;
}

export type Event = At &
  (
    | {
        readonly kind: "mmap";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly name: string;
        /** Path of the file, or null for anonymous memory. */
        readonly file: string | null;
        /** Id of the inode, unique for the run: after unlink the same path is another file. */
        readonly inode: number;
        readonly pages: number;
        /** First file page. */
        readonly offset: number;
        readonly share: "shared" | "private";
        readonly protection: Protection;
        readonly pageSize: PageSize;
        readonly noreserve: boolean;
        /** True when this mapping owns its private reserve (the VMA made by mmap itself). */
        readonly owner: boolean;
      }
    /** Pages promised: Rsvd += pages. `mapping` for a private promise, `inode` for a file's. */
    | {
        readonly kind: "reserve";
        readonly pages: number;
        readonly mapping: MappingId | null;
        readonly inode: number;
        readonly pageSize: PageSize;
      }
    /** A promise given back or forgotten: Rsvd -= pages (may drive it below zero on some kernels). */
    | {
        readonly kind: "unreserve";
        readonly pages: number;
        readonly mapping: MappingId | null;
        readonly inode: number | null;
        readonly pageSize: PageSize;
      }
    /** No page: what was looked for and why there is none. Comes before the kill, the taking or the error it causes. */
    | { readonly kind: "refuse"; readonly pid: Pid | null; readonly shortage: Shortage; readonly pageSize: PageSize }
    /** A page leaves the free pool (or is made: surplus) for this access. */
    | {
        readonly kind: "alloc";
        readonly page: PageId;
        readonly from: PageSource;
        /** nothing guaranteed it: no promise, and no child to take a page from */ readonly lucky: boolean;
        readonly node: number;
        readonly pageSize: PageSize;
        readonly pid: Pid | null;
      }
    /** The page enters (leaves) the file's page cache. */
    | { readonly kind: "cache"; readonly inode: number; readonly index: number; readonly page: PageId }
    | { readonly kind: "uncache"; readonly inode: number; readonly index: number; readonly page: PageId }
    /** A page table entry appears: page `index` of the mapping as first made. */
    | {
        readonly kind: "map";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly page: PageId;
        readonly writable: boolean;
      }
    | {
        readonly kind: "unmap";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly page: PageId;
        readonly why: UnmapReason;
        /** Who did it. */
        readonly by: Pid | null;
      }
    /** The VMA range [from,to) of the mapping is marked: its next touch of a missing page kills. */
    | {
        readonly kind: "mark";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly from: number;
        readonly to: number;
        readonly by: Pid;
      }
    /** The VMA range is gone (munmap): its slots are outside any VMA from now on. */
    | {
        readonly kind: "vma-gone";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly from: number;
        readonly to: number;
      }
    | {
        readonly kind: "protect";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly from: number;
        readonly to: number;
        readonly protection: Protection;
      }
    /** Copy-on-write into a new page. */
    | {
        readonly kind: "copy";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly from: PageId;
        readonly to: PageId;
      }
    /** Copy-on-write in place: nobody else has the page. */
    | {
        readonly kind: "reuse";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly page: PageId;
      }
    /** The page table already had it: the access changes nothing. */
    | {
        readonly kind: "hit";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly page: PageId;
        readonly access: "read" | "write";
      }
    /** The last user is gone: the page is free again, or (surplus) leaves the pool. */
    | { readonly kind: "free"; readonly page: PageId; readonly to: "free" | "away"; readonly pageSize: PageSize }
    /** `maps` lists the child's copies: mapping of the parent -> mapping of the child. Its pages follow as `map` events. */
    | {
        readonly kind: "fork";
        readonly parent: Pid;
        readonly child: Pid;
        readonly name: string;
        readonly vfork: boolean;
        readonly maps: readonly { readonly from: MappingId; readonly to: MappingId; readonly name: string }[];
      }
    | { readonly kind: "exec"; readonly pid: Pid }
    | { readonly kind: "exit"; readonly pid: Pid }
    | {
        readonly kind: "kill";
        readonly pid: Pid;
        readonly signal: string;
        readonly cause: KillCause;
        readonly mapping: MappingId | null;
        readonly index: number | null;
      }
    /** The call answers an errno. */
    | { readonly kind: "fail"; readonly pid: Pid | null; readonly errno: string; readonly shortage: Shortage | null }
    /** A file's size or links change (pages; null links = unlinked). */
    | { readonly kind: "truncate"; readonly inode: number; readonly pages: number }
    | { readonly kind: "unlink"; readonly inode: number }
    /** The pool's size or limit changes. */
    | { readonly kind: "resize"; readonly pageSize: PageSize; readonly total: number; readonly surplus: number }
    | { readonly kind: "overcommit"; readonly pageSize: PageSize; readonly limit: number }
    | { readonly kind: "printk"; readonly text: string }
    | {
        readonly kind: "bug";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly what: string;
        readonly fixed: string | null;
      }
    | {
        readonly kind: "hang";
        readonly pid: Pid;
        readonly mapping: MappingId;
        readonly index: number;
        readonly what: string;
        readonly fixed: string | null;
        /** A signal ends it, and the others go on; else nothing after it can be trusted. */
        readonly killable: boolean;
      }
  );

export type EventKind = Event["kind"];
