/** Formatting as the editor asks for it. */
import { assert } from "chai";
import * as vscode from "vscode";
import { TAKEN } from "./stories.js";
import { clear, pause, show } from "./workbench.js";

const PATIENCE_MS = 30_000;
const SPACES: vscode.FormattingOptions = { tabSize: 2, insertSpaces: true };

suite("formatting", () => {
  teardown(() => clear());

  test("a squeezed document comes out straight, and stays so", async () => {
    const { document } = await show(TAKEN.replace(/ +/g, " ").replace(/^ /gm, ""));
    await apply(document, await asked(() => format(document)));
    const once = document.getText();
    assert.include(once, "\n  parent: write a[0]\n");
    assert.include(once, "\n  child: read a[0]\n");
    assert.deepEqual(await format(document), []);
    assert.equal(document.getText(), once);
  });

  test("a selection alone", async () => {
    const { document } = await show('scenario "s" {\nprocess p\np:  exit()\n}\n');
    const range = new vscode.Range(2, 0, 2, 5);
    const edits = await asked(() =>
      vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        "vscode.executeFormatRangeProvider",
        document.uri,
        range,
        SPACES,
      ),
    );
    await apply(document, edits);
    assert.equal(document.getText(), 'scenario "s" {\nprocess p\n  p: exit()\n}\n');
  });

  test("what an ended line leaves behind", async () => {
    const { document } = await show('scenario "s" {\n  process p\np:  exit( )\n  \n}\n');
    const edits = await asked(() =>
      vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        "vscode.executeFormatOnTypeProvider",
        document.uri,
        new vscode.Position(3, 2),
        "\n",
        SPACES,
      ),
    );
    await apply(document, edits);
    assert.equal(document.getText(), 'scenario "s" {\n  process p\n  p: exit()\n  \n}\n');
  });
});

async function format(document: vscode.TextDocument): Promise<readonly vscode.TextEdit[]> {
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
    "vscode.executeFormatDocumentProvider",
    document.uri,
    SPACES,
  );
  return edits ?? [];
}

/** Asks until there are edits: the server may have to be started. */
async function asked(
  ask: () => PromiseLike<readonly vscode.TextEdit[] | undefined>,
): Promise<readonly vscode.TextEdit[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const edits = await ask();
    if (edits !== undefined && edits.length > 0) return edits;
    if (Date.now() > end) throw new Error("Waited in vain for edits");
    await pause(50);
  }
}

async function apply(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [...edits]);
  assert.ok(await vscode.workspace.applyEdit(edit), "the edits were refused");
}
