/** Folding: scenarios and blocks, comments that run over several lines, settings and includes below one another. */
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import { SETTING_WORDS } from "../syntax/keywords.js";
import type { SyntaxTree, TreeNode } from "../syntax/index.js";

/** Settings that fold together; includes fold by themselves, as an editor folds imports. */
const SETTINGS: ReadonlySet<string> = new Set(SETTING_WORDS.filter((word) => word !== "include"));

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

/** Lines of one kind below one another. */
function foldRuns(tree: SyntaxTree, ranges: FoldingRange[]): void {
  const kindOf = (line: number): string => tree.lines[line]?.statement.kind ?? "";
  const isComment = (line: number): boolean => kindOf(line) === "blank" && tree.lines[line]?.comment !== null;
  foldWhile(tree, ranges, isComment, FoldingRangeKind.Comment);
  foldWhile(tree, ranges, (line) => SETTINGS.has(kindOf(line)), FoldingRangeKind.Region);
  foldWhile(tree, ranges, (line) => kindOf(line) === "include", FoldingRangeKind.Imports);
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
