/** `hugetlb run --schedule`: the runs of a file in an order of one's own. */
import { type Analysis, judgeRun, type ScenarioRuns } from "../analysis.js";
import { problemsOf } from "../diagnose/index.js";
import { scheduled } from "../explore/index.js";
import { runProgram } from "../run/index.js";
import { UsageError } from "./options.js";

/**
 * The analysis with its runs in the order of the schedule: of the scenarios with a `concurrent` block, those that it fits.
 * Throws UsageError when it fits none.
 */
export function inOrder(analysis: Analysis, schedule: string, maps: boolean): Analysis {
  const wrongs: string[] = [];
  const scenarios = analysis.scenarios.map((scenario): ScenarioRuns => {
    const runs = scenario.runs.flatMap(({ kernel, run: { program } }) => {
      if (!program.items.some((item) => item.kind === "step" && item.concurrent !== null)) return [];
      const ordered = scheduled(program, schedule);
      if ("wrong" in ordered) {
        wrongs.push(`${scenario.scenario.name}, ${kernel}: ${ordered.wrong}`);
        return [];
      }
      const run = runProgram(ordered.program, { maps });
      const problems = problemsOf(run);
      return [{ kernel, run, problems, verdict: judgeRun(run, problems, scenario.written) }];
    });
    return { ...scenario, runs };
  });
  if (scenarios.every(({ runs }) => runs.length === 0))
    throw new UsageError(wrongs[0] ?? "No scenario has a `concurrent` block for the schedule.");
  return { ...analysis, scenarios };
}
