/** Completion, signatures, hovers and inlay hints as a reader sees them, with pictures for people to look at. */
import { expect, test } from "vitest";
import { Editor, type Theme } from "../harness/editor.js";

const EXAMPLE = "until-fork.hugetlb";
const FORK_LINE = 15;
const DEATH_LINE = 17;
const LOOKS: readonly (readonly [Theme, name: string])[] = [
  ["Dark Modern", "dark"],
  ["Light Modern", "light"],
  ["Default High Contrast", "high-contrast"],
];

for (const [theme, name] of LOOKS) {
  test(`while one writes, ${theme}`, async () => {
    const editor = await Editor.open({ theme, width: 1300, height: 800 });
    const { page } = editor;
    const list = page.locator(".suggest-widget.visible .monaco-list-row");
    try {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      await editor.text.filter({ hasText: "promised 0 → 2" }).waitFor();
      await editor.screenshot(`inlay-hints-${name}`);

      await editor.goToLine(DEATH_LINE);
      await page.keyboard.press("Home");
      await editor.command("Show or Focus Hover");
      await page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "parent forks it" }).waitFor();
      await editor.screenshot(`hover-${name}`);
      await page.keyboard.press("Escape");

      await editor.goToLine(FORK_LINE);
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.keyboard.type("child:");
      await page.keyboard.type(" ");
      await list.filter({ hasText: "write" }).first().waitFor();
      await page.keyboard.press("Control+Space");
      await page.locator(".suggest-details-container").filter({ hasText: "ascending order" }).waitFor();
      await editor.screenshot(`completion-verbs-${name}`);
      await page.keyboard.type("write a[0] -> ");
      await list.filter({ hasText: "what happens" }).first().waitFor();
      await editor.screenshot(`completion-outcomes-${name}`);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
      await page.keyboard.type("child: b = mmap(");
      await page.locator(".parameter-hints-widget.visible").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.type("/dev/hugepages/x, 2, ");
      await page.locator(".parameter-hints-widget.visible").waitFor();
      const active = page.locator(".parameter-hints-widget .parameter.active");
      await expect.poll(() => active.innerText(), { timeout: 30_000 }).toBe("FLAGS");
      await editor.screenshot(`signature-${name}`);
    } finally {
      await editor.close();
    }
  });
}
