/** A way through the interleavings as a run like any other. */
import { type PathMove } from "../../engine/explore/index.js";
import type { Program } from "../compile/program.js";
import { type Run, runProgram } from "../run/index.js";
import { Linear } from "./linear.js";
import type { Outcome } from "./outcome.js";
import type { ProgramPlan } from "./plan.js";

export interface Counterexample {
  /** Who takes the steps of the `concurrent` blocks, as `hugetlb run --schedule` takes it. */
  readonly schedule: string;
  /** The program in that order, as far as the way goes. */
  readonly run: Run;
}

/** The administrator's name in a schedule. */
export const ADMINISTRATOR = "sysctl";

/** The run of a way, up to the outcome to which it leads. */
export function counterexampleOf(
  program: Program,
  { plan, moves }: ProgramPlan,
  path: readonly PathMove[],
  outcome: Outcome,
): Counterexample {
  const linear = new Linear(program, moves);
  const schedule: string[] = [];
  for (const { stage, actor, move } of path) {
    if (plan.stages[stage]?.waits === true) schedule.push(plan.stages[stage].actors[actor]?.name ?? ADMINISTRATOR);
    linear.take(move);
  }
  // What waits for ever is no move.
  if (outcome.kind === "blocked") linear.giveUp(outcome.item);
  return { schedule: schedule.join(" "), run: runProgram(linear.program()) };
}
