/** A document's analysis -> the picture that the panel draws. */
import type { KernelRun, ScenarioRuns } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { messageText } from "../diagnose/index.js";
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import { headlineOf } from "../explain/index.js";
import { everyOrderVerdict, type Explored } from "../explore/index.js";
import type { Run } from "../run/index.js";
import type { Picture, PictureStep, RunPicture, ScenarioChoice, WhatIf } from "./picture.js";

/** Which scenario is asked for: by its name, or by a line (counted from 0) that stands in it; null = the first. */
export type ScenarioWish = string | number | null;

/** The run that a picture of this wish shows; null when there is none. */
export interface Shown {
  readonly scenario: ScenarioRuns;
  readonly index: number;
  readonly run: KernelRun | null;
  /** True when the text is broken inside the scenario and the run is the one from before the edit. */
  readonly stale: boolean;
}

/** Chooses what to show. A name or kernel that is not there any more falls back to the first. */
export function chooseRun(document: HugetlbDocument, wish: ScenarioWish, kernel: string | null): Shown | null {
  const scenarios = document.analysis?.scenarios ?? [];
  const index = scenarioIndex(scenarios, wish);
  const scenario = scenarios[index];
  if (scenario === undefined) return null;
  const whole = scenario.brokenLine === null ? null : document.lastWhole(scenario.scenario.name);
  const runs = whole?.runs ?? scenario.runs;
  return { scenario, index, run: runs.find((run) => run.kernel === kernel) ?? runs[0] ?? null, stale: whole !== null };
}

function scenarioIndex(scenarios: readonly ScenarioRuns[], wish: ScenarioWish): number {
  if (scenarios.length === 0) return -1;
  const found =
    typeof wish === "string"
      ? scenarios.findIndex(({ scenario }) => scenario.name === wish)
      : typeof wish === "number"
        ? scenarios.findIndex(({ scenario }) => scenario.line <= wish && wish <= scenario.endLine)
        : 0;
  return Math.max(found, 0);
}

/** A run that is tried instead of those that the text asks for. */
export interface TriedRun {
  readonly run: KernelRun;
  readonly whatIf: WhatIf;
}

/** The picture of a document as last analysed. */
export function makePicture(
  document: HugetlbDocument,
  wish: ScenarioWish,
  kernel: string | null,
  tried: TriedRun | null = null,
  explored: Explored = () => undefined,
): Picture {
  const analysis = document.analysis;
  const shown = chooseRun(document, wish, kernel);
  const run = tried?.run ?? shown?.run ?? null;
  return {
    uri: document.uri,
    version: analysis?.version ?? document.version,
    // While the text of the shown scenario is broken, its verdicts are those of the run that is shown.
    scenarios: (analysis?.scenarios ?? []).map((each, index) => {
      const whole = shown?.stale === true && index === shown.index ? document.lastWhole(each.scenario.name) : null;
      return choiceOf(whole === null ? each : { ...each, runs: whole.runs }, explored);
    }),
    scenario: shown?.index ?? -1,
    run: run === null ? null : pictureOfRun(document.uri, run),
    brokenLine: shown?.stale === true ? shown.scenario.brokenLine : null,
    whatIf: tried?.whatIf ?? null,
  };
}

/** A scenario with its verdicts over every order of its steps, the kernels in the order written. */
export function choiceOf(all: ScenarioRuns, explored: Explored): ScenarioChoice {
  const { scenario, runs } = all;
  return {
    name: scenario.name,
    line: scenario.line,
    endLine: scenario.endLine,
    kernels: scenario.kernels.flatMap((kernel) =>
      runs
        .filter((run) => run.kernel === kernel)
        .map((run) => ({ kernel, verdict: everyOrderVerdict(all, run, explored) })),
    ),
  };
}

/** One run as a picture. `uri` is the document's: steps of other files have no line in it. */
export function pictureOfRun(uri: string, { run, verdict }: KernelRun): RunPicture {
  const { pools, cgroups } = run.program.config;
  const pool = pools.find(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE);
  const start = run.history?.at(0) ?? null;
  return {
    scenario: run.scenario,
    kernel: run.kernel,
    processes: run.processes,
    pool: pool?.pages ?? 0,
    overcommit: pool?.overcommit ?? 0,
    start: run.trace.start,
    others:
      start === null
        ? []
        : pools
            .filter(({ pageSize }) => pageSize !== DEFAULT_PAGE_SIZE)
            .map(({ pageSize, pages, overcommit }) => ({
              pageSize,
              pages,
              overcommit,
              start: start.counters(pageSize),
            })),
    nodes: start !== null && pools.some(({ nodes }) => nodes !== undefined) ? start.nodes() : [],
    cgroups: cgroups.map(({ name, limits }) => {
      const limit = limits.find(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE);
      return { name, limit: limit?.limit ?? null, rsvd: limit?.rsvd ?? null };
    }),
    steps: picturedSteps(uri, run),
    verdict,
    headline: headlineOf(run, verdict),
    leftOut: run.program.leftOut,
    limit: run.limit ?? limitOf(run),
  };
}

/** The same array for the same run, so that a run is cut into blocks once. */
const pictured = new WeakMap<Run, { readonly uri: string; readonly steps: readonly PictureStep[] }>();

function picturedSteps(uri: string, run: Run): readonly PictureStep[] {
  const known = pictured.get(run);
  if (known?.uri === uri) return known.steps;
  const steps = makeSteps(uri, run);
  pictured.set(run, { uri, steps });
  return steps;
}

function makeSteps(uri: string, run: Run): readonly PictureStep[] {
  // A name may be used again once its process is dead, so who acts is known only as of the step.
  const pids = new Map(run.processes.map(({ pid, name }) => [name, pid]));
  return run.steps.map(({ item, trace, announced }) => {
    const actor = item.step.actor;
    const pid = actor === null ? null : (pids.get(actor) ?? null);
    for (const event of trace.events) if (event.kind === "fork") pids.set(event.name, event.child);
    return {
      line: item.uri === uri ? item.range.start.line : null,
      actor,
      pid,
      text: item.text,
      result: trace.result,
      announced: announced === "came",
      events: trace.events,
      counters: trace.counters,
      ...(trace.sizes !== undefined && { sizes: trace.sizes }),
      ...(trace.nodes !== undefined && { nodes: trace.nodes }),
      ...(trace.cgroups !== undefined && { cgroups: trace.cgroups }),
    };
  });
}

function limitOf(run: Run): string | null {
  const limit = run.program.diagnostics.find((diagnostic) => diagnostic.code === "limit");
  return limit === undefined ? null : messageText(limit);
}
