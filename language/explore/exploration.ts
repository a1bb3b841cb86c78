/** What is known of all interleavings of a program's `concurrent` blocks. */
import type { KernelId } from "../../engine/index.js";
import type { Program } from "../compile/program.js";
import { type Counterexample, counterexampleOf } from "./counterexample.js";
import type { ExploreLimits, ExploreProgress, Findings, FoundOutcome } from "./findings.js";
import { planOf } from "./plan.js";
import { searching } from "./searching.js";

/** One thing that can come of a scenario. */
export interface JudgedOutcome extends Omit<FoundOutcome, "way"> {
  /** The shortest interleaving with it; null when there is none. */
  readonly counterexample: Counterexample | null;
}

export interface Exploration extends Omit<Findings, "outcomes"> {
  readonly program: Program;
  readonly scenario: string;
  readonly kernel: KernelId;
  /** Problems first, those with the shortest way first. */
  readonly outcomes: readonly JudgedOutcome[];
  /** The way to the first problem; null when nothing goes wrong. */
  readonly counterexample: Counterexample | null;
}

/** Explores a program at once. `limits`: what is left out is the default. */
export function explore(program: Program, limits: Partial<ExploreLimits> = {}): Exploration {
  const job = exploring(program, limits);
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

/** Explores a program in slices of about a millisecond: who drives it may stop at any yield. */
export function* exploring(
  program: Program,
  limits: Partial<ExploreLimits> = {},
): Generator<ExploreProgress, Exploration> {
  return explorationOf(program, yield* searching(program, limits));
}

/** The findings of a search through this program, each way a run. */
export function explorationOf(program: Program, { outcomes, ...findings }: Findings): Exploration {
  const plan = planOf(program);
  const judged = outcomes.map(({ way, ...found }): JudgedOutcome => ({
    ...found,
    counterexample: way === null ? null : counterexampleOf(program, plan, way, found.outcome),
  }));
  return {
    program,
    scenario: program.scenario,
    kernel: program.kernel,
    ...findings,
    outcomes: judged,
    counterexample:
      judged.find(({ problem, counterexample }) => problem && counterexample !== null)?.counterexample ?? null,
  };
}
