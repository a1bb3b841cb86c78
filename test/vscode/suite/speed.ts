import { assert } from "chai";
import * as vscode from "vscode";
import { longStory } from "./stories.js";
import { clear, found, openPanel, show, until } from "./workbench.js";

const STEPS = 2000;
const KEYSTROKES = 15;
/** The line of a step in the middle. */
const LINE = 5 + STEPS / 2 + 1;

/** Measures and prints; how long is too long depends on the machine. */
suite("speed", () => {
  teardown(() => clear());

  for (const withPanel of [false, true]) {
    test(`from a keystroke to its diagnostics, ${String(STEPS)} steps${withPanel ? ", the panel open" : ""}`, async () => {
      const editor = await show(longStory(STEPS));
      const { uri } = editor.document;
      if (withPanel) assert.equal((await openPanel(editor)).picture?.run?.steps.length, STEPS);
      const end = editor.document.lineAt(LINE).range.end;
      editor.selection = new vscode.Selection(end, end);
      const broken = `@${String(LINE)}`;
      const times: number[] = [];
      // Every other keystroke breaks the line, and the one after mends it.
      for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
        for (const [command, argument, wanted] of [
          ["type", { text: "!" }, true],
          ["deleteLeft", undefined, false],
        ] as const) {
          const begin = performance.now();
          const arrived = until(
            `the line is ${wanted ? "broken" : "mended"}`,
            () => found(uri).some((each) => each === `syntax${broken}`) === wanted,
          );
          await vscode.commands.executeCommand(command, argument);
          await arrived;
          times.push(performance.now() - begin);
        }
      }
      times.sort((a, b) => a - b);
      const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0);
      console.log(
        `      keystroke to diagnostics: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, slowest ${at(1)} ms (looked at every 15 ms)`,
      );
    });
  }
});
