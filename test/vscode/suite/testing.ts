import { assert } from "chai";
import * as vscode from "vscode";
import type { Testing } from "../../../extension/testing/testing.js";
import { DEATH_LINE, FINE, TAKEN } from "./stories.js";
import { clear, insight, replace, show, until, write } from "./workbench.js";

suite("Test Explorer", () => {
  teardown(() => clear());

  test("an open text has its scenarios as tests, every kernel of it below", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    const file = await fileItem(editor.document.uri);
    assert.deepEqual(
      childrenOf(file).map((scenario) => [
        scenario.label,
        scenario.range?.start.line,
        childrenOf(scenario).map(({ label }) => label),
      ]),
      [
        ["taken", 0, ["2.6.26+cow", "2.6.27"]],
        ["fine", 12, ["2.6.26+cow"]],
      ],
    );
  });

  test("a file that nobody has open is found, and read when it is unfolded or run", async () => {
    const uri = await write(FINE);
    const testing = await explorer();
    await vscode.commands.executeCommand("testing.refreshTests");
    const item = await until("the file", () => testing.items.get(uri.toString()));
    assert.isTrue(item.canResolveChildren);
    await vscode.commands.executeCommand("hugetlb.runScenario", {
      uri: uri.toString(),
      scenario: "fine",
      line: 0,
      kernel: "",
    });
    await until("its result", () => outcomeOf(testing, uri, "fine", "2.6.26+cow") === "passed");
    assert.isFalse(vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()));
  });

  test("the lens above a scenario runs it; an edit makes the results stale", async () => {
    const editor = await show(TAKEN);
    const { uri } = editor.document;
    const testing = await explorer();
    await fileItem(uri);
    await vscode.commands.executeCommand("hugetlb.runScenario", {
      uri: uri.toString(),
      scenario: "taken",
      line: 0,
      kernel: "2.6.27",
    });
    await until(
      "the failures",
      () =>
        outcomeOf(testing, uri, "taken", "2.6.26+cow") === "failed" &&
        outcomeOf(testing, uri, "taken", "2.6.27") === "failed",
    );
    const told = testing.told.get(`${uri.toString()}#taken@2.6.27`) ?? "";
    assert.include(told, "child is killed by SIGBUS");
    assert.include(told, String(DEATH_LINE));
    // The editor writes the failure behind the line: the words that stand there otherwise make room.
    assert.isTrue(testing.messages.of(uri.toString()).has(DEATH_LINE));
    await replace(editor, "pool    2", "pool    4");
    await until(
      "nothing that is not so any more",
      () => testing.told.size === 0 || outcomeOf(testing, uri, "taken", "2.6.27") === undefined,
    );
    assert.isFalse(testing.messages.of(uri.toString()).has(DEATH_LINE));
    await vscode.commands.executeCommand("hugetlb.runScenario", {
      uri: uri.toString(),
      scenario: "taken",
      line: 0,
      kernel: "2.6.27",
    });
    await until("the new result", () => outcomeOf(testing, uri, "taken", "2.6.27") === "passed");
  });

  test("all tests of the workspace run by the editor's own command", async () => {
    const editor = await show(FINE);
    const testing = await explorer();
    await vscode.commands.executeCommand("testing.runAll");
    await until("its result", () => outcomeOf(testing, editor.document.uri, "fine", "2.6.26+cow") === "passed");
    assert.isAbove(testing.told.size, 20, "the examples are tests, too");
  });

  test("a run that goes on follows the text, which is not saved", async () => {
    const editor = await show(FINE);
    const { uri } = editor.document;
    const testing = await explorer();
    await fileItem(uri);
    await vscode.commands.executeCommand("testing.startContinuousRun");
    await until("a first result", () => outcomeOf(testing, uri, "fine", "2.6.26+cow") === "passed");
    await replace(editor, "expect free == 2", "expect free == 3");
    await until("the failure", () => outcomeOf(testing, uri, "fine", "2.6.26+cow") === "failed");
    await replace(editor, "expect free == 3", "expect free == 2");
    await until("the old result", () => outcomeOf(testing, uri, "fine", "2.6.26+cow") === "passed");
    assert.isTrue(editor.document.isDirty);
    await vscode.commands.executeCommand("testing.stopContinuousRun");
  });
});

async function explorer(): Promise<Testing> {
  return (await insight()).testing;
}

async function fileItem(uri: vscode.Uri): Promise<vscode.TestItem> {
  const testing = await explorer();
  return until("the file's tests", () => {
    const item = testing.items.get(uri.toString());
    return item !== undefined && item.children.size > 0 ? item : undefined;
  });
}

function childrenOf(item: vscode.TestItem): vscode.TestItem[] {
  const children: vscode.TestItem[] = [];
  item.children.forEach((child) => children.push(child));
  return children;
}

function outcomeOf(testing: Testing, uri: vscode.Uri, scenario: string, kernel: string): string | undefined {
  const told = testing.told.get(`${uri.toString()}#${scenario}@${kernel}`);
  return told === undefined ? undefined : (JSON.parse(told) as [string])[0];
}
