/** Pictures of the whole window, for people to look at; and that the page takes its colours from the theme. */
import { expect, test } from "vitest";
import { Editor, type Theme } from "../harness/editor.js";

const EXAMPLE = "until-fork.hugetlb";
const DEATH_LINE = 17;

const LOOKS: readonly (readonly [Theme, name: string, bodyClass: string])[] = [
  ["Dark Modern", "dark", "vscode-dark"],
  ["Light Modern", "light", "vscode-light"],
  ["Default High Contrast", "high-contrast", "vscode-high-contrast"],
];

for (const [theme, name, bodyClass] of LOOKS) {
  test(`text and panel side by side, ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1600, height: 1000 });
    try {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      const panel = await editor.openPanel();
      await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
      await editor.goToLine(DEATH_LINE);
      await expect.poll(() => panel.locator("input[type=range]").inputValue(), { timeout: 30_000 }).toBe("5");
      await panel.locator(".why li").first().waitFor();
      expect(await panel.locator("body").getAttribute("class")).toContain(bodyClass);
      await editor.screenshot(`editor-${name}`);
    } finally {
      await editor.close();
    }
  });
}
