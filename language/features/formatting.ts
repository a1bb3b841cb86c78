/** Formatting of a document, of a part of it, and of what was just typed. */
import type { Position, Range, TextEdit } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { finished } from "../finished.js";
import { type FormatOptions, formatting } from "../format/index.js";
import type { Block, ScenarioBlock, SyntaxTree, TreeNode } from "../syntax/index.js";

/** Characters behind which lines are put in order: an ended line, and the end of a block. */
export const FORMAT_TRIGGERS = ["\n", "}"] as const;

/** Lines of one column that are looked at while one types; farther ones are a matter for the whole document. */
const NEIGHBOURS = 200;

/** The edits that bring a document into its layout. Yields every some lines. */
export function* formatDocument({ tree }: HugetlbDocument, options: FormatOptions): Generator<void, TextEdit[]> {
  const edits = yield* editsOf(tree, options, 0, tree.lines.length - 1);
  const last = tree.lines.length - 1;
  const text = tree.lines[last]?.text ?? "";
  if (text.trim() === "") return edits;
  const end = { line: last, character: text.length };
  return [...edits, { range: { start: end, end }, newText: "\n" }];
}

/** The same for the lines of a range. */
export function* formatRange(
  { tree }: HugetlbDocument,
  { start, end }: Range,
  options: FormatOptions,
): Generator<void, TextEdit[]> {
  const to = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return yield* editsOf(tree, options, start.line, to);
}

/**
 * The same for what a typed character ended: the lines that share columns with the line above, or the block.
 * A blank line is left as it is: the editor has indented it for what comes next.
 */
export function formatOnType(
  { tree }: HugetlbDocument,
  { line }: Position,
  typed: string,
  options: FormatOptions,
): TextEdit[] {
  const block = typed === "}" ? blockEndingAt(tree, line) : null;
  const from = typed === "}" ? (block?.line ?? line) : Math.max(0, line - 1);
  const { from: first, lines } = finished(formatting(tree, options, from, line, NEIGHBOURS));
  return lines.flatMap((text, i) => {
    const written = tree.lines[first + i]?.text ?? "";
    return text === null || written.trim() === "" ? [] : lineEdit(first + i, written, text);
  });
}

function* editsOf(tree: SyntaxTree, options: FormatOptions, from: number, to: number): Generator<void, TextEdit[]> {
  const { from: first, lines } = yield* formatting(tree, options, from, to);
  return lines.flatMap((text, i) => {
    const at = first + i;
    if (at < from || at > to) return [];
    return text === null ? [removal(tree, at)] : lineEdit(at, tree.lines[at]?.text ?? "", text);
  });
}

/** Takes a line out together with the line end before it. */
function removal({ lines }: SyntaxTree, line: number): TextEdit {
  const end = { line, character: lines[line]?.text.length ?? 0 };
  const start =
    line === 0 ? { line: 0, character: 0 } : { line: line - 1, character: lines[line - 1]?.text.length ?? 0 };
  return { range: line === 0 ? { start, end: { line: 1, character: 0 } } : { start, end }, newText: "" };
}

/** Changes no more of a line than differs, so that cursors and marks in it stay where they are. */
function lineEdit(line: number, before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const range = { start: { line, character: head }, end: { line, character: before.length - tail } };
  return [{ range, newText: after.slice(head, after.length - tail) }];
}

function blockEndingAt({ scenarios }: SyntaxTree, line: number): Block | ScenarioBlock | null {
  const scenario = scenarios.find((one) => one.line <= line && line <= one.endLine);
  if (scenario === undefined) return null;
  return scenario.endLine === line ? scenario : blockIn(scenario.body, line);
}

function blockIn(nodes: readonly TreeNode[], line: number): Block | null {
  for (const node of nodes) {
    if (node.kind !== "block" || node.line > line || line > node.endLine) continue;
    return node.endLine === line ? node : blockIn(node.body, line);
  }
  return null;
}
