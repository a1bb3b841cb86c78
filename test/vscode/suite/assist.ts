/** What the editor shows while one writes: completion, signatures, hovers, inlay hints. */
import { assert } from "chai";
import * as vscode from "vscode";
import { DEATH_LINE, TAKEN } from "./stories.js";
import { clear, found, replace, show, until } from "./workbench.js";

/** Items to be resolved: more than any list here has before its rare ones. */
const RESOLVED = 50;

suite("completion, signatures, hovers and inlay hints", () => {
  teardown(async () => {
    await hints("counters", undefined);
    await clear();
  });

  test("completion knows who is alive and what he maps", async () => {
    const { document } = await ready();
    await typed(document, "  child:  read a[0]", "  c");
    assert.includeMembers(await labels(document, new vscode.Position(DEATH_LINE, 3)), ["parent", "child", "expect"]);
    await typed(document, "  c\n", "  child: read \n");
    const place = new vscode.Position(DEATH_LINE, "  child: read ".length);
    assert.deepEqual(await labels(document, place), ["a"]);
  });

  test("an outcome that would come true is the first one, and says what it is when it is looked at", async () => {
    const { document } = await ready();
    await typed(document, "read a[0]", "read a[0] -> ");
    const place = new vscode.Position(DEATH_LINE, "  child:  read a[0] -> ".length);
    const { items } = await completion(document, place);
    const sorted = [...items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1));
    assert.equal(labelOf(sorted[0]), "SIGBUS");
    const documentation = sorted[0]?.documentation;
    assert.include(documentation instanceof vscode.MarkdownString ? documentation.value : "", "taken away");
  });

  test("signature help names the parameter", async () => {
    const { document } = await ready();
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      "vscode.executeSignatureHelpProvider",
      document.uri,
      new vscode.Position(5, "  parent: a = mmap(/dev/hugepages/data, ".length),
      ",",
    );
    assert.equal(help.activeParameter, 1);
    assert.include(help.signatures[0]?.label ?? "", "mmap(FILE | anon, LENGTH");
  });

  test("hover tells a life and pages", async () => {
    const { document } = await ready();
    assert.include(await hover(document, new vscode.Position(DEATH_LINE, 3)), "killed by SIGBUS at line 10");
    assert.include(await hover(document, new vscode.Position(DEATH_LINE, "  child:  read ".length)), "`!B`");
  });

  test("inlay hints stand at the ends of lines, and a setting turns them off", async () => {
    const { document } = await ready();
    const before = await inlays(document);
    assert.includeMembers(
      before.map(({ label }) => label),
      ["promised 0 → 2 · available 0", "pages AB · in use 0 → 2 · promised 0"],
    );
    for (const { position } of before)
      assert.equal(position.character, document.lineAt(position.line).text.length, "not at the end of its line");
    await hints("counters", false);
    await eventually(
      "only the pages are left",
      async () => (await inlays(document)).map(({ label }) => label).join() === "pages AB",
    );
  });
});

async function ready(): Promise<vscode.TextEditor> {
  const editor = await show(TAKEN);
  await until("the file is read", () => found(editor.document.uri).length > 0);
  return editor;
}

async function typed(document: vscode.TextDocument, old: string, text: string): Promise<void> {
  await replace(await vscode.window.showTextDocument(document), old, text);
}

function completion(document: vscode.TextDocument, place: vscode.Position): Thenable<vscode.CompletionList> {
  return vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    place,
    undefined,
    RESOLVED,
  );
}

async function labels(document: vscode.TextDocument, place: vscode.Position): Promise<string[]> {
  return (await completion(document, place)).items.map(labelOf);
}

function labelOf(item: vscode.CompletionItem | undefined): string {
  return typeof item?.label === "string" ? item.label : (item?.label.label ?? "");
}

async function hover(document: vscode.TextDocument, place: vscode.Position): Promise<string> {
  const all = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, place);
  return all
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
    .join("\n");
}

async function inlays(document: vscode.TextDocument): Promise<{ label: string; position: vscode.Position }[]> {
  const range = new vscode.Range(0, 0, document.lineCount, 0);
  const all = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    range,
  );
  return all.map(({ label, position }) => ({
    label: typeof label === "string" ? label : label.map(({ value }) => value).join(""),
    position,
  }));
}

async function hints(kind: string, on: boolean | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration("hugetlb");
  await settings.update(`inlayHints.${kind}`, on, vscode.ConfigurationTarget.Workspace);
}

const ATTEMPTS = 200;
const LOOK_AGAIN_MS = 50;

async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error(`Waited in vain for: ${what}`);
}
