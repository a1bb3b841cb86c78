/** One scenario run under one kernel: what every step came to, and what was found wrong while running. */
import type { Counters, History, KernelId, Maps, PageMaps, Pid, Result, StepTrace, Trace } from "../../engine/index.js";
import type { Claim, Program, ProgramItem, StepItem } from "../compile/program.js";

/** One executed statement: the item as written and what the machine made of it. */
export interface RunStep {
  /** Counted from 1, as people see it. */
  readonly number: number;
  readonly item: StepItem;
  readonly trace: StepTrace;
  /** What became of the announced outcome; null when nothing was announced. */
  readonly announced: "came" | "missed" | null;
  /** Page maps after the step, when they were asked for. */
  readonly maps?: Maps;
  readonly nodeMaps?: Maps;
  readonly pageMaps?: PageMaps;
}

/** How a claim was judged. `gone`: it speaks of something that is not there, which is neither true nor false. */
export type Judgement =
  | { readonly holds: true }
  | { readonly holds: false; readonly actual: string }
  | { readonly holds: "gone"; readonly what: string };

export type Finding =
  /** An announced outcome did not come. `step`: null when the statement was never reached. */
  | { readonly kind: "outcome"; readonly item: StepItem; readonly step: RunStep | null }
  /** An `expect` that does not hold after step `after` (0: before the first). */
  | {
      readonly kind: "expectation";
      readonly claim: Claim;
      readonly after: number;
      readonly judgement: Exclude<Judgement, { holds: true }>;
    }
  /** An `always` or `never` that was broken first after step `after`, and after `more` later steps. */
  | {
      readonly kind: "invariant";
      readonly claim: Claim;
      readonly never: boolean;
      readonly after: number;
      readonly actual: string;
      readonly more: number;
    };

/** Why a run stopped before its last item: the kernel itself was done for. (After a hang that a signal ends it goes on.) */
export interface RunEnd {
  readonly by: "BUG" | "HANG";
  readonly step: number;
}

export interface Run {
  readonly program: Program;
  readonly scenario: string;
  readonly kernel: KernelId;
  /** Processes alive at the start. */
  readonly processes: readonly { readonly pid: Pid; readonly name: string }[];
  readonly trace: Trace;
  /** The machine as it was after any of the steps; null when it could not be booted. */
  readonly history: History | null;
  readonly steps: readonly RunStep[];
  readonly findings: readonly Finding[];
  /** null when every item was taken. */
  readonly end: RunEnd | null;
  /** Why the run stopped for want of room, in words; null when it did not. */
  readonly limit: string | null;
  /** Items that a BUG, a HANG or a limit kept from being taken. */
  readonly unreached: readonly ProgramItem[];
}

/** True for the results that mean "this step was not run". */
export function notRun(result: Result): boolean {
  return result === "dead" || result === "nomap" || result === "noshm" || result === "blocked";
}

/** True when the result is a signal that killed the actor. */
export function isSignal(result: Result): boolean {
  return result.startsWith("SIG");
}

/** Counters before step `number` (counted from 1). */
export function countersBefore(run: Run, number: number): Counters {
  return run.steps[number - 2]?.trace.counters ?? run.trace.start;
}
