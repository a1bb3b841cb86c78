/** Code actions: fixes of the diagnostics in a range, of all of a kind, and what a scenario ended with as an expectation. */
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { caseOf, expectTheEnd, type Fix, fixesFor, harmedRun, isSoon, isWritten, savingFixes } from "../fixes/index.js";
import { MAX_FIXES_AT_ONCE } from "../limits.js";
import { type Guard, isCount, isInteger, isObject, isString } from "../picture/guard.js";

/** The kinds that are offered. */
export const CODE_ACTION_KINDS: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.SourceFixAll,
];

/** What an action without an edit is worked out from when it is chosen. */
interface Pending {
  readonly uri: string;
  readonly version: number;
  /** all: every diagnostic with that code, or (empty) every one of the text. save: the pool that saves whoever dies at the line. */
  readonly what: "all" | "save";
  readonly code: string;
  readonly line: number;
}

const isPending: Guard<Pending> = isObject<Pending>({
  uri: isString,
  version: isInteger,
  what: (what): what is Pending["what"] => what === "all" || what === "save",
  code: isString,
  line: isCount,
});

/** The actions for a range of the last analysis; `only` = the kinds that are asked for, all when left out. */
export function* codeActions(
  document: HugetlbDocument,
  range: Range,
  only: readonly string[] | undefined,
): Generator<void, CodeAction[]> {
  const wants = (kind: string): boolean =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  const actions: CodeAction[] = [];
  const all = document.analysis?.diagnostics ?? [];
  if (wants(CodeActionKind.QuickFix)) {
    const here = all.filter((diagnostic) => overlaps(diagnostic.range, range));
    const fixes: CodeAction[] = [];
    for (const diagnostic of here) fixes.push(...(yield* quickFixes(document, diagnostic)));
    actions.push(...eachOnce(fixes));
    // Where nothing would become of this one, "all" would be none.
    const fixed = fixes
      .filter(({ isPreferred }) => isPreferred === true)
      .flatMap(({ diagnostics }) => diagnostics ?? []);
    for (const code of new Set(fixed.map((diagnostic) => diagnostic.code)))
      actions.push(...ofAKind(document, String(code), all));
  }
  if (wants(CodeActionKind.RefactorRewrite)) actions.push(...refactorings(document, range));
  // On demand only: in every list it would stand for nothing that is at the cursor.
  if (only?.some((asked) => asked.startsWith(CodeActionKind.Source)) === true && wants(CodeActionKind.SourceFixAll))
    actions.push({
      title: "Fix all",
      kind: CodeActionKind.SourceFixAll,
      data: pending(document, "all", "", 0),
    });
  return actions;
}

/** Works out the edit of an action that has none yet; it stays without one when the text is another by now. */
export function* resolveCodeAction(document: HugetlbDocument, action: CodeAction): Generator<void, CodeAction> {
  const data: unknown = action.data;
  if (!isPending(data) || data.version !== document.version) return action;
  const edits = data.what === "all" ? yield* allFixes(document, data.code) : yield* saving(document, data);
  return edits.length === 0 ? action : { ...action, edit: editOf(document, edits) };
}

/** The document that an unresolved action is about; null for one of somebody else. */
export function documentOf(action: CodeAction): string | null {
  const data: unknown = action.data;
  return isPending(data) ? data.uri : null;
}

function* quickFixes(document: HugetlbDocument, diagnostic: Diagnostic): Generator<void, readonly CodeAction[]> {
  const actions: CodeAction[] = [];
  const found = caseOf(document, diagnostic);
  const run = found === null ? null : harmedRun(found);
  const fixes: Fix[] = [];
  if (found !== null && run !== null) {
    if (isSoon(run)) fixes.push(...(yield* savingFixes(found, run)));
    else
      actions.push({
        title: "Make the pool as large as saves everybody",
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        data: pending(document, "save", String(diagnostic.code), found.line),
      });
  }
  fixes.push(...(yield* fixesFor(document, diagnostic)));
  const preferred = fixes.find((fix) => fix.preferred);
  for (const fix of fixes)
    actions.push({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: editOf(document, fix.edits),
      ...(fix === preferred ? { isPreferred: true } : {}),
    });
  return actions;
}

