/** A run in another order than the written one. */
import { judgeRun, type KernelRun, type ScenarioRuns } from "../analysis.js";
import { problemsOf } from "../diagnose/index.js";
import { runProgram } from "../run/index.js";
import { scheduled } from "./schedule.js";
import { isConcurrent } from "./verdict.js";

/** The run in the order of a schedule, judged as the written one is; or what is wrong with the schedule. */
export function runInOrder(
  { written }: Pick<ScenarioRuns, "written">,
  { kernel, run: { program } }: Pick<KernelRun, "kernel" | "run">,
  schedule: string,
  maps = false,
): { readonly ordered: KernelRun } | { readonly wrong: string } {
  if (!isConcurrent(program)) return { wrong: "the scenario has no `concurrent` block" };
  const found = scheduled(program, schedule);
  if ("wrong" in found) return found;
  const run = runProgram(found.program, { maps });
  const problems = problemsOf(run);
  return { ordered: { kernel, run, problems, verdict: judgeRun(run, problems, written) } };
}
