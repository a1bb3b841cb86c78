/** A scenario tried with other sizes or under another kernel, without a change of its text. */
import { withSize } from "../../engine/advise/index.js";
import { DEFAULT_PAGE_SIZE, type KernelId } from "../../engine/index.js";
import { judgeRun, type KernelRun, type ScenarioRuns } from "../analysis.js";
import type { CheckedScenario } from "../check/index.js";
import { compile } from "../compile/index.js";
import { readProblems } from "../diagnose/index.js";
import type { TriedSizes } from "../picture/picture.js";
import { running } from "../run/index.js";

/** Nothing is tried. */
export const AS_WRITTEN: TriedSizes = { pool: null, overcommit: null };

/** Variants of one scenario that are remembered. */
const MAX_REMEMBERED = 32;

const remembered = new WeakMap<CheckedScenario, Map<string, KernelRun>>();

/** The run of a scenario under any kernel and with these sizes. What was tried once is not run again while the scenario is as it was. */
export function* tryVariant(
  { scenario, runs, written }: ScenarioRuns,
  kernel: KernelId,
  { pool, overcommit }: TriedSizes,
): Generator<void, KernelRun> {
  const asWritten = pool === null && overcommit === null ? runs.find((run) => run.kernel === kernel) : undefined;
  if (asWritten !== undefined) return asWritten;
  const key = JSON.stringify([kernel, pool, overcommit]);
  const known = remembered.get(scenario) ?? new Map<string, KernelRun>();
  remembered.set(scenario, known);
  const found = known.get(key);
  if (found !== undefined) return found;
  let { config } = compile(scenario, kernel);
  if (pool !== null) config = withSize(config, "pool", DEFAULT_PAGE_SIZE, pool);
  if (overcommit !== null) config = withSize(config, "overcommit", DEFAULT_PAGE_SIZE, overcommit);
  const run = yield* running(compile(scenario, kernel, config));
  const problems = yield* readProblems(run);
  const tried: KernelRun = { kernel, run, problems, verdict: judgeRun(run, problems, written) };
  known.set(key, tried);
  for (const oldest of known.keys()) {
    if (known.size <= MAX_REMEMBERED) break;
    known.delete(oldest);
  }
  return tried;
}

/** The sizes that a scenario's text asks for. */
export function writtenSizes(
  scenario: CheckedScenario,
  kernel: KernelId,
): { readonly pool: number; readonly overcommit: number } {
  const pool = compile(scenario, kernel).config.pools.find(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE);
  return { pool: pool?.pages ?? 0, overcommit: pool?.overcommit ?? 0 };
}