/** One change that is the way to be rid of several diagnostics is offered once, for all of them. */
function eachOnce(fixes: readonly CodeAction[]): readonly CodeAction[] {
  const known = new Map<string, CodeAction>();
  for (const fix of fixes) {
    const key = JSON.stringify([fix.title, fix.edit, fix.edit === undefined ? fix.data : null]);
    const before = known.get(key);
    if (before === undefined) known.set(key, fix);
    else
      known.set(key, {
        ...before,
        diagnostics: [...(before.diagnostics ?? []), ...(fix.diagnostics ?? [])],
        ...(before.isPreferred === true || fix.isPreferred === true ? { isPreferred: true } : {}),
      });
  }
  return [...known.values()];
}

/** What several diagnostics of one code have in common: they can be fixed at once. */
function ofAKind(document: HugetlbDocument, code: string, all: readonly Diagnostic[]): readonly CodeAction[] {
  const alike = all.filter((diagnostic) => diagnostic.code === code);
  const [first] = alike;
  if (first === undefined || alike.length < 2) return [];
  if (!isWritten(first) && code !== "expectation-failed") return [];
  return [
    {
      // Without their number: those that have no preferred fix stay.
      title: `Fix all \`${code}\` in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [...alike],
      data: pending(document, "all", code, first.range.start.line),
    },
  ];
}

function refactorings(document: HugetlbDocument, range: Range): readonly CodeAction[] {
  const { line } = range.start;
  const found = document.analysis?.scenarios.find(({ scenario }) => scenario.line <= line && line <= scenario.endLine);
  const edit = found === undefined ? null : expectTheEnd(document.tree, found);
  if (edit === null) return [];
  return [
    { title: "Expect how this scenario ends", kind: CodeActionKind.RefactorRewrite, edit: editOf(document, [edit]) },
  ];
}

/** The preferred fixes of all diagnostics of a code, or (empty) of all that are found without running. */
function* allFixes(document: HugetlbDocument, code: string): Generator<void, readonly TextEdit[]> {
  const edits: TextEdit[] = [];
  const all = document.analysis?.diagnostics ?? [];
  const alike = all.filter((diagnostic) => (code === "" ? isWritten(diagnostic) : diagnostic.code === code));
  for (const diagnostic of alike.slice(0, MAX_FIXES_AT_ONCE)) {
    const fix = (yield* fixesFor(document, diagnostic)).find(({ preferred }) => preferred);
    for (const edit of fix?.edits ?? []) if (edits.every((other) => goTogether(other, edit))) edits.push(edit);
    yield;
  }
  return edits;
}

function* saving(document: HugetlbDocument, { code, line }: Pending): Generator<void, readonly TextEdit[]> {
  const diagnostic = document.analysis?.diagnostics.find(
    (candidate) => candidate.code === code && candidate.range.start.line === line,
  );
  const found = diagnostic === undefined ? null : caseOf(document, diagnostic);
  const run = found === null ? null : harmedRun(found);
  if (found === null || run === null) return [];
  return (yield* savingFixes(found, run))[0]?.edits ?? [];
}

/** Neither the same change twice nor two changes of one place. */
function goTogether(a: TextEdit, b: TextEdit): boolean {
  const same = JSON.stringify(a) === JSON.stringify(b);
  return !same && (before(a.range.end, b.range.start) || before(b.range.end, a.range.start));
}

function before(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function overlaps(a: Range, b: Range): boolean {
  return before(a.start, b.end) && before(b.start, a.end);
}

function pending(document: HugetlbDocument, what: Pending["what"], code: string, line: number): Pending {
  return { uri: document.uri, version: document.version, what, code, line };
}

function editOf({ uri, version }: HugetlbDocument, edits: readonly TextEdit[]): WorkspaceEdit {
  return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
}
