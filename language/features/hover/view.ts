/** A run as one looks at it from a line: the machine after the line, and what had happened until then. */
import type { KernelId, Machine } from "../../../engine/index.js";
import type { HugetlbDocument } from "../../document.js";
import { Chronicle, Ledger } from "../../explain/index.js";
import { machineAt, type Moment, momentAfter, momentBefore } from "../../moment.js";
import type { Run, RunStep } from "../../run/index.js";
import { scenarioAt } from "../scene.js";

export interface View {
  readonly kernel: KernelId;
  readonly run: Run;
  /** Counted from 0. */
  readonly line: number;
  /** Steps taken by then. */
  readonly step: number;
  readonly machine: Machine;
  readonly chronicle: Chronicle;
  readonly ledger: Ledger;
}

/** The views of every kernel that the scenario lists from after a line, the one that the editor shows first; none outside of what was run. */
export function viewsAfter(document: HugetlbDocument, line: number): readonly View[] {
  return views(document, line, momentAfter);
}

/** The same from before the line. */
export function viewsBefore(document: HugetlbDocument, line: number): readonly View[] {
  return views(document, line, momentBefore);
}

function views(document: HugetlbDocument, line: number, moment: (run: Run, line: number) => Moment): readonly View[] {
  const block = scenarioAt(document.tree, line);
  const runs = document.analysis?.scenarios.find(({ scenario }) => scenario.line === block?.line)?.runs ?? [];
  return runs.flatMap(({ kernel, run }): readonly View[] => {
    const at = moment(run, line);
    const machine = machineAt(at);
    if (machine === null) return [];
    const ledger = new Ledger();
    for (const { trace } of run.steps.slice(0, at.step)) for (const event of trace.events) ledger.apply(event);
    return [{ kernel, run, line, step: at.step, machine, chronicle: Chronicle.before(run, at.step + 1), ledger }];
  });
}

/** The steps of the line. */
export function stepsOf({ run }: View, line: number): readonly RunStep[] {
  return run.steps.filter(({ item }) => item.range.start.line === line);
}

/** `line 9`, `the start` for step 0. */
export function stepPlace({ run }: View, step: number): string {
  const taken = run.steps[step - 1];
  return taken === undefined ? "the start" : `line ${taken.item.range.start.line + 1}`;
}

/** What is so under the kernel shown, and in one line what else it is under others. */
export function withOthers(
  all: readonly View[],
  told: (view: View) => readonly string[],
  brief: (view: View) => string,
): string[] {
  const [shown, ...others] = all;
  if (shown === undefined) return [];
  const usual = brief(shown);
  const differing = new Map<string, KernelId[]>();
  for (const view of others) {
    const said = brief(view);
    if (said !== usual) differing.set(said, [...(differing.get(said) ?? []), view.kernel]);
  }
  const elsewhere = [...differing].map(([said, kernels]) => `under ${kernels.join(", ")} ${said}`).join("; ");
  return [...told(shown), ...(elsewhere === "" ? [] : [`*But ${elsewhere}.*`])];
}
