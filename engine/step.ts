/**
 * One thing that somebody does. Lengths and file offsets are bytes, because a length that is no multiple of
 * the page size is legal to write and the kernel's answer to it depends on the kernel; slices are pages.
 */
import type { PageSize } from "./config.js";

/** A half-open slice of a mapping in pages; `to: null` = up to the mapping's end, as it was first made. */
export interface Slice {
  readonly from: number;
  readonly to: number | null;
}

export type Protection = "none" | "r" | "w" | "rw";
export type MmapFlag = "noreserve" | "populate" | "locked";
export type Advice = "DONTNEED" | "DONTFORK" | "DOFORK";
export type PolicyMode = "DEFAULT" | "BIND" | "PREFERRED" | "INTERLEAVE";

/** A file by the mount it lies on (its path in the configuration) and its whole path. */
export interface FileName {
  readonly mount: string;
  readonly path: string;
}

export interface MmapStep {
  readonly call: "mmap";
  readonly actor: string;
  readonly mapping: string;
  /** null = MAP_ANONYMOUS | MAP_HUGETLB */
  readonly file: FileName | null;
  readonly length: number;
  readonly share: "shared" | "private";
  readonly flags: readonly MmapFlag[];
  readonly offset: number;
  readonly protection: Protection;
  readonly pageSize: PageSize;
}

export type Step =
  | { readonly call: "read" | "write"; readonly actor: string; readonly mapping: string; readonly slice: Slice }
  | MmapStep
  | {
      readonly call: "munmap" | "mlock" | "munlock";
      readonly actor: string;
      readonly mapping: string;
      readonly slice: Slice;
    }
  | {
      readonly call: "mprotect";
      readonly actor: string;
      readonly mapping: string;
      readonly slice: Slice;
      readonly protection: Protection;
    }
  | {
      readonly call: "madvise";
      readonly actor: string;
      readonly mapping: string;
      readonly slice: Slice;
      readonly advice: Advice;
    }
  | {
      readonly call: "mremap";
      readonly actor: string;
      readonly mapping: string;
      readonly length: number;
      readonly fixed: boolean;
    }
  | { readonly call: "ftruncate"; readonly actor: string; readonly file: FileName; readonly length: number }
  | {
      readonly call: "fallocate";
      readonly actor: string;
      readonly file: FileName;
      readonly from: number;
      readonly to: number;
      readonly punch: boolean;
    }
  | { readonly call: "unlink"; readonly actor: string; readonly file: FileName }
  | { readonly call: "fork" | "vfork"; readonly actor: string; readonly child: string }
  | { readonly call: "exec" | "exit"; readonly actor: string }
  | { readonly call: "wait"; readonly actor: string; readonly child: string }
  | {
      readonly call: "kill";
      /** null: from outside */ readonly actor: string | null;
      readonly target: string;
      readonly signal: string;
    }
  | {
      readonly call: "shmget";
      readonly actor: string;
      readonly segment: string;
      readonly length: number;
      readonly noreserve: boolean;
    }
  | {
      readonly call: "shmat";
      readonly actor: string;
      readonly mapping: string;
      readonly segment: string;
      readonly readonly: boolean;
    }
  | { readonly call: "shmdt"; readonly actor: string; readonly mapping: string }
  | { readonly call: "shmctl"; readonly actor: string; readonly segment: string }
  | {
      readonly call: "mbind";
      readonly actor: string;
      readonly mapping: string;
      readonly slice: Slice;
      readonly mode: PolicyMode;
      readonly nodes: readonly number[];
    }
  | {
      readonly call: "set_mempolicy";
      readonly actor: string;
      readonly mode: PolicyMode;
      readonly nodes: readonly number[];
    }
  | {
      readonly call: "sysctl";
      readonly actor: null;
      readonly name: "nr_hugepages" | "nr_overcommit_hugepages";
      readonly value: number;
      readonly pageSize: PageSize;
      readonly node?: number;
    };

export type Call = Step["call"];
