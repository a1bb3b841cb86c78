/** A way to be rid of a diagnostic: a change of the text. */
import type { Diagnostic, TextEdit } from "vscode-languageserver-types";
import type { ScenarioRuns } from "../analysis.js";
import { messageText } from "../diagnose/index.js";
import type { HugetlbDocument } from "../document.js";
import { textOf } from "../edit/lines.js";
import type { Line, Span, SyntaxTree } from "../syntax/index.js";

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What most people would do: taken by "fix all". */
  readonly preferred: boolean;
}

/** A diagnostic where it stands. */
export interface Case {
  readonly document: HugetlbDocument;
  readonly tree: SyntaxTree;
  readonly diagnostic: Diagnostic;
  readonly message: string;
  readonly line: number;
  readonly span: Span;
  /** The words that the diagnostic is about. */
  readonly words: string;
  readonly statement: Line["statement"];
  /** The scenario that the line stands in. */
  readonly scenario: ScenarioRuns | null;
}

export type FixMaker = (found: Case) => readonly Fix[];

/** Looks at a diagnostic of the document's last analysis; null when it is about more than one line. */
export function caseOf(document: HugetlbDocument, diagnostic: Diagnostic): Case | null {
  const { start, end } = diagnostic.range;
  const { tree } = document;
  const statement = tree.lines[start.line]?.statement;
  if (start.line !== end.line || statement === undefined) return null;
  const { line } = start;
  const span: Span = { start: start.character, end: end.character };
  const scenario = document.analysis?.scenarios.find(
    ({ scenario: { line: from, endLine } }) => from <= line && line <= endLine,
  );
  return {
    document,
    tree,
    diagnostic,
    message: messageText(diagnostic),
    line,
    span,
    words: textOf(tree, line, span),
    statement,
    scenario: scenario ?? null,
  };
}

/** One fix. */
export function fix(title: string, edits: TextEdit | readonly TextEdit[], preferred = false): Fix {
  return { title, edits: "newText" in edits ? [edits] : edits, preferred };
}
