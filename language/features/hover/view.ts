/** A run as one looks at it from a line: the machine after the line, and what had happened until then. */
import type { KernelId, Machine } from "../../../engine/index.js";
import type { KernelRun } from "../../analysis.js";
import type { HugetlbDocument } from "../../document.js";
import { Chronicle, Ledger } from "../../explain/index.js";
import { machineAt, type Moment, momentAfter, momentBefore } from "../../moment.js";
import type { Run, RunStep } from "../../run/index.js";
import { scenarioAt } from "../scene.js";

/** What it costs to look up is worked out when it is first asked for: most hovers need little of it. */
export class View {
  readonly kernel: KernelId;
  readonly run: Run;
  /** Steps taken by then. */
  readonly step: number;
  readonly machine: Machine;
  #chronicle: Chronicle | null = null;
  #ledger: Ledger | null = null;

  constructor(kernel: KernelId, { run, step }: Moment, machine: Machine) {
    this.kernel = kernel;
    this.run = run;
    this.step = step;
    this.machine = machine;
  }

  get chronicle(): Chronicle {
    this.#chronicle ??= Chronicle.before(this.run, this.step + 1);
    return this.#chronicle;
  }

  get ledger(): Ledger {
    if (this.#ledger === null) {
      this.#ledger = new Ledger();
      for (const { trace } of this.run.steps.slice(0, this.step))
        for (const event of trace.events) this.#ledger.apply(event);
    }
    return this.#ledger;
  }
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
  return runsAt(document, line).flatMap(({ kernel, run }): readonly View[] => {
    const at = moment(run, line);
    const machine = machineAt(at);
    return machine === null ? [] : [new View(kernel, at, machine)];
  });
}

/** The runs of the scenario of a line, the shown one first; none outside of what was run. */
export function runsAt(document: HugetlbDocument, line: number): readonly KernelRun[] {
  const block = scenarioAt(document.tree, line);
  return document.analysis?.scenarios.find(({ scenario }) => scenario.line === block?.line)?.runs ?? [];
}

/** The steps of the line. */
export function stepsOf(run: Run, line: number): readonly RunStep[] {
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
