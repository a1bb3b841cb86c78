import { assert } from "chai";
import * as vscode from "vscode";
import type { Panel } from "../../../extension/panel/panel.js";
import { PROTOCOL, type PanelState } from "../../../language/picture/messages.js";
import type { Picture } from "../../../language/picture/picture.js";
import { DEATH_LINE, FINE, TAKEN, TAKEN_STEPS, TAKING_LINE } from "./stories.js";
import {
  clear,
  goTo,
  inFolder,
  insight,
  newName,
  openPanel,
  panelOf,
  panels,
  panelTabs,
  pause,
  replace,
  show,
  until,
} from "./workbench.js";

const FOLLOW = "panel.followCursor";
/** Long enough for a message that must not have an effect to have one. */
const SETTLED_MS = 300;
const FINE_START = 12;

suite("panel", () => {
  teardown(async () => {
    await vscode.workspace.getConfiguration("hugetlb").update(FOLLOW, undefined, vscode.ConfigurationTarget.Global);
    await clear();
  });

  test("opens beside the text, and the focus stays in the text", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    const tab = await until("the panel's tab", () =>
      panelTabs().find(({ label }) => label === titleOf(editor.document.uri)),
    );
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.One);
    assert.equal(panel.picture?.run?.scenario, "taken");
    assert.deepEqual(
      [...(panel.picture?.run?.steps ?? [])].map((step) => step.line),
      TAKEN_STEPS,
    );
    assert.equal(panel.step, TAKEN_STEPS.length, "a fresh panel shows the end");
  });

  test("opened from where there is no step, it begins at the one at which somebody dies", async () => {
    const editor = await show(TAKEN.replace(/\}\s*$/u, "  parent: read a\n  parent: read a\n}\n"));
    const panel = await openPanel(editor);
    assert.equal(panel.picture?.run?.steps.length, TAKEN_STEPS.length + 2);
    await until("the death", () => panel.step === TAKEN_STEPS.length);
  });

  test("there is one for each document", async () => {
    const editor = await show(TAKEN);
    await openPanel(editor);
    await openPanel(editor);
    await until("one tab", () => panelTabs().length === 1);
    const other = await show(FINE);
    await openPanel(other);
    assert.equal((await panels()).size, 2);
    await until("two tabs", () => panelTabs().length === 2);
  });

  test("follows the cursor to its step, and into another scenario", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    const panel = await openPanel(editor);
    goTo(editor, TAKING_LINE);
    await until("step 4", () => panel.step === 4);
    goTo(editor, 4);
    await until("before the first step", () => panel.step === 0);
    goTo(editor, FINE_START + 5);
    await until("the other scenario", () => panel.picture?.run?.scenario === "fine" && panel.step === 1);
    goTo(editor, DEATH_LINE);
    await until("the first again", () => panel.picture?.run?.scenario === "taken" && panel.step === 5);
  });

  for (const mode of ["mouse", "off"]) {
    test(`does not follow the keyboard when it should follow "${mode}"`, async () => {
      await vscode.workspace.getConfiguration("hugetlb").update(FOLLOW, mode, vscode.ConfigurationTarget.Global);
      const editor = await show(TAKEN);
      const panel = await openPanel(editor);
      goTo(editor, TAKING_LINE);
      await pause(SETTLED_MS);
      assert.equal(panel.step, TAKEN_STEPS.length);
    });
  }

  test("a step chosen in it shows the line and leaves the focus", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    panel.receive({ type: "step", step: 2, reveal: true });
    await until("the cursor on the line", () => editor.selection.active.line === TAKEN_STEPS[1]);
    assert.equal(panel.step, 2);
    panel.receive({ type: "step", step: 4, reveal: false });
    await until("the step", () => panel.step === 4);
    await pause(SETTLED_MS);
    assert.equal(editor.selection.active.line, TAKEN_STEPS[1], "the cursor stays unless a line was asked for");
    panel.receive({ type: "line", line: DEATH_LINE });
    await until("the cursor on the line", () => editor.selection.active.line === DEATH_LINE);
  });

  test("a line of a closed document opens it again, not in the panel's place", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await until("no text", () => vscode.window.visibleTextEditors.length === 0);
    assert.equal(panelTabs().length, 1);
    panel.receive({ type: "step", step: 4, reveal: true });
    const again = await until("the text", () => vscode.window.visibleTextEditors[0]);
    await until("the cursor on the line", () => again.selection.active.line === TAKING_LINE);
    assert.equal(panelTabs().length, 1);
  });

  test("what is no message changes nothing", async () => {
    const panel = await openPanel(await show(TAKEN));
    const before = panel.state;
    const nonsense = [
      null,
      7,
      "ready",
      {},
      { type: "steps" },
      { type: "step", step: "2", reveal: true },
      { type: "step", step: -1, reveal: false },
    ];
    for (const message of [
      ...nonsense,
      { type: "step", step: 99, reveal: true },
      { type: "select", scenario: "no such", kernel: null },
    ])
      panel.receive(message);
    await pause(SETTLED_MS);
    assert.deepEqual(panel.state, before);
  });

  test("another kernel is shown at the same step", async () => {
    const panel = await openPanel(await show(TAKEN));
    panel.receive({ type: "step", step: 3, reveal: false });
    panel.receive({ type: "select", scenario: "taken", kernel: "2.6.27" });
    await until("the other kernel", () => panel.picture?.run?.kernel === "2.6.27");
    assert.equal(panel.step, 3);
  });

  test("shows every edit, and the last good run while the text is broken", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    await replace(editor, "  child:  read a[0]\n", "  child:  read a[0]\n  parent: exit()\n");
    await panelOf(editor.document);
    assert.equal(stepsOf(panel), 6);
    await replace(editor, "parent: write a[0]", "parent: wri");
    await panelOf(editor.document);
    const broken: Picture | null = panel.picture;
    assert.equal(broken?.brokenLine, TAKING_LINE);
    assert.isNotNull(broken?.run);
    await replace(editor, "parent: wri\n", "parent: write a[0]\n");
    await panelOf(editor.document);
    assert.isNull(panel.picture?.brokenLine);
  });

  test("is found as it was left when it is opened again", async () => {
    const editor = await show(`${TAKEN}\n${FINE}`);
    const panel = await openPanel(editor);
    panel.receive({ type: "select", scenario: "taken", kernel: "2.6.27" });
    await until("the kernel", () => panel.picture?.run?.kernel === "2.6.27");
    panel.receive({ type: "step", step: 2, reveal: false });
    const left = panel.state;
    panel.close();
    await until("no panel", () => panelTabs().length === 0);
    const again = await openPanel(editor);
    assert.notEqual(again, panel);
    assert.deepEqual(again.state, left);
    assert.equal(again.step, 2);
  });

  test("is restored from what its page kept", async () => {
    const { document } = await show(TAKEN);
    const all = await panels();
    const state: PanelState = {
      protocol: PROTOCOL,
      uri: document.uri.toString(),
      scenario: "taken",
      kernel: "2.6.27",
      whatIf: null,
      trials: [],
      comparing: false,
      step: 4,
      view: { pin: 2, page: 0, zoom: 1, from: null },
    };
    await all.restore(emptyView(), JSON.parse(JSON.stringify(state)));
    const panel = await panelOf(document);
    assert.deepEqual(panel.state, state);
    assert.equal(panel.picture?.run?.kernel, "2.6.27");
    assert.equal(panel.step, 4);
  });

  test("is not restored from nonsense, nor twice, nor for a file that is gone", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    const all = await panels();
    await all.restore(emptyView(), { protocol: 1 });
    await all.restore(emptyView(), undefined);
    await all.restore(emptyView(), panel.state);
    await all.restore(emptyView(), { ...panel.state, uri: inFolder("no-such-file.hugetlb").toString() });
    await until("one panel", () => panelTabs().length === 1);
    assert.equal(all.of(panel.uri), panel);
    assert.equal(all.size, 1);
  });

  test("goes with its file to another name, and away with it", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    const moved = inFolder(newName());
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(editor.document.uri, moved);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await until("the new name", () => panel.uri === moved.toString() && panelTabs()[0]?.label === titleOf(moved));
    await until("a picture of it", () => panel.picture?.uri === moved.toString());
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(moved);
    assert.ok(await vscode.workspace.applyEdit(remove));
    await until("no panel", () => panelTabs().length === 0);
  });

  test("an empty file gets an example, which runs", async () => {
    const editor = await show("");
    const panel = await openPanel(editor);
    assert.equal(stepsOf(panel), undefined);
    panel.receive({ type: "example" });
    await until("an example", () => editor.document.getText().startsWith("scenario "));
    await until("its run", () => (stepsOf(panel) ?? 0) > 0);
    assert.deepEqual((await panelOf(editor.document)).picture?.run?.leftOut, []);
  });

  test("lives on when the language server is another one", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    const { picture } = panel;
    const before = contentOf(panel);
    await (await insight()).service().then((service) => service.restart());
    await until("a new picture", () => panel.picture !== picture);
    assert.equal(contentOf(panel), before);
    await replace(editor, "pool    2", "pool    4");
    await panelOf(editor.document);
    assert.equal(panel.picture?.run?.pool, 4);
  });
});

function titleOf(uri: vscode.Uri): string {
  return `HugeTLB: ${uri.path.slice(uri.path.lastIndexOf("/") + 1)}`;
}

/** What its picture says, whichever way it came: the index of a run can be worked out from its steps. */
function contentOf({ picture }: Panel): string {
  const run = picture?.run ?? null;
  return JSON.stringify({
    ...picture,
    run: run === null ? null : { ...run, steps: [...run.steps], index: null },
  });
}

function stepsOf(panel: Panel): number | undefined {
  return panel.picture?.run?.steps.length;
}

function emptyView(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel("hugetlb.panel", "restored", {
    viewColumn: vscode.ViewColumn.Two,
    preserveFocus: true,
  });
}
