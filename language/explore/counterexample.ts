/** A way through the interleavings as a run like any other. */
import type { Program } from "../compile/program.js";
import { type Run, runProgram } from "../run/index.js";
import { Linear } from "./linear.js";
import type { Outcome } from "./outcome.js";
import { movesOf, type ProgramPlan } from "./plan.js";

export interface Counterexample {
  /** Who takes the steps of the `concurrent` blocks, as `hugetlb run --schedule` takes it. */
  readonly schedule: string;
  /** The program in that order, as far as the way goes. */
  readonly run: Run;
}

/** The administrator's name in a schedule. */
export const ADMINISTRATOR = "sysctl";

/** The run of a way (numbers of `movesOf`), up to the outcome to which it leads. */
export function counterexampleOf(
  program: Program,
  plan: ProgramPlan,
  way: readonly number[],
  outcome: Outcome,
): Counterexample {
  const moves = movesOf(plan);
  const linear = new Linear(program, plan.moves);
  const schedule: string[] = [];
  for (const number of way) {
    const move = moves[number];
    if (move === undefined) throw new Error("a way of another program");
    if (move.step !== null && move.item.concurrent !== null) schedule.push(move.step.actor ?? ADMINISTRATOR);
    linear.take(move);
  }
  // What waits for ever is no move.
  if (outcome.kind === "blocked") linear.giveUp(outcome.item);
  return { schedule: schedule.join(" "), run: runProgram(linear.program()) };
}
