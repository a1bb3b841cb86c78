import { assert } from "chai";
import * as vscode from "vscode";
import { DEATH_LINE, TAKEN } from "./stories.js";
import { clear, found, goTo, insight, replace, show, until, write } from "./workbench.js";

suite("commands, examples and tasks", () => {
  teardown(() => clear());

  test("a new scenario is an unsaved file that runs", async () => {
    await vscode.commands.executeCommand("hugetlb.newScenario", "fork");
    const { document } = await until("an editor", () => vscode.window.activeTextEditor);
    assert.isTrue(document.isUntitled);
    assert.equal(document.languageId, "hugetlb");
    await until("a death", () => found(document.uri).some((each) => each.startsWith("killed@")));
  });

  test("an example opens as a copy that can be edited", async () => {
    const before = vscode.window.activeTextEditor?.document;
    const opening = vscode.commands.executeCommand("hugetlb.openExample");
    // The picker is there when its first entry can be accepted.
    const editor = await acceptFirst(() => {
      const now = vscode.window.activeTextEditor;
      return now !== undefined && now.document !== before ? now : undefined;
    });
    await opening;
    assert.isTrue(editor.document.isUntitled);
    assert.include(editor.document.getText(), "scenario ");
    await until("its problems", () => found(editor.document.uri).length > 0);
  });

  test("a kernel can be chosen, and the text stays as it is", async () => {
    const editor = await show(TAKEN);
    const { status } = await (await insight()).surface();
    goTo(editor, DEATH_LINE);
    await until("the first kernel", () => status.text === "$(error) 2.6.26+cow: child SIGBUS");
    const uri = editor.document.uri.toString();
    await vscode.commands.executeCommand("hugetlb.showKernel", { uri, kernel: "2.6.27" });
    await until("the other kernel", () => status.text === "$(error) 2.6.27: child SIGBUS");
    assert.equal(editor.document.getText(), TAKEN);
  });

  test("tasks run and check the file in front, and every file", async () => {
    const { document } = await show(TAKEN);
    const tasks = await vscode.tasks.fetchTasks({ type: "hugetlb" });
    const name = document.uri.path.split("/").at(-1) ?? "";
    assert.includeMembers(
      tasks.map((task) => task.name),
      [`run ${name}`, `check ${name}`, "run all scenarios", "check all scenarios"],
    );
    for (const task of tasks) assert.deepEqual(task.problemMatchers, ["$hugetlb"]);
  });

  test("a task inside the editor ends, and tells the problems of a file that nobody has open", async function () {
    // Every file of the folder is run.
    this.timeout(120_000);
    const uri = await write(TAKEN);
    const tasks = await vscode.tasks.fetchTasks({ type: "hugetlb" });
    const task = tasks.find(({ name }) => name === "check all scenarios");
    assert.ok(task, "no task for the folder");
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution.task.name !== task.name) return;
        listening.dispose();
        resolve();
      });
    });
    await vscode.tasks.executeTask(task);
    await ended;
    assert.ok(found(uri).length > 0, "the file was not looked at");
  });

  test("the walkthrough's last step is done when somebody is saved", async () => {
    const editor = await show(TAKEN);
    await until("a death", () => found(editor.document.uri).some((each) => each.startsWith("killed@")));
    await replace(editor, "pool    2", "pool    3");
    await until("nobody dies", () => !found(editor.document.uri).some((each) => each.startsWith("killed@")));
    await vscode.commands.executeCommand("hugetlb.openWalkthrough");
    await until("the walkthrough", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label.includes("Welcome") || label.includes("Walkthrough")),
    );
  });
});

/** Accepts the first entry of a picker as soon as there is one. */
async function acceptFirst<T>(done: () => T | undefined): Promise<T> {
  let accepting = 0;
  return until("an entry was accepted", () => {
    const found = done();
    if (found === undefined && accepting++ % 40 === 20)
      void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return found;
  });
}
