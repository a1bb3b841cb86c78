/**
 * What the kernel's functions share while a step runs: the state, the kernel's rules, names, and where events go.
 * Only Machine makes one.
 */
import type { Event, KillCause, Pid, Shortage } from "./event.js";
import type { Kernel } from "./kernel.js";
import type { Heap, Ref } from "./state/heap.js";
import type { Names } from "./names.js";
import type { Slot } from "./slot.js";

/** A BUG_ON fired: the kernel oopses with its locks held. */
export class KernelBug extends Error {
  constructor(
    message: string,
    /** What was being accessed. */
    readonly slot: Slot,
  ) {
    super(message);
  }
}

/** The access is retried for ever. `killable`: a signal would end it. */
export class KernelHang extends Error {
  constructor(
    message: string,
    /** What was being accessed. */
    readonly slot: Slot,
    readonly killable: boolean,
    readonly fn: string,
    /** The release that fixed it, and its commit; null = not yet. */
    readonly fixed: { readonly release: string; readonly commit: string } | null,
  ) {
    super(message);
  }
}

/** -ENOSPC passed on as a fault code: it has no error bit, so the fault is tried again (HISTORY: Q4). */
export class QuotaHang extends KernelHang {
  constructor(slot: Slot, who: string) {
    super(`no quota is left for ${slot.name}, and ${who} for ever`, slot, true, "alloc_huge_page", {
      release: "3.0",
      commit: "e0dcd8a05be4",
    });
  }
}

export class Core {
  /** The acting process (current); NIL when the administrator acts. */
  current: Ref = 0;
  currentPid: Pid | null = null;
  /** Events of the running step; null = nobody looks (exploration). */
  events: Event[] | null = [];
  /** Why the last allocation or access failed: set where it fails, read where it becomes a signal or an errno. */
  shortage: Shortage | null = null;
  cause: KillCause | null = null;

  constructor(
    readonly heap: Heap,
    readonly kernel: Kernel,
    readonly names: Names,
    /** The root record (state/boot.ts). */
    readonly boot: Ref,
  ) {}
}
