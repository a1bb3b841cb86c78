/** Runs a recorded scenario on the engine and finds the first step in which they differ. */
import type { Counters, KernelId } from "../../engine/index.js";
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
      c: list(counters),
      maps: machine.maps(),
      ...(scenario.nodes !== undefined && {
        nodes: machine.nodes().map(({ total, free, surp }) => [total, free, surp]),
        nodemap: machine.nodeMaps(),
      }),
      ...(scenario.cgroups !== undefined && {
        cg: Object.fromEntries(
          Object.keys(scenario.cgroups).map((name) => {
            const group = machine.cgroup(name);
            return [name, [group?.usage ?? 0, group?.rsvd ?? 0]];
          }),
        ),
      }),
      ...(scenario.pool1g !== undefined && { c1g: list(machine.counters("1G")) }),
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
    if (recorded.r === "BUG" || (recorded.r === "HANG" && kernel.startsWith("6"))) return null;
  }
  return null;
}

const list = ({ total, free, rsvd, surp }: Counters): number[] => [total, free, rsvd, surp];

/** A step's result, counters and maps as one comparable line. */
export function textOf(step: RecordedStep): string {
  const { r, c, maps, nodes, nodemap, cg, c1g } = step;
  return `${r} [${c.join(" ")}] ${JSON.stringify(maps)}${[nodes, nodemap, cg, c1g].map((more) => (more === undefined ? "" : ` ${JSON.stringify(more)}`)).join("")}`;
}
