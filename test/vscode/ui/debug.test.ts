/** Debugger and Test Explorer as a reader sees them, in three themes: the death, the stack, the results. Leaves pictures to look at. */
import { expect, test } from "vitest";
import { Editor, type Theme } from "../harness/editor.js";

const EXAMPLE = "until-fork.hugetlb";
/** Lines from 1. */
const SCENARIO_LINE = 8;
const DEATH_LINE = 17;

const LOOKS: readonly (readonly [Theme, string])[] = [
  ["Dark Modern", "dark"],
  ["Light Modern", "light"],
  ["Default High Contrast", "high-contrast"],
];

for (const [theme, name] of LOOKS) {
  test(`F5 stops at the death and says why: ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1600, height: 1000 });
    const { page } = editor;
    try {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      await editor.openPanel();
      await editor.goToLine(SCENARIO_LINE);
      await page.keyboard.press("F5");
      await page.locator(".debug-top-stack-frame-line").first().waitFor();
      await page.locator(".exception-widget").filter({ hasText: "child is killed by SIGBUS" }).waitFor();
      expect(await editor.cursorLine()).toBe(DEATH_LINE);
      const stack = page.locator(".debug-call-stack .monaco-list-row");
      await stack.filter({ hasText: "child (killed by SIGBUS)" }).first().waitFor();
      await stack.filter({ hasText: "parent: child = fork()" }).first().waitFor();
      await editor.screenshot(`debug-death-${name}`);
    } finally {
      await editor.close();
    }
  });

  test(`scenarios in the Test Explorer, ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1600, height: 1000 });
    const { page } = editor;
    try {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      await page.locator(".codelens-decoration a").filter({ hasText: "Run" }).first().click();
      await editor.command("Testing: Focus on Test Explorer View");
      const rows = page.locator(".test-explorer .monaco-list-row");
      await rows.filter({ hasText: EXAMPLE }).first().waitFor();
      await rows.filter({ hasText: "mmap-said-yes.hugetlb" }).first().waitFor();
      await rows.filter({ hasText: EXAMPLE }).locator(".codicon-testing-failed-icon").first().waitFor();
      await editor.screenshot(`tests-${name}`);
    } finally {
      await editor.close();
    }
  });
}

test("the toolbar's Step Back, clicked, takes the words about the death away with it", async () => {
  const editor = await Editor.open({ width: 1400, height: 860 });
  const { page } = editor;
  const widget = page.locator(".exception-widget");
  try {
    await editor.openFile(EXAMPLE);
    await editor.squiggles("error").first().waitFor();
    await editor.goToLine(SCENARIO_LINE);
    await page.keyboard.press("F5");
    await widget.waitFor();
    const back = page.locator(".debug-toolbar .codicon-debug-step-back");
    const forward = page.locator(".debug-toolbar .codicon-debug-step-over");
    // To and fro: the words come with the death, and go when time is before it.
    for (let turn = 0; turn < 3; turn += 1) {
      await back.click();
      await page.locator(".debug-top-stack-frame-line").first().waitFor();
      await widget.waitFor({ state: "detached" });
      await forward.click();
      await widget.waitFor();
    }
  } finally {
    await editor.close();
  }
});
