import { assert } from "chai";
import * as vscode from "vscode";
import { clear, found, show, until } from "./workbench.js";

const STORY = `scenario "a copy too many" {
  kernel 6.12
  pool 2
  process parent
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  child:  write a[0]
}
`;

suite("code actions", () => {
  teardown(() => clear());

  test("the pool that saves everybody is written with one choice", async () => {
    const editor = await opened(STORY);
    const actions = await actionsAt(editor, 7);
    const pool = actions.find(({ title }) => title === "Pool 3: nobody dies");
    assert.isTrue(pool?.isPreferred, actions.map(({ title }) => title).join(", "));
    assert.include(
      actions.map(({ title }) => title),
      "Announce it: -> SIGBUS",
    );
    await apply(pool);
    assert.equal(editor.document.lineAt(2).text, "  pool 3");
    await until("nobody dies any more", () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
    );
  });

  test("a slip of the pen, and all of them", async () => {
    const editor = await opened(STORY.replace("write a\n", "wrte a\n").replace("child = fork", "child = frok"));
    const actions = await actionsAt(editor, 5, 2);
    assert.include(
      actions.map(({ title }) => title),
      "Change to `write`",
    );
    const all = actions.find(({ title }) => title.startsWith("Fix all "));
    await apply(all);
    assert.include(editor.document.getText(), "parent: write a\n  parent: child = fork()");
  });
});

async function opened(text: string): Promise<vscode.TextEditor> {
  const editor = await show(text);
  await until("the file is read", () => found(editor.document.uri).length > 0);
  return editor;
}

/** Applies an action, whose edit must be worked out by now. */
async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  const edit = action?.edit;
  if (edit === undefined) throw new Error(`${action?.title ?? "the action"} has no edit`);
  await vscode.workspace.applyEdit(edit);
}

/** The actions of a line; the edits of so many are worked out. */
async function actionsAt(editor: vscode.TextEditor, line: number, resolved = 0): Promise<vscode.CodeAction[]> {
  const { range } = editor.document.lineAt(line);
  const inside = new vscode.Range(range.end.translate(0, -1), range.end.translate(0, -1));
  const where = resolved > 0 ? new vscode.Range(line, 11, line, 11) : inside;
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    editor.document.uri,
    where,
    vscode.CodeActionKind.QuickFix.value,
    resolved,
  );
}
