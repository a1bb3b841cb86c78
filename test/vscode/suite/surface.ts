import { assert } from "chai";
import * as vscode from "vscode";
import type { Surface } from "../../../extension/surface.js";
import { DEATH_LINE, FINE, TAKEN, TAKING_LINE } from "./stories.js";
import { clear, codeOf, found, goTo, insight, openPanel, pause, replace, show, until } from "./workbench.js";

const TAKING = `taken@${String(TAKING_LINE)} takes page A from child`;
const DEATH = `death@${String(DEATH_LINE)} child killed by SIGBUS: page A was taken at line ${String(TAKING_LINE + 1)}`;
const SETTLED_MS = 400;

suite("marks, lenses and status bar", () => {
  let surface: Surface;
  setup(async () => {
    surface = await (await insight()).surface();
  });
  teardown(async () => {
    const settings = vscode.workspace.getConfiguration("hugetlb");
    await settings.update("decorations.gutter", undefined, vscode.ConfigurationTarget.Global);
    await clear();
  });

  const marks = (document: vscode.TextDocument): readonly string[] | undefined =>
    surface.decorations
      .of(document.uri.toString())
      ?.marks.map(({ kind, line, text }) => `${kind}@${String(line)} ${text}`);
  const marked = (document: vscode.TextDocument, wanted: readonly string[]): Promise<unknown> =>
    until(`marks ${JSON.stringify(wanted)}`, () => JSON.stringify(marks(document)) === JSON.stringify(wanted));

  test("the taking and the death are marked, and the marks go with the text", async () => {
    const editor = await show(TAKEN);
    await marked(editor.document, [TAKING, DEATH]);
    await replace(editor, "pool    2", "pool    3");
    await marked(editor.document, []);
    await replace(editor, "pool    3", "pool    2");
    await marked(editor.document, [TAKING, DEATH]);
    assert.isFalse(surface.decorations.of(editor.document.uri.toString())?.stale);
  });

  test("they move at once when a line is written above them", async () => {
    const editor = await show(TAKEN);
    await marked(editor.document, [TAKING, DEATH]);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "# a word\n");
    });
    const lines = surface.decorations.of(editor.document.uri.toString())?.marks.map(({ line }) => line);
    assert.deepEqual(lines, [TAKING_LINE + 1, DEATH_LINE + 1]);
  });

  test("they can be turned off and on", async () => {
    const editor = await show(TAKEN);
    await marked(editor.document, [TAKING, DEATH]);
    const settings = vscode.workspace.getConfiguration("hugetlb");
    await settings.update("decorations.gutter", false, vscode.ConfigurationTarget.Global);
    await pause(SETTLED_MS);
    await settings.update("decorations.gutter", undefined, vscode.ConfigurationTarget.Global);
    await marked(editor.document, [TAKING, DEATH]);
  });

  test("the lens has the verdicts and what can be done", async () => {
    const { document } = await show(TAKEN);
    const lenses = await lensTitles(document);
    assert.equal(lenses[0], "✕ child SIGBUS on 2.6.26+cow (+1)");
    assert.includeMembers(lenses, ["Show picture"]);
  });

  test("the lens shows another kernel: in marks, problems, panel and status bar", async () => {
    const editor = await show(TAKEN.replace("2.6.26+cow, 2.6.27", "2.6.26+cow, 2.6.26"));
    const { document } = editor;
    goTo(editor, DEATH_LINE);
    await marked(document, [TAKING, DEATH]);
    const panel = await openPanel(editor);
    await until("the status bar", () => surface.status.text === "$(error) 2.6.26+cow: child SIGBUS");
    const lenses = await lensesOf(document);
    const other = lenses.find(
      ({ command }) => command?.title.includes("on 2.6.26") === true && !command.title.startsWith("●"),
    );
    assert.ok(other?.command?.arguments, "no lens of the other kernel");
    await vscode.commands.executeCommand(other.command.command, ...(other.command.arguments as unknown[]));
    await marked(document, [
      `death@${String(TAKING_LINE)} parent killed by SIGKILL: no page left to copy A (0 free; overcommit is 0)`,
    ]);
    await until("the other death", () => found(document.uri).includes(`killed@${String(TAKING_LINE)}`));
    await until("the panel's kernel", () => panel.picture?.run?.kernel === "2.6.26");
    await until("the status bar", () => surface.status.text === "$(error) 2.6.26: parent SIGKILL");
    assert.equal((await lensTitles(document))[1], "● ✕ parent SIGKILL on 2.6.26");
    panel.receive({ type: "select", scenario: "taken", kernel: "2.6.26+cow" });
    await marked(document, [TAKING, DEATH]);
  });

  test("the status bar follows the cursor, and goes with the text", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    goTo(editor, DEATH_LINE);
    await until("the first scenario", () => surface.status.text === "$(error) 2.6.26+cow: child SIGBUS");
    goTo(editor, 14);
    await until("the second scenario", () => surface.status.text === "$(pass) 2.6.26+cow: nobody dies");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("nothing", () => surface.status.text === undefined);
  });

  test("a lens opens the panel at its scenario", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    const lenses = await lensesOf(editor.document);
    const picture = lenses.filter(({ command }) => command?.title === "Show picture").at(-1)?.command;
    assert.ok(picture?.arguments, "no lens for the picture");
    await vscode.commands.executeCommand(picture.command, ...(picture.arguments as unknown[]));
    const panels = await (await insight()).panels();
    const panel = await until("the panel", () => panels.of(editor.document.uri.toString()));
    await until("its scenario", () => panel.picture?.run?.scenario === "fine");
  });

  test("every code leads to its page", async () => {
    const { document } = await show(TAKEN);
    await until("a death", () => found(document.uri).includes(`killed@${String(DEATH_LINE)}`));
    for (const { code } of vscode.languages.getDiagnostics(document.uri)) {
      assert.ok(typeof code === "object", "a code without a page");
      assert.equal(code.target.scheme, "command");
      assert.include(code.target.toString(true), codeOf(code));
    }
  });
});

suite("pages", () => {
  teardown(() => clear());

  test("a code's page opens beside the text", async () => {
    await show(TAKEN);
    await vscode.commands.executeCommand("hugetlb.explainCode", "killed");
    const page = await until("a page", () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes("diagnostics.md")),
    );
    assert.instanceOf(page.input, vscode.TabInputWebview);
  });
});

async function lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
}

async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  return (await lensesOf(document)).map(({ command }) => command?.title ?? "");
}
