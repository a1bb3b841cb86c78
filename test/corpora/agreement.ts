/** Runs a recorded scenario on the engine and finds the first step in which they differ. */
import type { KernelId } from "../../engine/index.js";
import { Machine } from "../../engine/index.js";
import type { CorpusScenario, RecordedStep, RecordedTrace } from "./corpus.js";
import { configOf, stepOf } from "./corpus.js";

/** The first difference of a scenario, as text side by side. */
export function firstDifference(scenario: CorpusScenario, trace: RecordedTrace, kernel: KernelId): string | null {
  const machine = Machine.boot(configOf(scenario, kernel));
  for (const [i, op] of scenario.ops.entries()) {
    const recorded = trace.steps[i];
    if (recorded === undefined) return `${scenario.id}: the trace ends before step ${String(i + 1)}`;
    const { result, counters } = machine.step(stepOf(op));
    const ours: RecordedStep = {
      r: result,
      c: [counters.total, counters.free, counters.rsvd, counters.surp],
      maps: machine.maps(),
    };
    const ourText = textOf(ours);
    const theirText = textOf(recorded);
    if (ourText !== theirText) {
      const before = scenario.ops.slice(0, i + 1).map((o, n) => {
        const r = trace.steps[n];
        return `  ${String(n + 1).padStart(2)} ${JSON.stringify(o)}${r === undefined ? "" : ` -> ${textOf(r)}`}`;
      });
      return [
        `${scenario.id} under ${kernel}: pool ${String(scenario.pool)}, overcommit ${String(scenario.overcommit)}, mount ${JSON.stringify(scenario.mount)}`,
        ...before,
        `  recorded ${theirText}`,
        `  engine   ${ourText}`,
      ].join("\n");
    }
    if (recorded.r === "BUG") return null;
  }
  return null;
}

/** A step's result, counters and maps as one comparable line. */
function textOf(step: RecordedStep): string {
  return `${step.r} [${step.c.join(" ")}] ${JSON.stringify(step.maps)}`;
}
