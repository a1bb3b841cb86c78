/** What changed between the kernels of 2008: one rule for each mechanism, each in one of its historical forms. */
import type { Core } from "../core.js";
import type { Citation } from "../kernel.js";
import type { Ref } from "../state/heap.js";

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
  readonly refuses: (core: Core, rules: Rules2008, vma: Ref, hs: Ref) => boolean;
}

/** Who pays for a page with the mount's quota at a fault, and what a missing quota comes to. */
export interface FaultQuota extends Citation {
  /** Pages of quota that this fault has to pay. */
  readonly charge: (core: Core, rules: Rules2008, vma: Ref, address: number) => number;
  readonly missing: "SIGBUS" | "HANG";
}

/** What a page that nobody reserved may fall back on. */
export interface SurplusAtFault extends Citation {
  readonly allowed: (core: Core, vma: Ref) => boolean;
}

/** What the process that made the mapping may do when its copy-on-write finds no page. */
export interface OwnerCopy extends Citation {
  /** The owner copies without touching its reserve, and takes the page from its children when there is none. */
  readonly takesFromChildren: boolean;
}

/** Whether a shared fault notes its page in the file's region list (vma_commit_reservation). */
export interface SharedCommit extends Citation {
  readonly notes: boolean;
}

/** Whether mmap honours MAP_NORESERVE for huge pages. */
export interface Noreserve extends Citation {
  readonly honoured: boolean;
}

/** What mlock answers when its first, or a later, page cannot be had. */
export interface MlockErrno extends Citation {
  readonly first: string;
  readonly later: string;
}

export interface Rules2008 {
  readonly privateReserve: PrivateReserve;
  readonly refusal: Refusal;
  readonly faultQuota: FaultQuota;
  readonly surplusAtFault: SurplusAtFault;
  readonly ownerCopy: OwnerCopy;
  readonly sharedCommit: SharedCommit;
  readonly noreserve: Noreserve;
  readonly mlockErrno: MlockErrno;
}
