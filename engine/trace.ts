/** A run, step by step: what each step came to, what happened inside it, and the counters after it. */
import type { Config, PageSize } from "./config.js";
import type { Event, MappingId, PageId, Pid } from "./event.js";
import type { Protection, Step } from "./step.js";

/** Counters of one pool as /proc/meminfo has them, in pages. `rsvd` can be negative (printed by the kernel as 2^64 - n). */
export interface Counters {
  readonly total: number;
  readonly free: number;
  readonly rsvd: number;
  readonly surp: number;
  /** The digits of `rsvd`, where it is beyond what a number holds to the last one (2^53). */
  readonly exactRsvd?: string;
}

/**
 * What a step came to: "ok", an errno name, the signal that killed the actor, "BUG", "HANG", "dead" (the actor is
 * dead: not run), "nomap" (its mapping never came to be: not run), "noshm", "blocked" (suspended: not run).
 */
export type Result = string;

export interface StepTrace {
  readonly step: Step;
  readonly result: Result;
  readonly events: readonly Event[];
  /** Counters of the default pool after the step. */
  readonly counters: Counters;
  /** The other pools', the nodes' and the groups' counters, where the configuration has them. */
  readonly sizes?: Readonly<Partial<Record<PageSize, Counters>>>;
  readonly nodes?: readonly { readonly total: number; readonly free: number; readonly surp: number }[];
  readonly cgroups?: Readonly<Record<string, { readonly usage: number; readonly rsvd: number }>>;
}

export interface Trace {
  readonly config: Config;
  /** Counters before the first step. */
  readonly start: Counters;
  readonly steps: readonly StepTrace[];
}

export type ProcessStatus =
  | { readonly status: "alive"; readonly pid: Pid }
  | { readonly status: "exited"; readonly pid: Pid }
  | { readonly status: "killed"; readonly pid: Pid; readonly signal: string };

/** One page slot of a mapping, as first made. */
export type SlotStatus =
  | { readonly status: "present"; readonly page: PageId; readonly node: number; readonly writable: boolean }
  | { readonly status: "absent"; readonly marked: boolean }
  | { readonly status: "unmapped" };

export interface MappingStatus {
  readonly mapping: MappingId;
  readonly name: string;
  readonly pages: number;
  readonly file: string | null;
  readonly share: "shared" | "private";
  readonly owner: boolean;
  readonly protection: Protection;
}

/** A process that is alive, and the names of its mappings that are not wholly unmapped, in alphabetical order. */
export interface LivingProcess {
  readonly pid: Pid;
  readonly name: string;
  readonly mappings: readonly string[];
}

/** process -> mapping -> one character a page, as corpus/FORMAT.md has it. */
export type Maps = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** Likewise, with the numbers by which events call the pages. */
export type PageMaps = Readonly<Record<string, Readonly<Record<string, readonly (number | "-" | ".")[]>>>>;
