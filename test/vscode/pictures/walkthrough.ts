/** The pictures of the walkthrough's steps, in dark and in light. */
import type { Editor } from "../harness/editor.js";
import { around, alone, BARE, type Cut, type Sitting } from "./picture.js";

/** Lines of the first template, from 1. */
const POOL_LINE = 4;
const WRITE_LINE = 10;

function step(name: string, take: (editor: Editor) => Promise<Cut>, width = 760): Sitting {
  return {
    name: `walkthrough-${name}`,
    themes: ["Dark Modern", "Light Modern"],
    width,
    height: 480,
    settings: { ...BARE, "workbench.statusBar.visible": name === "kernel" },
    pictures: [{ name: `walkthrough-${name}`, file: `extension/walkthrough/${name}-{theme}.png`, take }],
  };
}

/** Makes a new file of the first template. */
async function story(editor: Editor): Promise<void> {
  // The palette knows the extension's commands once one of its files was open.
  await editor.openFile("until-fork.hugetlb");
  await editor.squiggles("error").first().waitFor();
  await alone(editor);
  await editor.command("HugeTLB: New Scenario");
  await editor.page.locator(".quick-input-widget .monaco-list-row").first().click();
  await editor.text.locator(".view-line", { hasText: "Who dies depends on the kernel" }).waitFor();
  await editor.squiggles("error").first().waitFor();
  await editor.text.locator(".codelens-decoration").first().waitFor();
}

async function withPanel(editor: Editor): Promise<void> {
  await story(editor);
  const panel = await editor.openPanel();
  await panel.locator(".headline").filter({ hasText: "SIGKILL" }).waitFor();
}

export const WALKTHROUGH: readonly Sitting[] = [
  step("new", async (editor) => {
    await story(editor);
    return around(editor, [editor.text], 0);
  }),
  step(
    "who",
    async (editor) => {
      await withPanel(editor);
      return {};
    },
    1100,
  ),
  step(
    "why",
    async (editor) => {
      await withPanel(editor);
      await editor.page.keyboard.press("Control+G");
      await editor.page.locator(".quick-input-widget input").fill(`:${WRITE_LINE}`);
      await editor.page.keyboard.press("Enter");
      await editor.panel().locator(".why").first().scrollIntoViewIfNeeded();
      return {};
    },
    1100,
  ),
  step("kernel", async (editor) => {
    await story(editor);
    await editor.text.locator(".codelens-decoration a", { hasText: "child SIGBUS" }).first().click();
    await editor.text.locator(".codelens-decoration a", { hasText: "● ✕ child SIGBUS" }).first().waitFor();
    await editor.squiggles("warning").first().waitFor();
    return {};
  }),
  step("save", async (editor) => {
    await story(editor);
    await editor.page.keyboard.press("Control+G");
    await editor.page.locator(".quick-input-widget input").fill(`:${POOL_LINE}:12`);
    await editor.page.keyboard.press("Enter");
    await editor.page.keyboard.press("Backspace");
    await editor.page.keyboard.type("3");
    await editor.text.locator(".codelens-decoration a", { hasText: "nobody dies" }).first().waitFor();
    return around(editor, [editor.text], 0);
  }),
];
