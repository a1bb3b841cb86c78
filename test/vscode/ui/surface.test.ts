/** What stands in and around the text by itself: lenses, marks in the gutter and behind lines, the status bar; and pictures of it. */
import type { Locator } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { Editor, type EditorOptions, type Theme } from "../harness/editor.js";

const EXAMPLE = "until-fork.hugetlb";
/** From 1. */
const DEATH_LINE = 17;

const LOOKS: readonly (readonly [Theme, name: string])[] = [
  ["Dark Modern", "dark"],
  ["Light Modern", "light"],
  ["Default High Contrast", "high-contrast"],
  ["Default High Contrast Light", "high-contrast-light"],
];

describe("in and around the text", () => {
  let editor: Editor | undefined;
  const open = async (options: EditorOptions = {}): Promise<Editor> => {
    editor = await Editor.open({ width: 1100, height: 760, ...options });
    await editor.openFile(EXAMPLE);
    await words(editor, "✕ child killed by SIGBUS: page A was taken at line 16");
    return editor;
  };
  afterEach(async () => {
    await editor?.close();
    editor = undefined;
  });

  test("marks go at once with the text, and another kernel has others", async () => {
    const at = await open();
    await words(at, "◆ takes page A from child");
    await expect.poll(() => icons(at), { timeout: 30_000 }).toBe(2);
    await status(at, "2.6.26+cow: child SIGBUS").click();
    const picker = at.page.locator(".quick-input-widget");
    await picker.locator(".monaco-list-row").filter({ hasText: "Before the patchset" }).click();
    await status(at, "2.6.26: parent SIGKILL").waitFor();
    await words(at, "✕ parent killed by SIGKILL");
    await expect.poll(() => icons(at), { timeout: 30_000 }).toBe(1);
    await lens(at, "● ✕ parent SIGKILL on 2.6.26").waitFor();
    // A click on a verdict shows it.
    await lens(at, "child SIGBUS on 2.6.26+cow").click();
    await status(at, "2.6.26+cow: child SIGBUS").waitFor();
    await words(at, "◆ takes page A from child");
    // A kernel that is not listed is written into the text.
    await status(at, "2.6.26+cow: child SIGBUS").click();
    await picker.locator("input").fill("a1e78772");
    await picker.locator(".monaco-list-row").filter({ hasText: "Patch 2 to the letter" }).click();
    await at.text.locator(".view-line", { hasText: "2.6.26+reserve@a1e78772, 2.6.26+cow, 2.6.26," }).waitFor();
    await status(at, "2.6.26+reserve@a1e78772: parent SIGKILL").waitFor();
  });

  test("the code in a problem's hover opens its page", async () => {
    const at = await open();
    await at.goToLine(DEATH_LINE);
    for (let letter = 0; letter < 4; letter++) await at.page.keyboard.press("ArrowRight");
    await at.command("Show or Focus Hover");
    const hover = at.page.locator(".monaco-hover").filter({ visible: true });
    await hover.locator("a.code-link", { hasText: "killed" }).click();
    const page = at.panel();
    await page.locator("h2", { hasText: "killed" }).waitFor();
    await at.screenshot("code-page");
  });

  for (const [theme, name] of LOOKS)
    test(`looks, ${theme}`, async () => {
      const at = await open({ theme });
      await lens(at, "Show picture").waitFor();
      await at.goToLine(DEATH_LINE);
      await at.screenshot(`surface-${name}`);
    });
});

/** Waits until some line has these words behind it: a style draws them, they are no text of the page. */
async function words(editor: Editor, text: string): Promise<void> {
  await editor.page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll(".view-line span")].some((span) =>
        getComputedStyle(span, "::after")
          .content.replace(/\u00a0/gu, " ")
          .includes(wanted),
      ),
    text,
  );
}

function lens(editor: Editor, title: string): Locator {
  return editor.text.locator(".codelens-decoration a, .codelens-decoration span").filter({ hasText: title }).first();
}

function status(editor: Editor, text: string): Locator {
  return editor.page.locator(".statusbar-item").filter({ hasText: text });
}

function icons(editor: Editor): Promise<number> {
  return editor.text.locator(".glyph-margin-widgets .cgmr[class*='ced-']").count();
}
