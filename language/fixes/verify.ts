/** A fix tried: it is offered only when its diagnostic goes and no other comes. */
import { type Diagnostic, DiagnosticSeverity, type TextEdit } from "vscode-languageserver-types";
import { TextDocument } from "vscode-languageserver-textdocument";
import { check } from "../check/index.js";
import { messageText } from "../diagnose/index.js";
import { HugetlbDocument } from "../document.js";
import { parse, type SyntaxTree } from "../syntax/index.js";
import type { Case, Fix } from "./fix.js";

/** Codes of what is found without running. */
const WRITTEN: ReadonlySet<unknown> = new Set([
  "syntax",
  "unknown-name",
  "duplicate-name",
  "wrong-kind",
  "out-of-range",
  "bad-setting",
  "not-in-kernel",
]);

/** Steps of a scenario up to which a fix of what a run shows is tried; above it would hold up the list. */
const STEPS_TRIED = 2_000;

/** Whether the diagnostic is about the text alone. */
export function isWritten({ code }: Diagnostic): boolean {
  return WRITTEN.has(code);
}

/** Whether checking alone finds it: that a name is bound still, say, only a run tells. */
function isChecked({ document, diagnostic }: Case): boolean {
  return isWritten(diagnostic) && document.analysis?.checked.diagnostics.includes(diagnostic) === true;
}

/** The fixes that do what they say. */
export function* verified(found: Case, fixes: readonly Fix[]): Generator<void, readonly Fix[]> {
  if (fixes.length === 0) return [];
  const good: Fix[] = [];
  const before = yield* diagnosticsOf(found, []);
  for (const fix of fixes) {
    const after = before === null ? null : yield* diagnosticsOf(found, fix.edits);
    if (before === null || after === null || isBetter(found, before, after)) good.push(fix);
  }
  return good;
}

/** Diagnostics of the text after the edits; null when they are too much to work out. */
function* diagnosticsOf(found: Case, edits: readonly TextEdit[]): Generator<void, readonly Diagnostic[] | null> {
  const { document, tree } = found;
  const text = TextDocument.create(document.uri, "hugetlb", document.version, document.text);
  const changed = TextDocument.applyEdits(text, [...edits]);
  if (isChecked(found)) {
    const parsed = parse(changed, tree);
    yield;
    return check({ uri: document.uri, tree: parsed }, document.options).diagnostics;
  }
  const runs = found.scenario?.runs ?? [];
  if (runs.reduce((steps, { run }) => steps + run.steps.length, 0) > STEPS_TRIED) return null;
  const alone = new HugetlbDocument(document.uri, document.options);
  alone.update(aloneText(found, tree, edits, text), 1);
  return (yield* alone.analysing()).diagnostics;
}

/** The text with the other scenarios' lines empty: their runs are none of this fix's business. */
function aloneText(found: Case, tree: SyntaxTree, edits: readonly TextEdit[], text: TextDocument): string {
  const own = found.scenario?.scenario.line;
  const emptied = tree.scenarios
    .filter(({ line }) => line !== own)
    .map(({ line, endLine }): TextEdit => ({
      range: {
        start: { line, character: 0 },
        end: { line: endLine, character: tree.lines[endLine]?.text.length ?? 0 },
      },
      newText: "\n".repeat(endLine - line),
    }));
  return TextDocument.applyEdits(text, [...emptied, ...edits]);
}

function isBetter(found: Case, before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const { diagnostic } = found;
  const written = isChecked(found);
  const counted = countOf(before);
  const left = countOf(after);
  const key = keyOf(diagnostic);
  if ((left.get(key) ?? 0) >= (counted.get(key) ?? 0)) return false;
  return after.every((other) => {
    if (written ? !isWritten(other) : (other.severity ?? 1) > DiagnosticSeverity.Warning) return true;
    return (left.get(keyOf(other)) ?? 0) <= (counted.get(keyOf(other)) ?? 0);
  });
}

function countOf(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const diagnostic of diagnostics) counts.set(keyOf(diagnostic), (counts.get(keyOf(diagnostic)) ?? 0) + 1);
  return counts;
}

/** A line more above it makes no other diagnostic of it. */
function keyOf(diagnostic: Diagnostic): string {
  return `${String(diagnostic.code)} ${messageText(diagnostic).replace(/line \d+/gu, "line")}`;
}
