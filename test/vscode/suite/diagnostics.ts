import { assert } from "chai";
import * as vscode from "vscode";
import { DEATH_LINE, FINE, TAKEN, TAKING_LINE } from "./stories.js";
import { clear, codeOf, found, pause, replace, show, until, write } from "./workbench.js";

const KILLED = `killed@${String(DEATH_LINE)}`;
const UNMAPPED = `unmapped@${String(TAKING_LINE)}`;
/** Longer than an edit's results take: what is to come has come. */
const SETTLED_MS = 600;

suite("diagnostics", () => {
  teardown(() => clear());

  test("the death and the write that caused it are marked where they happen", async () => {
    const { document } = await show(TAKEN);
    const killed = await until(KILLED, () =>
      vscode.languages.getDiagnostics(document.uri).find((each) => codeOf(each.code) === "killed"),
    );
    assert.equal(killed.range.start.line, DEATH_LINE);
    assert.equal(killed.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(killed.range), "child:  read a[0]");
    assert.match(killed.message, /child/);
    assert.match(killed.message, /SIGBUS/);
    assert.include(found(document.uri), UNMAPPED);
    assert.ok(
      killed.relatedInformation?.some((place) => place.location.range.start.line === TAKING_LINE),
      "no way to the taking",
    );
  });

  test("they come while one types, and go when the text is mended", async () => {
    const editor = await show(TAKEN);
    const { uri } = editor.document;
    await until(KILLED, () => found(uri).includes(KILLED));
    await replace(editor, "pool    2", "pool    4");
    await until("nobody dies", () => !found(uri).includes(KILLED));
    await replace(editor, "pool    4", "pool    2");
    await until("the death is back", () => found(uri).includes(KILLED));
  });

  test("a half-typed line is one problem and hides nothing else", async () => {
    const editor = await show(TAKEN);
    const { uri } = editor.document;
    await replace(editor, "child = fork()\n", "child = fork()\n  parent: wri\n");
    await until(
      "a syntax error",
      () => found(uri).filter((each) => each === `syntax@${String(TAKING_LINE)}`).length === 1,
    );
    await until("the death one line further down", () => found(uri).includes(`killed@${String(DEATH_LINE + 1)}`));
    assert.deepEqual(
      found(uri).filter((each) => each.startsWith("unknown-name")),
      [],
    );
  });

  test("the latest of many edits wins", async () => {
    const editor = await show(TAKEN);
    const { uri } = editor.document;
    for (let round = 0; round < 10; round++) {
      await replace(editor, "pool    2", "pool    4");
      await replace(editor, "pool    4", "pool    2");
    }
    await replace(editor, "pool    2", "pool    4");
    await until("nobody dies", () => !found(uri).includes(KILLED));
    await pause(SETTLED_MS);
    assert.notInclude(found(uri), KILLED);
  });

  test("an edit in one scenario leaves the others as they are", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    const { uri } = editor.document;
    const first = await until(KILLED, () => (found(uri).includes(KILLED) ? found(uri) : undefined));
    await replace(editor, "write b", "wriet b");
    const both = await until("a syntax error", () =>
      found(uri).some((each) => each.startsWith("syntax@")) ? found(uri) : undefined,
    );
    assert.includeMembers(both, first);
    await replace(editor, "wriet b", "write b");
    await until("all as before", () => JSON.stringify(found(uri)) === JSON.stringify(first));
  });

  test("a closed file leaves no problems behind", async () => {
    const uri = await write(TAKEN);
    // What a test opens itself stays loaded for minutes; what the reader opens does not.
    await vscode.commands.executeCommand("vscode.open", uri);
    await until(KILLED, () => found(uri).includes(KILLED));
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await until("no problems", () => found(uri).length === 0);
  });
});
