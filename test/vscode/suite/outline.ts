import { assert } from "chai";
import * as vscode from "vscode";
import { FINE, TAKEN } from "./stories.js";
import { clear, found, show, until } from "./workbench.js";

suite("outline and folding", () => {
  teardown(() => clear());

  test("the outline has the scenarios, and in them what happens", async () => {
    const { document } = await ready();
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    const scenarios = symbols.filter((symbol) => symbol.name.includes("taken") || symbol.name.includes("fine"));
    assert.equal(scenarios.length, 2, symbols.map((symbol) => symbol.name).join(", "));
    assert.deepEqual(
      scenarios.map((symbol) => symbol.range.start.line),
      [0, 12],
    );
    for (const scenario of scenarios) assert.isNotEmpty(scenario.children);
  });

  test("every scenario can be folded", async () => {
    const { document } = await ready();
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      "vscode.executeFoldingRangeProvider",
      document.uri,
    );
    assert.includeMembers(
      ranges.map((range) => range.start),
      [0, 12],
    );
  });
});

async function ready(): Promise<vscode.TextEditor> {
  const editor = await show(`${TAKEN}\n${FINE}`);
  await until("the file is read", () => found(editor.document.uri).length > 0);
  return editor;
}
