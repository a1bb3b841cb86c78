/** An expectation or an invariant that does not hold: what is true instead, or the kernels under which it is. */
import type { TextEdit } from "vscode-languageserver-types";
import type { KernelId, MachineView } from "../../engine/index.js";
import type { Claim, Condition } from "../compile/index.js";
import { insert, removeLine, replace } from "../edit/lines.js";
import type { Finding } from "../run/index.js";
import type { ConditionNode } from "../syntax/index.js";
import { type Case, type Fix, fix, type FixMaker } from "./fix.js";

type ClaimFinding = Extract<Finding, { readonly kind: "expectation" | "invariant" }>;

export const claims: FixMaker = (found) => {
  const { diagnostic, statement, line, tree } = found;
  if (diagnostic.code !== "expectation-failed" && diagnostic.code !== "invariant-violated") return [];
  if (statement.kind !== "expect" && statement.kind !== "always" && statement.kind !== "never") return [];
  const node = statement.conditions.find(({ span }) => span.start === found.span.start);
  const remove =
    statement.conditions.length === 1 || node === undefined
      ? fix("Remove this line", removeLine(tree, line))
      : fix("Remove this condition", withoutCondition(line, node, statement.conditions));
  return [...(node === undefined ? [] : [...truth(found, node), ...whereItHolds(found, node)]), remove];
};

/** The condition as it came. */
function truth(found: Case, node: ConditionNode): readonly Fix[] {
  if (found.diagnostic.code !== "expectation-failed") return [];
  for (const { run } of found.scenario?.runs ?? []) {
    const finding = failing(run.findings, found);
    const machine = finding === undefined ? undefined : run.history?.at(finding.after);
    if (finding === undefined || machine === undefined) continue;
    const words = actual(machine, finding.claim.condition, node, found);
    return words === null ? [] : [fix(`Expect what came: \`${words.text}\``, words.edit, true)];
  }
  return [];
}

function failing(findings: readonly Finding[], { line, span }: Case): ClaimFinding | undefined {
  return findings.find(
    (finding): finding is ClaimFinding => finding.kind !== "outcome" && isAt(finding.claim, line, span.start),
  );
}

function isAt({ range }: Claim, line: number, start: number): boolean {
  return range.start.line === line && range.start.character === start;
}

/** Conditions about one thing that can be looked up. */
function actual(
  machine: MachineView,
  condition: Condition,
  node: ConditionNode,
  { tree, line }: Case,
): { readonly text: string; readonly edit: TextEdit } | null {
  const text = tree.lines[line]?.text ?? "";
  const put = (span: { readonly start: number; readonly end: number }, words: string) => ({
    text: text.slice(node.span.start, span.start) + words,
    edit: replace(line, span, words),
  });
  switch (condition.kind) {
    case "compare": {
      if (node.kind !== "compare" || node.op !== "==" || condition.left.kind !== "counter") return null;
      const { counter, pageSize, node: numa } = condition.left;
      if (numa !== null || condition.right.kind === "counter") return null;
      const all = machine.counters(pageSize);
      return put(node.right.span, String(counter === "in_use" ? all.total - all.free : all[counter]));
    }
    case "process": {
      if (node.kind !== "process") return null;
      const status = machine.process(condition.name);
      if (status === undefined) return null;
      const words = status.status === "killed" ? `killed ${status.signal}` : status.status;
      const end = node.signal?.span.end ?? node.span.end;
      return put({ start: node.process.span.end, end: node.guard === null ? end : end }, ` ${words}`);
    }
    case "page": {
      if (node.kind !== "page") return null;
      const slot = machine.slot(condition.place.process, condition.place.mapping, condition.place.from);
      if (slot === undefined || condition.place.to !== condition.place.from + 1) return null;
      return put({ start: node.place.span.end, end: node.span.end }, ` ${slot.status}`);
    }
    case "same":
    case "on-node":
      return null;
  }
}

/** `free == 1 on 6.1, 6.12`: only where it is true. */
function whereItHolds(found: Case, node: ConditionNode): readonly Fix[] {
  const { scenario, line, statement } = found;
  if (scenario === null || node.guard !== null || ("guard" in statement && statement.guard !== null)) return [];
  const holds: KernelId[] = [];
  for (const kernel of scenario.scenario.kernels) {
    const run = scenario.runs.find((candidate) => candidate.kernel === kernel)?.run;
    if (run !== undefined && failing(run.findings, found) === undefined) holds.push(kernel);
  }
  if (holds.length === 0 || holds.length === scenario.runs.length) return [];
  return [fix(`Expect it only on ${holds.join(", ")}`, insert(line, node.span.end, ` on ${holds.join(", ")}`))];
}

function withoutCondition(line: number, node: ConditionNode, all: readonly ConditionNode[]): TextEdit {
  const at = all.indexOf(node);
  const before = all[at - 1];
  const next = all[at + 1];
  const end = node.guard?.span.end ?? node.span.end;
  if (before !== undefined) return replace(line, { start: before.guard?.span.end ?? before.span.end, end }, "");
  return replace(line, { start: node.span.start, end: next?.span.start ?? end }, "");
}
