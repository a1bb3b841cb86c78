/** `expect ...` of how a scenario ended, kernel by kernel where that differs. */
import type { TextEdit } from "vscode-languageserver-types";
import type { KernelId } from "../../engine/index.js";
import type { ScenarioRuns } from "../analysis.js";
import { indentOf, insert, lineBelow } from "../edit/lines.js";
import type { Run } from "../run/index.js";
import type { SyntaxTree } from "../syntax/index.js";

/** Processes named before it is too much for a line. */
const MOST_PROCESSES = 8;

/** The lines to add at the scenario's end; null when there is no end to speak of. */
export function expectTheEnd(tree: SyntaxTree, { scenario, runs }: ScenarioRuns): TextEdit | null {
  const groups = new Map<string, KernelId[]>();
  for (const kernel of scenario.kernels) {
    const run = runs.find((candidate) => candidate.kernel === kernel)?.run;
    const words = run === undefined ? null : endOf(run);
    if (words === null) return null;
    groups.set(words, [...(groups.get(words) ?? []), kernel]);
  }
  if (groups.size === 0) return null;
  const lines = [...groups].map(([words, kernels]) =>
    groups.size === 1 ? `expect ${words}` : `expect on ${kernels.join(", ")}: ${words}`,
  );
  const close = tree.lines[scenario.endLine]?.statement.kind === "close" ? scenario.endLine : null;
  const last = scenario.block.body.at(-1);
  const indent = last === undefined ? "  " : indentOf(tree, last.line);
  if (close !== null) return insert(close, 0, lines.map((line) => `${indent}${line}\n`).join(""));
  return lineBelow(tree, scenario.endLine, lines.join(`\n${indent}`), indent);
}

function endOf(run: Run): string | null {
  const machine = run.history?.at(run.steps.length);
  if (machine === undefined || run.end !== null || run.limit !== null) return null;
  const { free, rsvd } = machine.counters();
  const names = new Set([
    ...run.processes.map(({ name }) => name),
    ...run.steps.flatMap(({ item }) =>
      item.step.call === "fork" || item.step.call === "vfork" ? [item.step.child] : [],
    ),
  ]);
  const processes = [...names].slice(0, MOST_PROCESSES).flatMap((name) => {
    const status = machine.process(name);
    if (status === undefined) return [];
    return [`${name} ${status.status === "killed" ? `killed ${status.signal}` : status.status}`];
  });
  return [`free == ${free}`, ...(rsvd < 0 ? [] : [`rsvd == ${rsvd}`]), ...processes].join(", ");
}
