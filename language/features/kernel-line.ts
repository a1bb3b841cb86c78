/** The edit that makes a kernel the first of those that a scenario lists, so that it is shown to every reader of the file. */
import type { KernelId } from "../../engine/index.js";
import type { TextEdit } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { type KernelStatement, type Leaf, rangeOf, type ScenarioBlock, type SyntaxTree } from "../syntax/index.js";

/** The edit for the scenario that a line (from 0) stands in; null when there is none, or the kernel is the first already. */
export function kernelLineEdit(document: HugetlbDocument, line: number, kernel: KernelId): TextEdit | null {
  const { tree, analysis } = document;
  const checked = analysis?.scenarios.find(({ scenario }) => scenario.line <= line && line <= scenario.endLine);
  if (checked === undefined || checked.scenario.kernels[0] === kernel) return null;
  const { block, kernels } = checked.scenario;
  const listed = [kernel, ...kernels.filter((each) => each !== kernel)].join(", ");
  const written = statementInForce(tree, block);
  if (written === null) return insertion(tree, block, listed);
  const [first] = written.statement.kernels;
  const last = written.statement.kernels.at(-1);
  if (first === undefined || last === undefined) return null;
  return { range: rangeOf(written.line, { start: first.span.start, end: last.span.end }), newText: listed };
}

interface Written {
  readonly line: number;
  readonly statement: KernelStatement;
}

/** The scenario's own `kernel` line, else the file's. */
function statementInForce(tree: SyntaxTree, block: ScenarioBlock): Written | null {
  const leaves = block.body.filter((node) => node.kind === "statement");
  return lastOf(leaves) ?? lastOf(tree.top);
}

function lastOf(leaves: readonly Leaf[]): Written | null {
  for (const { line, statement } of [...leaves].reverse()) if (statement.kind === "kernel") return { line, statement };
  return null;
}

/** A line of its own below the scenario's first, indented as the line after it is. */
function insertion(tree: SyntaxTree, block: ScenarioBlock, listed: string): TextEdit {
  const indent = /^\s*/u.exec(tree.lines[block.line + 1]?.text ?? "")?.[0] ?? "";
  const end = tree.lines[block.line]?.text.length ?? 0;
  return {
    range: rangeOf(block.line, { start: end, end }),
    newText: `\n${indent === "" ? "  " : indent}kernel ${listed}`,
  };
}
