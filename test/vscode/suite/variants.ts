import { assert } from "chai";
import * as vscode from "vscode";
import { TAKEN } from "./stories.js";
import { clear, inFolder, newName, openPanel, panelOf, show, until } from "./workbench.js";

suite("what if, remedies, exports", () => {
  teardown(clear);

  test("what is tried is shown and not written; then it is written as one edit that can be undone", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    panel.receive({ type: "try", tried: { kernel: null, pool: 3, overcommit: null } });
    const picture = await until("the trial", () => (panel.picture?.whatIf?.pool === 3 ? panel.picture : null));
    assert.equal(picture.run?.verdict.words, "nobody dies");
    assert.equal(picture.whatIf?.written.verdict.words, "child SIGBUS");
    assert.equal(editor.document.getText(), TAKEN);
    panel.receive({ type: "write" });
    await until("the edit", () => editor.document.getText() !== TAKEN);
    assert.equal(editor.document.getText(), TAKEN.replace("pool    2", "pool    3"));
    const after = await panelOf(editor.document);
    assert.equal(after.picture?.run?.verdict.words, "nobody dies");
    assert.isNull(after.state.whatIf);
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand("undo");
    assert.equal(editor.document.getText(), TAKEN);
  });

  test("a kernel that the text does not list can be tried, and is dropped", async () => {
    const panel = await openPanel(await show(TAKEN));
    panel.receive({ type: "try", tried: { kernel: "2.6.26", pool: null, overcommit: null } });
    await until("the kernel", () => panel.picture?.run?.kernel === "2.6.26");
    assert.equal(panel.picture?.run?.verdict.words, "parent SIGKILL");
    panel.receive({ type: "try", tried: null });
    await until("the text's own", () => panel.picture?.run?.kernel === "2.6.26+cow" && panel.picture.whatIf === null);
  });

  test("a remedy is one click", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    const version = panel.picture?.version ?? 0;
    panel.receive({ type: "remedies", version, step: 5 });
    await until("the remedies", () => {
      panel.receive({ type: "remedy", version, step: 5, index: 0 });
      return editor.document.getText() !== TAKEN;
    });
    assert.include(editor.document.getText(), "pool    3");
    const after = await panelOf(editor.document);
    await until("the rescue", () => after.picture?.run?.verdict.words === "nobody dies");
  });

  test("the command opens the comparison, which comes back with the panel", async () => {
    const editor = await show(TAKEN);
    await vscode.commands.executeCommand("hugetlb.compare");
    const panel = await panelOf(editor.document);
    await until("the comparison", () => panel.state.comparing);
    panel.close();
    const again = await openPanel(editor);
    assert.isTrue(again.state.comparing);
  });

  test("what cannot be a program is told, and no place for it is asked for", async () => {
    const long = TAKEN.replace(/\n\}/u, "\n  repeat 6000 {\n    parent: unlink(/dev/hugepages/x)\n  }\n}");
    const panel = await openPanel(await show(long));
    const place = inFolder(`${newName()}.c`);
    const words = await panel.exporter.saveTo(place, "c").then(
      () => "",
      (error: unknown) => String(error),
    );
    assert.match(words, /has more than 5000 steps: too many for a program/u);
    const written = await vscode.workspace.fs.stat(place).then(
      () => true,
      () => false,
    );
    assert.isFalse(written);
  });

  test("exports are files: a page of its own, a table, a trace, a program", async () => {
    const panel = await openPanel(await show(TAKEN));
    const read = async (format: "html" | "markdown" | "json" | "c"): Promise<string> => {
      const place = inFolder(`${newName()}.${format}`);
      await panel.exporter.saveTo(place, format);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(place));
      await vscode.workspace.fs.delete(place);
      return text;
    };
    const page = await read("html");
    assert.include(page, '<script type="application/json" id="exported">');
    assert.notMatch(page, /(src|href)="(?!#)/u);
    const table = await read("markdown");
    assert.include(table, "| 5 | 10 | child | `read a[0]` | **SIGBUS** |");
    const trace = JSON.parse(await read("json")) as { runs: { steps: { result: string }[] }[] };
    assert.deepEqual(
      trace.runs[0]?.steps.map(({ result }) => result),
      ["ok", "ok", "ok", "ok", "SIGBUS"],
    );
    const program = await read("c");
    assert.include(program, "int main(int count");
    assert.include(program, '"read a[0]", "SIGBUS"');
  });
});
