/** How a run ends as far as a remedy is concerned: who comes to harm first, or nobody. */
import { type Harm, harmIn } from "../../engine/advise/index.js";
import { count } from "../explain/index.js";
import type { Verdict } from "../picture/picture.js";
import { notRun, type Run } from "../run/index.js";

export interface Outcome {
  /** Nobody dies by a fault, the kernel goes on, and no mapping call fails. */
  readonly saves: boolean;
  /** What happens first: a death, a failed call, a BUG or a hang. */
  readonly comesTo: Verdict["outcome"];
  /** `nobody dies`, `child dies by SIGBUS at read a[0], and 1 more`. */
  readonly words: string;
  /** Who comes to harm first. */
  readonly victim: string | null;
  /** Steps of the scenario that are not run. */
  readonly notRun: number;
}

const COMES_TO = { kill: "dies", fail: "failed", bug: "bug", hang: "hang" } as const;

/** The outcome of a run; what is not run is told where it is more than `usual`. */
export function outcomeOf(run: Run, usual = 0): Outcome {
  const harms = harmsOf(run);
  const [first] = harms;
  const skipped = run.steps.filter(({ trace }) => notRun(trace.result)).length + run.unreached.length;
  if (first === undefined) {
    const more = skipped - usual;
    const words = more > 0 ? `nobody dies; ${count(more, "more step")} not reached` : "nobody dies";
    const end =
      run.limit === null ? ({ saves: true, comesTo: "fine" } as const) : ({ saves: false, comesTo: "open" } as const);
    return { ...end, words: run.limit ?? words, victim: null, notRun: skipped };
  }
  const others = harms.length - 1;
  const words = `${clause(run, first)}${others > 0 ? `, and ${others} more` : ""}`;
  return { saves: false, comesTo: COMES_TO[first.event.kind], words, victim: first.step.actor, notRun: skipped };
}

/** Every harm of a run, in order. */
export function harmsOf({ steps }: Run): readonly Harm[] {
  return steps.flatMap(({ trace }, index) => harmIn(trace, index) ?? []);
}

function clause(run: Run, { index, step, event }: Harm): string {
  const who = step.actor ?? "the administrator";
  switch (event.kind) {
    case "kill":
      return `${who} dies by ${event.signal} at ${run.steps[index]?.item.text ?? step.call}`;
    case "fail":
      return `${step.call} of ${who} answers ${event.errno}`;
    case "bug":
      return `the kernel hits a BUG_ON at ${run.steps[index]?.item.text ?? step.call} of ${who}`;
    case "hang":
      return `${run.steps[index]?.item.text ?? step.call} of ${who} never returns`;
  }
}
