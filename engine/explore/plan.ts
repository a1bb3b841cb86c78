/**
 * What is explored: a machine, and stages one after another. Within a stage the actors' moves keep their order and those of
 * different actors interleave in every possible way; a stage with one actor has one order. Who judges is the caller: the
 * search calls back once for each machine state and once for each move in each state, and remembers the answers.
 */
import type { Config } from "../config.js";
import type { Machine } from "../machine.js";
import type { Step } from "../step.js";
import type { StepTrace } from "../trace.js";

/**
 * One thing that can happen next. Moves are told apart by identity: the answers about one are kept under the object.
 * `step: null`: the machine is only looked at.
 */
export interface Move {
  readonly step: Step | null;
  /** What the judges make of it beside the step: moves of equal actors have equal marks. */
  readonly mark: string;
}

/** A place in an actor's program: it takes one of these moves (mostly there is one). */
export interface Act {
  readonly moves: readonly Move[];
  /** Acts of other actors that come first: the fork that makes this actor. */
  readonly after: readonly ActPlace[];
}

export interface ActPlace {
  readonly actor: number;
  readonly act: number;
}

export interface Actor {
  /** Name of the process; null = the administrator, or a stage that takes the steps of all in written order. */
  readonly name: string | null;
  readonly acts: readonly Act[];
  /** Once its process is dead, nobody asks for the acts that are left. */
  readonly ends: boolean;
}

export interface Stage {
  readonly actors: readonly Actor[];
  /** A move that cannot go on waits its turn; without this it comes to "blocked", and the next one follows. */
  readonly waits: boolean;
}

export interface Plan {
  readonly config: Config;
  readonly stages: readonly Stage[];
  /** Names of processes that the judges tell apart, beside those that the moves name. */
  readonly named: ReadonlySet<string>;
}

/**
 * Verdicts as numbers that only the caller understands; 0 = nothing to say. They may depend on what is passed alone, and
 * on nothing that renaming pages changes: which number a page has, but not which pages are the same.
 */
export interface Judges {
  /** The machine as it stands, at the start and after each step. */
  readonly state: (machine: Machine) => number;
  /** What a move came to; `trace` is null for a look. The machine is as it is after the move. */
  readonly move: (move: Move, trace: StepTrace | null, machine: Machine) => number;
  /** Nobody can go on: the moves that wait. */
  readonly blocked: (waiting: readonly Move[]) => number;
}

/** What the search may leave out. Each keeps every verdict and every end state (docs/exploration.md). */
export interface Reductions {
  /** States that differ in the names of pages, records and pids only are one. It keeps the number of interleavings, too. */
  readonly renaming: boolean;
  /** A page that a write makes writable in place is as good as writable. It keeps the number of interleavings, too. */
  readonly reuse: boolean;
  /** Actors with the same program are one another's equals. */
  readonly symmetry: boolean;
  /** A move that neither changes anything nor is changed by anything is taken at once. */
  readonly partialOrder: boolean;
}

export const NO_REDUCTIONS: Reductions = { renaming: false, reuse: false, symmetry: false, partialOrder: false };
/** What keeps the number of interleavings. */
export const COUNTING_REDUCTIONS: Reductions = { renaming: true, reuse: true, symmetry: false, partialOrder: false };
export const ALL_REDUCTIONS: Reductions = { renaming: true, reuse: true, symmetry: true, partialOrder: true };
