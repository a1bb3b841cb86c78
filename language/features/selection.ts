/** Selection ranges: from a word to its expression, argument, call, step, block, scenario and file. */
import type { Position, Range, SelectionRange } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { rangeOf, type Line, type Span, type SyntaxTree, type TreeNode } from "../syntax/index.js";

/** For each place the ranges around it, the narrowest first. */
export function selectionRanges({ tree }: HugetlbDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const ranges = [...onLine(tree.lines[position.line], position), ...aroundLine(tree, position.line)];
    return chained(ranges, { start: position, end: position });
  });
}

/** Each range is the parent of the one within it; of equal ones there is one. */
function chained(ranges: readonly Range[], nothing: Range): SelectionRange {
  const widest = ranges.at(-1) ?? nothing;
  let outer: SelectionRange = { range: widest };
  for (const range of [...ranges].reverse()) {
    if (!equals(range, outer.range) && contains(outer.range, range)) outer = { range, parent: outer };
  }
  return outer;
}

function onLine(line: Line | undefined, { line: number, character }: Position): readonly Range[] {
  if (line === undefined) return [];
  const spans: Span[] = [];
  spansAround(line.statement, character, spans);
  spans.push(...bracketsAround(line.text.slice(0, line.statement.span.end), character));
  if (line.comment !== null && holds(line.comment, character)) spans.push(line.comment);
  const indent = line.text.length - line.text.trimStart().length;
  spans.push({ start: indent, end: line.text.length }, { start: 0, end: line.text.length });
  return spans
    .filter((span) => holds(span, character) || span.start === 0)
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .map((span) => rangeOf(number, span));
}

/** The spans of all parts of a statement around a place. */
function spansAround(node: unknown, at: number, spans: Span[]): void {
  if (typeof node !== "object" || node === null) return;
  if ("span" in node && isSpan(node.span)) {
    if (!holds(node.span, at)) return;
    spans.push(node.span);
  }
  for (const part of Object.values(node)) spansAround(part, at, spans);
}

function isSpan(value: unknown): value is Span {
  return (
    typeof value === "object" &&
    value !== null &&
    "start" in value &&
    "end" in value &&
    typeof value.start === "number" &&
    typeof value.end === "number"
  );
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", '"': '"' };

/** What stands between the brackets or quotes around a place. */
function bracketsAround(code: string, at: number): readonly Span[] {
  const open: { readonly sign: string; readonly start: number }[] = [];
  const spans: Span[] = [];
  for (const [index, sign] of Array.from(code).entries()) {
    const top = open.at(-1);
    if (top !== undefined && sign === CLOSING[top.sign]) {
      open.pop();
      const span = { start: top.start, end: index };
      if (holds(span, at)) spans.push(span);
    } else if (sign in CLOSING && top?.sign !== '"') open.push({ sign, start: index + 1 });
  }
  return spans;
}

/** The blocks around a line, each first without and then with its own first and last line; at last the file. */
function aroundLine(tree: SyntaxTree, line: number): readonly Range[] {
  const ranges: Range[] = [];
  const scenario = tree.scenarios.find((one) => one.line <= line && line <= one.endLine);
  if (scenario !== undefined) {
    block(tree, scenario, line, ranges);
    blocks(tree, scenario.body, line, ranges);
  }
  return [...ranges.reverse(), lines(tree, 0, tree.lines.length - 1)];
}

function blocks(tree: SyntaxTree, nodes: readonly TreeNode[], at: number, ranges: Range[]): void {
  const around = nodes.find((node) => node.kind === "block" && node.line <= at && at <= node.endLine);
  if (around?.kind !== "block") return;
  block(tree, around, at, ranges);
  blocks(tree, around.body, at, ranges);
}

function block(
  tree: SyntaxTree,
  { line, endLine }: { readonly line: number; readonly endLine: number },
  at: number,
  ranges: Range[],
): void {
  ranges.push(lines(tree, line, endLine));
  const closed = tree.lines[endLine]?.statement.kind === "close";
  const last = closed ? endLine - 1 : endLine;
  if (line < at && at <= last) ranges.push(lines(tree, line + 1, last));
}

function lines(tree: SyntaxTree, from: number, to: number): Range {
  return { start: { line: from, character: 0 }, end: { line: to, character: tree.lines[to]?.text.length ?? 0 } };
}

function holds({ start, end }: Span, at: number): boolean {
  return start <= at && at <= end;
}

function contains(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function equals(a: Range, b: Range): boolean {
  return contains(a, b) && contains(b, a);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
