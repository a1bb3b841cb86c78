import { assert } from "chai";
import * as vscode from "vscode";

const EXTENSION = "hugetlb.hugetlb";

suite("activation", () => {
  test("the extension is installed and knows its language", async () => {
    assert.ok(vscode.extensions.getExtension(EXTENSION), "the extension is not there");
    assert.ok((await vscode.languages.getLanguages()).includes("hugetlb"), "no language hugetlb");
  });

  test("opening a scenario wakes the extension", async () => {
    const document = await vscode.workspace.openTextDocument(await firstScenario());
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, "hugetlb");
    const extension = vscode.extensions.getExtension(EXTENSION);
    await extension?.activate();
    assert.ok(extension?.isActive, "not active");
  });

  test("its commands are there", async () => {
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes("hugetlb.openPanel"), "no hugetlb.openPanel");
  });
});

async function firstScenario(): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, "no folder is open");
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const name = names.find((each) => each.endsWith(".hugetlb"));
  assert.ok(name, "the folder has no scenario");
  return vscode.Uri.joinPath(folder, name);
}
