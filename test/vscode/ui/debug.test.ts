/** Debugger and Test Explorer as a reader sees them, in three themes: stacks, pages, results. Leaves pictures to look at. */
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
  test(`F5 stops at the death; stack, variables, the panel: ${theme}`, async () => {
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
      const variables = page.locator(".debug-variables .monaco-list-row");
      await variables.filter({ hasText: "killed by SIGBUS" }).first().waitFor();
      await variables.filter({ hasText: "Pool" }).first().click();
      await variables.filter({ hasText: "in_use" }).first().waitFor();
      await expect.poll(() => editor.panel().locator("input[type=range]").inputValue(), { timeout: 30_000 }).toBe("5");
      await editor.screenshot(`debug-death-${name}`);
      await editor.command("Debug: Stop");
      await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
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
