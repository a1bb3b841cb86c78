import { assert } from "chai";
import * as vscode from "vscode";
import { DEATH_LINE, FINE, TAKEN, TAKING_LINE } from "./stories.js";
import { clear, goTo, inFolder, openPanel, pause, replace, show, until } from "./workbench.js";

/** What of the protocol's bodies is looked at here. */
interface Stopped {
  readonly reason: string;
  readonly text?: string;
  readonly threadId: number;
}
interface Stop extends Stopped {
  /** The last frame that the editor knew before; those of this stop have greater ids. */
  readonly lastFrame: number;
}
interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly body?: unknown;
}
interface Frames {
  readonly stackFrames: readonly { readonly id: number; readonly name: string; readonly line: number }[];
}
interface Rows {
  readonly variables: readonly { readonly name: string; readonly value: string; readonly variablesReference: number }[];
}
interface Scopes {
  readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[];
}

suite("debugger", () => {
  const stops: Stop[] = [];
  const store: vscode.Disposable[] = [];

  setup(() => {
    stops.length = 0;
    store.push(
      vscode.debug.registerDebugAdapterTrackerFactory("hugetlb", {
        createDebugAdapterTracker: () => {
          let lastFrame = 0;
          return {
            onDidSendMessage: ({ event, command, body }: Message) => {
              if (event === "stopped") stops.push({ ...(body as Stopped), lastFrame });
              if (command === "stackTrace") lastFrame = Math.max(lastFrame, ...idsOf(body as Frames | undefined));
            },
          };
        },
      }),
    );
  });

  teardown(async () => {
    await vscode.debug.stopDebugging();
    await until("no session", () => vscode.debug.activeDebugSession === undefined);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    for (const each of store.splice(0)) each.dispose();
    await clear();
  });

  /** Waits until the editor stands there: commands before it has its stack do nothing. */
  async function stop(number: number): Promise<Stopped> {
    const there = await until(`stop ${String(number)}`, () => stops[number - 1]);
    await until(`the stack of stop ${String(number)}`, () => {
      const item = vscode.debug.activeStackItem;
      return item instanceof vscode.DebugStackFrame && item.frameId > there.lastFrame;
    });
    return there;
  }

  async function where(): Promise<string> {
    const { threadId } = await stop(stops.length);
    const { stackFrames } = await ask<Frames>("stackTrace", { threadId });
    return `${String(stackFrames[0]?.line)} ${stackFrames[0]?.name ?? ""}`;
  }

  async function start(editor: vscode.TextEditor, configuration: object = {}): Promise<void> {
    await vscode.window.showTextDocument(editor.document);
    assert.ok(
      await vscode.debug.startDebugging(undefined, {
        type: "hugetlb",
        request: "launch",
        name: "test",
        ...configuration,
      }),
      "debugging did not start",
    );
  }

  function breakAt(editor: vscode.TextEditor, line: number, condition?: string): void {
    const place = new vscode.Location(editor.document.uri, new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place, true, condition)]);
  }

  test("F5 debugs the scenario at the cursor, without a launch.json, up to the death in it", async () => {
    const editor = await show(`${FINE}\n${TAKEN}`);
    goTo(editor, FINE.split("\n").length + 3);
    await vscode.commands.executeCommand("workbench.action.debug.start");
    const { reason, text } = await stop(1);
    assert.equal(reason, "exception");
    assert.equal(text, "child is killed by SIGBUS");
    assert.equal(vscode.debug.activeDebugSession?.configuration.scenario, FINE.split("\n").length + 4);
  });

  test("stops at a breakpoint, steps on and back, and shows pages and counters", async () => {
    const editor = await show(TAKEN);
    breakAt(editor, TAKING_LINE);
    await start(editor);
    await stop(1);
    assert.equal(await where(), `${String(TAKING_LINE + 1)} write a[0]`);
    await vscode.commands.executeCommand("workbench.action.debug.stepOver");
    await stop(2);
    assert.equal(await where(), `${String(DEATH_LINE + 1)} read a[0]`);
    const { stackFrames } = await ask<Frames>("stackTrace", { threadId: stops[1]?.threadId });
    const { scopes } = await ask<Scopes>("scopes", { frameId: stackFrames[0]?.id });
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ["Process child", "Pool", "Files", "Last Step"],
    );
    const rows = await ask<Rows>("variables", { variablesReference: scopes[0]?.variablesReference });
    assert.deepEqual(
      rows.variables.map(({ name, value }) => `${name} = ${value}`),
      ["state = alive", "a = taken B"],
    );
    const answer = await ask<{ result: string }>("evaluate", {
      expression: "free == 0, child alive",
      frameId: stackFrames[0]?.id,
    });
    assert.equal(answer.result, "true");
    await vscode.commands.executeCommand("workbench.action.debug.stepBack");
    await stop(3);
    assert.equal(await where(), `${String(TAKING_LINE + 1)} write a[0]`);
  });

  test("a breakpoint's condition is one of expect", async () => {
    const editor = await show(TAKEN);
    breakAt(editor, 6, "free == 0");
    breakAt(editor, TAKING_LINE, "rsvd == 0, child alive");
    await start(editor);
    await stop(1);
    assert.equal(await where(), `${String(TAKING_LINE + 1)} write a[0]`);
  });

  test("a kernel of the configuration", async () => {
    const editor = await show(TAKEN.replace("2.6.27", "2.6.26"));
    await start(editor, { kernel: "2.6.26", stopOnDeath: true });
    assert.equal((await stop(1)).text, "parent is killed by SIGKILL");
  });

  test("the panel goes where the debugger stands, and the cursor does not move it", async () => {
    const editor = await show(TAKEN);
    const panel = await openPanel(editor);
    breakAt(editor, TAKING_LINE);
    await start(editor);
    await stop(1);
    await until("step 3 in the panel", () => panel.step === 3 && panel.picture?.run?.scenario === "taken");
    await vscode.commands.executeCommand("workbench.action.debug.stepOver");
    await until("step 4 in the panel", () => panel.step === 4);
    goTo(editor, 5);
    await pause(300);
    assert.equal(panel.step, 4);
  });

  test("an edit does not change the session, and a restart takes it", async () => {
    const editor = await show(TAKEN);
    breakAt(editor, TAKING_LINE);
    await start(editor);
    await stop(1);
    await replace(editor, "pool    2", "pool    4");
    await pause(300);
    const { stackFrames } = await ask<Frames>("stackTrace", { threadId: stops[0]?.threadId });
    const frameId = stackFrames[0]?.id;
    assert.equal((await ask<{ result: string }>("evaluate", { expression: "total", frameId })).result, "2");
    await ask("restart", {});
    await stop(2);
    const again = await ask<Frames>("stackTrace", { threadId: stops[1]?.threadId });
    const total = await ask<{ result: string }>("evaluate", { expression: "total", frameId: again.stackFrames[0]?.id });
    assert.equal(total.result, "4");
  });

  test("a file by its path, as a launch.json names it", async () => {
    const editor = await show(TAKEN);
    const name = editor.document.uri.path.split("/").at(-1) ?? "";
    await start(editor, { program: name, stopOnEntry: true, scenario: "taken" });
    await stop(1);
    assert.equal(vscode.debug.activeDebugSession?.configuration.program, inFolder(name).toString());
    assert.equal(await where(), "6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  });
});

function idsOf(frames: Frames | undefined): number[] {
  return (frames?.stackFrames ?? []).map(({ id }) => id);
}

async function ask<T>(command: string, args: object): Promise<T> {
  const session = await until("a session", () => vscode.debug.activeDebugSession);
  return (await session.customRequest(command, args)) as T;
}
