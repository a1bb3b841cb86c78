/** `-> SIGBUS`: what a step came to, announced; kernel by kernel where the listed ones differ. */
import { type TextEdit } from "vscode-languageserver-types";
import type { KernelId } from "../../engine/index.js";
import type { ScenarioRuns } from "../analysis.js";
import { insert, replace } from "../edit/lines.js";
import type { SyntaxTree } from "../syntax/index.js";
import { type Case, fix, type FixMaker } from "./fix.js";

/** Words that an outcome has for results that say a step was not run. */
const UNREACHED: ReadonlySet<string> = new Set(["dead", "nomap", "noshm"]);

const ANNOUNCED_CODES: ReadonlySet<unknown> = new Set([
  "killed",
  "unmapped",
  "kernel-bug",
  "hang",
  "call-failed",
  "expectation-failed",
  "never-reached",
  "differs-by-kernel",
]);

export const announce: FixMaker = (found) => {
  const { diagnostic, scenario, statement } = found;
  if (scenario === null || !ANNOUNCED_CODES.has(diagnostic.code)) return [];
  if (statement.kind !== "step" && statement.kind !== "sysctl") return [];
  const outcome = outcomeWords(scenario, found.line);
  const edit = outcome === null ? null : announcing(found, outcome);
  if (edit === null || outcome === null) return [];
  return [
    fix(
      `Announce it: -> ${outcome}`,
      edit,
      diagnostic.code === "expectation-failed" || diagnostic.code === "never-reached",
    ),
  ];
};

/** What a line came to under the listed kernels, as an outcome; null when no outcome says it. */
export function outcomeWords({ runs, scenario }: ScenarioRuns, line: number): string | null {
  const groups = new Map<string, KernelId[]>();
  for (const kernel of scenario.kernels) {
    const run = runs.find((candidate) => candidate.kernel === kernel)?.run;
    if (run === undefined) continue;
    const results = new Set<string>();
    for (const { item, trace } of run.steps)
      if (item.range.start.line === line) results.add(UNREACHED.has(trace.result) ? "unreached" : trace.result);
    for (const item of run.unreached)
      if (item.kind === "step" && item.range.start.line === line) results.add("unreached");
    if (results.size === 0 || results.has("blocked")) return null;
    const words = [...results].join(" | ");
    groups.set(words, [...(groups.get(words) ?? []), kernel]);
  }
  const [first] = groups.keys();
  if (first === undefined) return null;
  if (groups.size === 1) return first;
  const alternatives = [...groups].map(([words, kernels]) => `${words} on ${kernels.join(", ")}`);
  // The largest group needs no names.
  const largest = [...groups].reduce((most, group) => (group[1].length > most[1].length ? group : most));
  const named = alternatives.filter((_, at) => [...groups.keys()][at] !== largest[0]);
  return [...named, `${largest[0]} otherwise`].join("; ");
}

function announcing({ tree, line, statement }: Case, outcome: string): TextEdit | null {
  if (statement.kind !== "step" && statement.kind !== "sysctl") return null;
  if (statement.outcome === null) return insert(line, statement.span.end, ` -> ${outcome}`);
  const start = arrowBefore(tree, line, statement.outcome.span.start);
  return replace(line, { start, end: statement.outcome.span.end }, `-> ${outcome}`);
}

function arrowBefore(tree: SyntaxTree, line: number, outcome: number): number {
  const text = tree.lines[line]?.text ?? "";
  const at = text.slice(0, outcome + 2).lastIndexOf("->");
  return at === -1 ? outcome : at;
}
