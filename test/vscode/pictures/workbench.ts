/** What one sees around the text: views, the debugger, tests, the panel, the walkthrough. */
import type { Editor } from "../harness/editor.js";
import { alone, type Cut, type Picture, type Sitting, UNSAVED } from "./picture.js";
import { opened, THEMES } from "./text.js";

const DEATH_LINE = 17;
const WRITE_LINE = 16;
const SCENARIO_LINE = 8;
/** Until a view has drawn itself. */
const SETTLED_MS = 1_000;

function picture(name: string, take: (editor: Editor) => Promise<void>, file?: string): Picture {
  const act = async (editor: Editor): Promise<Cut> => {
    await opened(editor);
    await take(editor);
    await editor.page.waitForTimeout(SETTLED_MS);
    return {};
  };
  return file === undefined ? { name, take: act } : { name, file, take: act };
}

export const WORKBENCH: Sitting = {
  name: "workbench",
  themes: THEMES,
  width: 1400,
  height: 860,
  settings: { ...UNSAVED, "editor.minimap.enabled": false, "workbench.layoutControl.enabled": false },
  pictures: [
    picture("outline", async (editor) => {
      await editor.command("View: Show Explorer");
      await editor.command("Explorer: Focus on Outline View");
      await editor.page.locator(".outline-tree .monaco-list-row").first().waitFor();
    }),
    picture(
      "problems",
      async (editor) => {
        await alone(editor);
        await (await editor.problems()).first().waitFor();
      },
      "docs/images/problems.png",
    ),
    picture(
      "debugger",
      async (editor) => {
        const { page } = editor;
        await editor.goToLine(WRITE_LINE);
        await page.keyboard.press("F9");
        await editor.goToLine(SCENARIO_LINE);
        await page.keyboard.press("F5");
        await page.locator(".debug-top-stack-frame-line").first().waitFor();
        await page.keyboard.press("F5");
        await page.locator(".exception-widget").first().waitFor();
        await page.locator(".debug-variables .monaco-list-row").first().waitFor();
        for (const expression of ["free - rsvd", "parent.a[0]"]) {
          await editor.command("Debug: Focus on Watch View");
          await page.locator(".pane-header", { hasText: "Watch" }).hover();
          await page
            .locator(".codicon-watch-expressions-add-function-breakpoint, .codicon-watch-expressions-add")
            .first()
            .click();
          await page.keyboard.type(expression);
          await page.keyboard.press("Enter");
        }
        for (const row of ["parent", "a"]) {
          const closed = page
            .locator(".debug-variables .monaco-list-row[aria-expanded=false]")
            .filter({ hasText: row })
            .first();
          if (await closed.isVisible()) await closed.click();
        }
      },
      "docs/images/debugger.png",
    ),
    picture(
      "test-explorer",
      async (editor) => {
        await editor.page.keyboard.press("Shift+F5");
        await editor.page.locator(".debug-toolbar").waitFor({ state: "hidden" });
        if (await editor.page.locator(".part.panel").isVisible()) await editor.command("View: Hide Panel");
        await editor.text.locator(".codelens-decoration a", { hasText: /^Run$/u }).first().click();
        await editor.command("Testing: Focus on Test Explorer View");
        const rows = editor.page.locator(".test-explorer .monaco-list-row");
        await rows
          .filter({ has: editor.page.locator(".codicon-testing-failed-icon") })
          .first()
          .waitFor();
        await editor.goToLine(DEATH_LINE);
      },
      "docs/images/tests.png",
    ),
    picture("walkthrough", async (editor) => {
      const { page } = editor;
      await editor.command("HugeTLB: Open the Walkthrough");
      await page.locator(".gettingStartedContainer .getting-started-step").first().waitFor();
    }),
  ],
};
