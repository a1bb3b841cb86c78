/** Pictures of the whole window, for people to look at: everything that the panel does, once in each theme. */
import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { Editor, type Theme } from "../harness/editor.js";

const PATIENCE = { timeout: 30_000 };

const EXAMPLE = "until-fork.hugetlb";
const WRITE_LINE = 16;
const DEATH_LINE = 17;
const CONCURRENT = "concurrent/child-reads-too-late.hugetlb";

const LOOKS: readonly (readonly [Theme, name: string, bodyClass: string])[] = [
  ["Dark Modern", "dark", "vscode-dark"],
  ["Light Modern", "light", "vscode-light"],
  ["Default High Contrast", "high-contrast", "vscode-high-contrast"],
];

/** Gives the panel's page the keyboard without choosing anything. */
async function focus(panel: FrameLocator): Promise<void> {
  await panel.locator(".step-number").click();
}

for (const [theme, name, bodyClass] of LOOKS) {
  test(`text and panel side by side, ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1600, height: 1000 });
    const { keyboard } = editor.page;
    const shoot = (what: string): Promise<string> => editor.screenshot(`editor-${what}-${name}`);
    try {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      const panel = await editor.openPanel();
      await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
      await editor.goToLine(DEATH_LINE);
      await expect.poll(() => panel.locator("input[type=range]").inputValue(), PATIENCE).toBe("5");
      await panel.locator(".why li").first().waitFor();
      expect(await panel.locator("body").getAttribute("class")).toContain(bodyClass);
      await panel.locator(".remedy").first().waitFor();
      await shoot("panel");

      await focus(panel);
      await keyboard.press("p");
      await keyboard.press("ArrowLeft");
      await keyboard.press("ArrowLeft");
      await panel.locator(".n-pin").waitFor();
      await shoot("pin");
      await keyboard.press("Escape");

      await panel.locator(".pool .cell").first().click();
      await panel.locator(".h-follow").waitFor();
      await shoot("follow");
      await keyboard.press("Escape");

      for (const key of ["+", "+"]) await keyboard.press(key);
      await panel.locator(".overview").waitFor();
      await shoot("zoom");
      await keyboard.press("0");

      await keyboard.press("i");
      await panel.locator(".what-if input").first().fill("3");
      await keyboard.press("Enter");
      await panel.locator(".headline").filter({ hasText: "Nobody dies" }).waitFor();
      await shoot("what-if");
      await keyboard.press("Escape");
      await focus(panel);
      await keyboard.press("i");

      await keyboard.press("e");
      await panel.locator(".menu").waitFor();
      await shoot("export");
      await keyboard.press("Escape");

      await focus(panel);
      await keyboard.press("c");
      await panel.locator(".compare-row").nth(1).waitFor();
      await shoot("compare");
      await keyboard.press("c");

      await editor.goToLine(WRITE_LINE);
      await keyboard.press("End");
      await keyboard.type(" (");
      await panel.locator(".stale").waitFor();
      await shoot("broken");
      for (let letter = 0; letter < 2; letter++) await keyboard.press("Backspace");
      await panel.locator("main:not(.stale)").waitFor();
    } catch (error) {
      await editor.screenshot(`failed-looks-${name}`);
      throw error;
    } finally {
      await editor.close();
    }
  });

  test(`interleavings, and a panel of nothing, ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1600, height: 1000 });
    const { keyboard } = editor.page;
    const shoot = (what: string): Promise<string> => editor.screenshot(`editor-${what}-${name}`);
    try {
      await editor.openFile(CONCURRENT);
      const panel = await editor.openPanel();
      await panel.locator(".interleavings.i-dies").waitFor();
      await shoot("written-order");
      await panel.locator(".interleavings .link").first().click();
      await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
      await shoot("interleavings");

      await editor.goToLine(1);
      await keyboard.press("Control+A");
      await keyboard.type("# nothing here");
      await panel.locator(".empty").waitFor();
      await shoot("empty");
    } catch (error) {
      await editor.screenshot(`failed-interleavings-${name}`);
      throw error;
    } finally {
      await editor.close();
    }
  });
}
