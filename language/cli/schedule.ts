/** `hugetlb run --schedule`: the runs of a file in an order of one's own. */
import type { Analysis, ScenarioRuns } from "../analysis.js";
import { runInOrder } from "../explore/index.js";
import { UsageError } from "./usage-error.js";

/**
 * The analysis with its runs in the order of the schedule: of the scenarios with a `concurrent` block, those that it fits.
 * Throws UsageError when it fits none.
 */
export function inOrder(analysis: Analysis, schedule: string, maps: boolean): Analysis {
  const wrongs: string[] = [];
  const scenarios = analysis.scenarios.map((scenario): ScenarioRuns => {
    const runs = scenario.runs.flatMap((run) => {
      const found = runInOrder(scenario, run, schedule, maps);
      if ("ordered" in found) return [found.ordered];
      wrongs.push(`"${scenario.scenario.name}", ${run.kernel}: ${found.wrong}`);
      return [];
    });
    return { ...scenario, runs };
  });
  if (scenarios.every(({ runs }) => runs.length === 0))
    throw new UsageError(`--schedule: ${wrongs[0] ?? "there is no scenario"}`);
  return { ...analysis, scenarios };
}
