/**
 * A kernel is a small value: rules composed. Each rule is one mechanism in one of its historical forms and says which
 * commit made it so; a kernel's file (kernels/) names the rules that it has, so that the difference of two
 * kernels can be read off their files.
 */
import type { KernelId } from "./config.js";
import type { Core } from "./core.js";
import type { Ref } from "./state/heap.js";

/** Where a rule comes from. */
export interface Citation {
  /** What the rule says, in a few words. */
  readonly rule: string;
  /** The kernel function that holds it. */
  readonly fn: string;
  /** The commit that made it so; null = older than the history told here. */
  readonly commit: string | null;
}

/** How the reserve of a private mapping is asked for, kept, used, inherited and given back. */
export interface PrivateReserve extends Citation {
  /** Pages to reserve for a private mapping of that many pages. */
  readonly ask: (core: Core, vma: Ref, pages: number) => number;
  /** mmap asks: notes in the new VMA what it will own. */
  readonly keep: (core: Core, vma: Ref, pages: number) => void;
  /** Whether this private VMA may take reserved pages. */
  readonly covers: (core: Core, vma: Ref) => boolean;
  /** A free page is taken with the reserve's leave: gives whether a reserved page was used up. */
  readonly use: (core: Core, vma: Ref) => boolean;
  /** The page at that address has been had. */
  readonly note: (core: Core, vma: Ref, address: number) => void;
  /** The VMA is a fork's copy. */
  readonly forked: (core: Core, vma: Ref) => void;
  /** `half` was split off `vma` (both have their final ranges). */
  readonly split: (core: Core, vma: Ref, half: Ref) => void;
  /** vm_ops->close. */
  readonly close: (core: Core, vma: Ref) => void;
}

/** When a free page is refused because it is promised to somebody else. */
export interface Refusal extends Citation {
  readonly refuses: (core: Core, vma: Ref, hs: Ref) => boolean;
}

/** Who pays for a page with the mount's quota at a fault, and what a missing quota comes to. */
export interface FaultQuota extends Citation {
  /** Pages of quota that this fault has to pay. */
  readonly charge: (core: Core, vma: Ref, address: number) => number;
  readonly missing: "SIGBUS" | "HANG";
}

/** What the process that made the mapping may do when its copy-on-write finds no page. */
export interface OwnerCopy extends Citation {
  /** The owner copies without touching its reserve, and takes the page from its children when there is none. */
  readonly takesFromChildren: boolean;
}

/** What a page that nobody reserved may fall back on. */
export interface SurplusAtFault extends Citation {
  readonly allowed: (core: Core, vma: Ref) => boolean;
}

export interface Kernel {
  readonly id: KernelId;
  readonly privateReserve: PrivateReserve;
  readonly refusal: Refusal;
  readonly faultQuota: FaultQuota;
  readonly surplusAtFault: SurplusAtFault;
  readonly ownerCopy: OwnerCopy;
  /** Whether a shared fault notes its page in the file's region list (vma_commit_reservation). */
  readonly sharedCommit: Citation & { readonly notes: boolean };
  /** Whether mmap honours MAP_NORESERVE for huge pages. */
  readonly noreserve: Citation & { readonly honoured: boolean };
  /** What mlock answers when its first, or a later, page cannot be had. */
  readonly mlockErrno: Citation & { readonly first: string; readonly later: string };
}

/** The rules of a kernel, in the order in which a table shows them. */
export function rulesOf(kernel: Kernel): readonly Citation[] {
  const { privateReserve, refusal, faultQuota, surplusAtFault, ownerCopy, sharedCommit, noreserve, mlockErrno } = kernel;
  return [privateReserve, refusal, faultQuota, surplusAtFault, ownerCopy, sharedCommit, noreserve, mlockErrno];
}
