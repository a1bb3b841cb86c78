/** Folding: scenarios and blocks, comments that run over several lines, and the settings above the scenarios. */
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import type { SyntaxTree, TreeNode } from "../syntax/index.js";

/** The foldable ranges of a document. The line of a `}` stays in sight. */
export function foldingRanges(tree: SyntaxTree): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const scenario of tree.scenarios) {
    fold(ranges, scenario.line, lastInside(tree, scenario.endLine));
    foldBlocks(tree, scenario.body, ranges);
  }
  foldRuns(tree, ranges);
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

function foldBlocks(tree: SyntaxTree, nodes: readonly TreeNode[], ranges: FoldingRange[]): void {
  for (const node of nodes) {
    if (node.kind !== "block") continue;
    fold(ranges, node.line, lastInside(tree, node.endLine));
    foldBlocks(tree, node.body, ranges);
  }
}

/** A block whose `}` is missing ends with its last line. */
function lastInside(tree: SyntaxTree, endLine: number): number {
  return tree.lines[endLine]?.statement.kind === "close" ? endLine - 1 : endLine;
}

/** Comment lines below one another, and settings outside every scenario below one another. */
function foldRuns(tree: SyntaxTree, ranges: FoldingRange[]): void {
  const settings = new Set(tree.top.map((leaf) => leaf.line));
  foldWhile(
    tree,
    ranges,
    (line) => tree.lines[line]?.statement.kind === "blank" && tree.lines[line].comment !== null,
    FoldingRangeKind.Comment,
  );
  foldWhile(tree, ranges, (line) => settings.has(line), FoldingRangeKind.Region);
}

function foldWhile(
  tree: SyntaxTree,
  ranges: FoldingRange[],
  belongs: (line: number) => boolean,
  kind: FoldingRangeKind,
): void {
  let start = -1;
  for (let line = 0; line <= tree.lines.length; line++) {
    if (line < tree.lines.length && belongs(line)) {
      if (start < 0) start = line;
      continue;
    }
    if (start >= 0) fold(ranges, start, line - 1, kind);
    start = -1;
  }
}

function fold(ranges: FoldingRange[], startLine: number, endLine: number, kind?: FoldingRangeKind): void {
  if (endLine > startLine) ranges.push(kind === undefined ? { startLine, endLine } : { startLine, endLine, kind });
}
