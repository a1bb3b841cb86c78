/** Document symbols: the file's scenarios, in each its blocks, and the steps of each actor where they stand. */
import { type DocumentSymbol, type Range, SymbolKind } from "vscode-languageserver-types";
import type { Block, Leaf, ScenarioBlock, Span, SyntaxTree, TreeNode } from "../syntax/index.js";
import { rangeOf } from "../syntax/index.js";

/** The outline of a document. */
export function documentSymbols(tree: SyntaxTree): DocumentSymbol[] {
  const settings = tree.top.flatMap((leaf) => leafSymbols(tree, leaf));
  return [...settings, ...tree.scenarios.map((scenario) => scenarioSymbol(tree, scenario))];
}

function scenarioSymbol(tree: SyntaxTree, scenario: ScenarioBlock): DocumentSymbol {
  return {
    // Editors refuse a symbol without a name.
    name: scenario.name.trim() === "" ? "scenario" : scenario.name,
    kind: SymbolKind.Class,
    range: linesRange(tree, scenario.line, scenario.endLine),
    selectionRange: rangeOf(
      scenario.line,
      scenario.header.kind === "scenario" ? scenario.header.name.span : scenario.header.span,
    ),
    children: scenario.body.flatMap((node) => nodeSymbols(tree, node)),
  };
}

function nodeSymbols(tree: SyntaxTree, node: TreeNode): DocumentSymbol[] {
  return node.kind === "block" ? [blockSymbol(tree, node)] : leafSymbols(tree, node);
}

function blockSymbol(tree: SyntaxTree, block: Block): DocumentSymbol {
  return {
    name: textOf(tree, block.line, block.header.span).replace(/\s*\{\s*$/, "") || "block",
    kind: SymbolKind.Namespace,
    range: linesRange(tree, block.line, block.endLine),
    selectionRange: rangeOf(block.line, block.header.span),
    children: block.body.flatMap((node) => nodeSymbols(tree, node)),
  };
}

/** What a line declares or does. Lines that are broken or only expect something stand in no outline. */
function leafSymbols(tree: SyntaxTree, { line, statement }: Leaf): DocumentSymbol[] {
  const symbol = (name: string, kind: SymbolKind, selection: Span, detail = ""): DocumentSymbol => ({
    name,
    kind,
    range: rangeOf(line, statement.span),
    selectionRange: rangeOf(line, selection),
    ...(detail === "" ? {} : { detail }),
  });
  switch (statement.kind) {
    case "process":
      return statement.processes.map((process) =>
        symbol(textOf(tree, line, process.span), SymbolKind.Object, process.span, "process"),
      );
    case "let":
      return [symbol(statement.name.text, SymbolKind.Constant, statement.name.span, "let")];
    case "mount":
      return [symbol(textOf(tree, line, statement.path.span), SymbolKind.File, statement.path.span, "mount")];
    case "cgroup":
      return [symbol(statement.name.text, SymbolKind.Struct, statement.name.span, "cgroup")];
    case "step": {
      const actor = textOf(tree, line, statement.actor.span);
      const kind =
        statement.action.call === "fork" || statement.action.call === "vfork" ? SymbolKind.Event : SymbolKind.Method;
      const announced = statement.outcome === null ? "" : `-> ${textOf(tree, line, statement.outcome.span)}`;
      return [symbol(`${actor}: ${textOf(tree, line, statement.action.span)}`, kind, statement.action.span, announced)];
    }
    case "sysctl":
      return [symbol(textOf(tree, line, statement.span), SymbolKind.Property, statement.span)];
    case "kernel":
    case "pool":
    case "overcommit":
    case "node":
    case "include":
    case "expect":
    case "always":
    case "never":
    case "broken":
      return [];
  }
}

function textOf(tree: SyntaxTree, line: number, span: Span): string {
  return tree.lines[line]?.text.slice(span.start, span.end) ?? "";
}

function linesRange(tree: SyntaxTree, from: number, to: number): Range {
  return { start: { line: from, character: 0 }, end: { line: to, character: tree.lines[to]?.text.length ?? 0 } };
}
