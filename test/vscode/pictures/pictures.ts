/** One picture for each feature that has a face, for docs/editor.md and the README. */
import type { Editor } from "../harness/editor.js";
import { alone, around, BARE, type Cut, type Picture } from "./picture.js";

const EXAMPLE = "until-fork.hugetlb";
/** Lines of it, from 1. */
const WRITE_LINE = 16;
const DEATH_LINE = 17;
const SCENARIO_LINE = 8;

/** Opens the example, waits for its results, and shows it from its first step on. */
async function opened(editor: Editor): Promise<void> {
  await editor.openFile(EXAMPLE);
  await alone(editor);
  await editor.squiggles("error").first().waitFor();
  await editor.text.locator(".codelens-decoration").first().waitFor();
}

/** Writes into the text at the end of a line. */
async function typeAt(editor: Editor, line: number, text: string): Promise<void> {
  await editor.goToLine(line);
  await editor.page.keyboard.press("End");
  await editor.page.keyboard.type(text);
}

async function right(editor: Editor, letters: number): Promise<void> {
  for (let letter = 0; letter < letters; letter++) await editor.page.keyboard.press("ArrowRight");
}

function picture(name: string, height: number, take: (editor: Editor) => Promise<Cut>): Picture {
  return {
    name,
    file: `docs/images/${name}.png`,
    themes: [["Dark Modern", "dark"]],
    width: 1000,
    height,
    settings: BARE,
    take,
  };
}

export const PICTURES: readonly Picture[] = [
  picture("marks", 620, async (editor) => {
    await opened(editor);
    await editor.goToLine(DEATH_LINE);
    return around(editor, [editor.text], 0);
  }),
  picture("completion", 620, async (editor) => {
    await opened(editor);
    await typeAt(editor, DEATH_LINE - 1, "\nchild: ");
    await editor.command("Trigger Suggest");
    const list = editor.page.locator(".suggest-widget.visible");
    await list.locator(".monaco-list-row").first().waitFor();
    return around(editor, [editor.text], 0);
  }),
  picture("hover", 620, async (editor) => {
    await opened(editor);
    await editor.goToLine(WRITE_LINE);
    await right(editor, 16);
    await editor.command("Show or Focus Hover");
    await editor.page.locator(".monaco-hover").filter({ visible: true }).first().waitFor();
    return around(editor, [editor.text], 0);
  }),
  picture("rename", 620, async (editor) => {
    await opened(editor);
    await editor.goToLine(DEATH_LINE);
    await right(editor, 4);
    await editor.command("Rename Symbol");
    const box = editor.page.locator(".rename-box input");
    await box.fill("helper");
    return around(editor, [editor.text], 0);
  }),
  picture("code-action", 620, async (editor) => {
    await opened(editor);
    await editor.goToLine(DEATH_LINE);
    await right(editor, 4);
    await editor.command("Quick Fix...");
    await editor.page.locator(".action-widget").first().waitFor();
    return around(editor, [editor.text], 0);
  }),
  { ...panelPicture("panel"), width: 1600, height: 1000 },
  {
    ...picture("compare", 900, async (editor) => {
      await opened(editor);
      await editor.text
        .locator(".codelens-decoration a", { hasText: /^Compare/u })
        .first()
        .click();
      await editor.panel().locator(".compare").first().waitFor();
      return {};
    }),
    width: 1600,
  },
  {
    ...picture("test-explorer", 760, async (editor) => {
      await editor.openFile(EXAMPLE);
      await editor.squiggles("error").first().waitFor();
      await editor.command("Testing: Focus on Test Explorer View");
      const rows = editor.page.locator(".test-explorer .monaco-list-row");
      await rows.first().waitFor();
      await editor.command("Test: Run All Tests");
      await rows
        .filter({ has: editor.page.locator(".codicon-testing-failed-icon, .codicon-testing-passed-icon") })
        .first()
        .waitFor();
      return {};
    }),
    width: 1280,
  },
  {
    ...picture("debugger", 860, async (editor) => {
      await opened(editor);
      await editor.goToLine(WRITE_LINE);
      await editor.page.keyboard.press("F9");
      await editor.text
        .locator(".codelens-decoration a", { hasText: /^Debug$/u })
        .first()
        .click();
      await editor.page.locator(".debug-top-stack-frame-line").first().waitFor();
      await editor.page.locator(".debug-variables .monaco-list-row").first().waitFor();
      return {};
    }),
    width: 1400,
  },
  picture("kernels", 620, async (editor) => {
    await opened(editor);
    await editor.goToLine(SCENARIO_LINE + 1);
    await editor.command("HugeTLB: Choose Kernel to Show");
    await editor.page.locator(".quick-input-widget .monaco-list-row").first().waitFor();
    return around(editor, [editor.text], 0);
  }),
];

/** Text and panel side by side, the cursor on the death. */
function panelPicture(name: string): Picture {
  return picture(name, 1000, async (editor) => {
    await opened(editor);
    const panel = await editor.openPanel();
    await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
    await editor.goToLine(DEATH_LINE);
    await panel.locator(".why li").first().waitFor();
    return {};
  });
}
