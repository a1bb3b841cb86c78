import { assert } from "chai";
import * as vscode from "vscode";
import { clear, codeOf, found, insight, openPanel, read, replace, show, until } from "./workbench.js";
import { RACE } from "../../language/race.js";

const READ_LINE = 8;
const INTERLEAVING = `interleaving@${String(READ_LINE)}`;

/** More orders than anybody waits for, and nothing goes wrong in them. */
const CROWD = ["a", "b", "c", "d", "e", "f", "g"];
const HUGE = `kernel 6.12
pool 64
process ${CROWD.join(", ")}
scenario "no end" {
  concurrent {
${CROWD.map((name) => `    ${name}: m = mmap(/dev/hugepages/${name}, 8, MAP_PRIVATE)\n    ${name}: write m\n    ${name}: munmap(m)`).join("\n")}
  }
}
`;
const STATES = "explore.maxStates";
const SECONDS = "explore.maxSeconds";

suite("interleavings", () => {
  teardown(async () => {
    await vscode.debug.stopDebugging();
    await until("no session", () => vscode.debug.activeDebugSession === undefined);
    for (const setting of [STATES, SECONDS]) await set(setting, undefined);
    await clear();
  });

  test("they are explored in a thread or worker of their own", async () => {
    const { document } = await show(RACE);
    await until(INTERLEAVING, () => found(document.uri).includes(INTERLEAVING));
    const { log } = await insight();
    const told = /Interleavings are explored .*/u;
    // Channels are written to their files now and then.
    await until("the log says where", async () => told.test(await read(log)));
    assert.equal(told.exec(await read(log))?.[0], "Interleavings are explored beside the server.");
  });

  test("one that kills is marked, with its steps as related places", async () => {
    const { document } = await show(RACE);
    const told = await until(INTERLEAVING, () => diagnostic(document.uri, "interleaving"));
    assert.equal(told.message, "In 1 of 3 interleavings child is killed by SIGBUS.");
    assert.equal(told.range.start.line, READ_LINE);
    assert.deepEqual(
      told.relatedInformation?.map(({ message, location }) => `${String(location.range.start.line)} ${message}`),
      [
        "4 step 1 of 5: parent: a = mmap(/dev/hugepages/data, 1, MAP_PRIVATE) comes to ok",
        "5 step 2 of 5: parent: write a[0] comes to ok",
        "6 step 3 of 5: parent: child = fork() comes to ok",
        "10 step 4 of 5: parent: write a[0] comes to ok",
        "8 step 5 of 5: child: read a[0] comes to SIGBUS",
      ],
    );
  });

  test("an edit that mends it takes the mark away, and one that breaks it brings it back", async () => {
    const editor = await show(RACE);
    const { uri } = editor.document;
    await until(INTERLEAVING, () => found(uri).includes(INTERLEAVING));
    await replace(editor, "pool 1", "pool 2");
    await until("nothing goes wrong", () => !found(uri).includes(INTERLEAVING));
    await replace(editor, "pool 2", "pool 1");
    await until("it is back", () => found(uri).includes(INTERLEAVING));
  });

  test("while a long search goes on the editor is answered, and the next edit ends it", async () => {
    // Nothing but an edit ends it within this test's patience.
    await set(STATES, 1_000_000_000);
    await set(SECONDS, 100_000);
    const editor = await show(HUGE);
    const { document } = editor;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      new vscode.Position(5, 12),
    );
    assert.ok(hovers.length > 0, "no hover");
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(0, 0, document.lineCount, 0), RACE);
    });
    await until(INTERLEAVING, () => found(document.uri).includes(INTERLEAVING));
  });

  test("a limit of the settings says that what was looked at is partial", async () => {
    await set(STATES, 5_000);
    const { document } = await show(HUGE);
    const told = await until("the limit", () => diagnostic(document.uri, "limit"));
    assert.match(told.message, /partial, [\d,]+ states, nothing bad so far/u);
    assert.notInclude(found(document.uri).join(" "), "interleaving");
  });

  test("every kernel's verdict is that of all orders, in the panel and the status bar", async () => {
    const editor = await show(RACE.replace("kernel 6.12", "kernel 6.12, 6.1"));
    const panel = await openPanel(editor);
    const words = "child SIGBUS in some orders";
    await until("the verdicts", () => {
      const kernels = panel.picture?.scenarios[0]?.kernels ?? [];
      return kernels.length === 2 && kernels.every(({ verdict }) => verdict.words === words);
    });
    const surface = await (await insight()).surface();
    await until("the status bar", () => surface.status.text === `$(error) 6.12: ${words}`);
  });

  test("the panel shows the shortest bad interleaving", async () => {
    const editor = await show(RACE);
    const panel = await openPanel(editor);
    await until("the written order", () => panel.picture?.run?.steps.length === 6);
    panel.receive({ type: "try", tried: { kernel: null, pool: null, overcommit: null, interleaving: 0 } });
    // Until it is explored, the written order is all there is to show.
    await until("the interleaving", () => {
      if (panel.picture?.whatIf === null)
        panel.receive({ type: "try", tried: { kernel: null, pool: null, overcommit: null, interleaving: 0 } });
      return panel.picture?.run?.steps.length === 5 && panel.picture.whatIf?.interleaving === 0;
    });
    const steps = [...(panel.picture?.run?.steps ?? [])];
    assert.deepEqual(
      steps.map(({ line }) => line),
      [4, 5, 6, 10, READ_LINE],
    );
    assert.equal(steps.at(-1)?.result, "SIGBUS");
    assert.equal(panel.picture?.run?.verdict.outcome, "dies");
    assert.equal(panel.step, 5, "it stands where the death is");
  });

  test("it is debugged from its mark, and the panel goes along", async () => {
    const editor = await show(RACE);
    const { uri } = editor.document;
    const panel = await openPanel(editor);
    const { range } = await until(INTERLEAVING, () => diagnostic(uri, "interleaving"));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const debug = actions.find(({ title }) => title === "Debug this interleaving")?.command;
    assert.ok(debug, `no way to the debugger: ${actions.map(({ title }) => title).join(", ")}`);
    await vscode.commands.executeCommand(debug.command, ...((debug.arguments ?? []) as unknown[]));
    const session = await until("a session", () => vscode.debug.activeDebugSession);
    assert.equal(session.configuration.schedule, "parent child");
    await until("the death in the panel", () => {
      const { picture, step } = panel;
      return picture?.whatIf?.interleaving === 0 && step === 5;
    });
  });

  test("a test passes only when every interleaving does", async () => {
    const { document } = await show(RACE);
    const about = { uri: document.uri.toString(), scenario: "too late", line: 3, kernel: "6.12" };
    await vscode.commands.executeCommand("hugetlb.runScenario", about);
    const { testing } = await insight();
    const told = await until("its result", () => testing.told.get(`${document.uri.toString()}#too late@6.12`));
    assert.include(told, '"failed"');
    assert.include(told, "In 1 of 3 interleavings child is killed by SIGBUS.");
    assert.include(told, "step 5 of 5: child: read a[0] comes to SIGBUS");
  });
});

function diagnostic(uri: vscode.Uri, code: string): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find((each) => codeOf(each.code) === code);
}

function set(setting: string, value: number | undefined): Thenable<void> {
  return vscode.workspace.getConfiguration("hugetlb").update(setting, value, vscode.ConfigurationTarget.Global);
}
