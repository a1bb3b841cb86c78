/** The editor as the suites use it: files made for a test, and waiting for what comes later. */
import { assert } from "chai";
import * as vscode from "vscode";
import type { Insight } from "../../../extension/activate.js";
import type { Panel } from "../../../extension/panel/panel.js";
import type { Panels } from "../../../extension/panel/panels.js";

const EXTENSION = "hugetlb.hugetlb";
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 15;
/** No test has more tabs open. */
const MOST_TABS = 20;

/** What the extension lets its tests see. */
export async function insight(): Promise<Insight> {
  const extension = vscode.extensions.getExtension<Insight | undefined>(EXTENSION);
  assert.ok(extension, "the extension is not there");
  const exports = await extension.activate();
  assert.ok(exports, "the extension shows its tests nothing");
  return exports;
}

export async function panels(): Promise<Panels> {
  return (await insight()).panels();
}

/** Waits until `look` finds something (neither undefined, null nor false), and hands it over. */
export async function until<T>(
  what: string,
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await pause(LOOK_AGAIN_MS);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Files made by the suites, to be deleted. Each has a name of its own: the editor remembers texts longer than their files live. */
const made = new Set<string>();
let count = 0;

/** Makes a file in the open folder and shows it, the focus in its text. */
export async function show(text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(await write(text));
  return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
}

/** The text of a file. */
export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Makes a file in the open folder. */
export async function write(text: string): Promise<vscode.Uri> {
  const uri = inFolder(newName());
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** A file name that no other test has used. */
export function newName(): string {
  const name = `suite-${String(++count)}.hugetlb`;
  made.add(name);
  return name;
}

export function inFolder(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Closes every tab, changes and all, and deletes what the suites made. */
export async function clear(): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS && vscode.window.tabGroups.all.some((group) => group.tabs.length > 0); tabs++)
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  for (const name of made) await vscode.workspace.fs.delete(inFolder(name)).then(undefined, () => undefined);
  made.clear();
}

/** Replaces the first `old` of the document by `text`, as an edit of the reader. */
export async function replace(editor: vscode.TextEditor, old: string, text: string): Promise<void> {
  const { document } = editor;
  const at = document.getText().indexOf(old);
  assert.ok(at >= 0, `no "${old}" in the text`);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + old.length));
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(range, text);
    }),
    "the edit was refused",
  );
}

/** A diagnostic's code; with a page of its own it comes with an address. */
export function codeOf(code: vscode.Diagnostic["code"]): string {
  return String(typeof code === "object" ? code.value : code);
}

/** `code@line` of every diagnostic of a document, lines from 0, in order. */
export function found(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .map((each) => ({ line: each.range.start.line, code: codeOf(each.code) }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, code }) => `${code}@${String(line)}`);
}

/** Opens the panel of the active editor by its command and waits for its picture. */
export async function openPanel(editor: vscode.TextEditor): Promise<Panel> {
  await vscode.commands.executeCommand("hugetlb.openPanel");
  return panelOf(editor.document);
}

/** The panel of a document, once it shows the document as it is now. */
export async function panelOf(document: vscode.TextDocument): Promise<Panel> {
  const all = await panels();
  return until(`a picture of version ${String(document.version)}`, () => {
    const panel = all.of(document.uri.toString());
    return panel?.picture?.version === document.version ? panel : undefined;
  });
}

/** The panels' tabs. */
export function panelTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes("hugetlb.panel"));
}

/** Puts the cursor at the start of a line (from 0). */
export function goTo(editor: vscode.TextEditor, line: number): void {
  const place = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(place, place);
}
