/** Text and panel side by side, and what the panel does, closer. */
import type { FrameLocator } from "playwright-core";
import type { Editor } from "../harness/editor.js";
import { alone, around, BARE, type Cut, type Picture, type Sitting } from "./picture.js";
import { opened } from "./text.js";

const WRITE_LINE = 16;
const DEATH_LINE = 17;
const EXPECT_LINE = 20;
const EXPECT_LINES = 2;
const CONCURRENT = "concurrent/child-reads-too-late.hugetlb";

/** The panel at a line of the example. */
async function panelAt(editor: Editor, line: number, step: number): Promise<FrameLocator> {
  await opened(editor);
  const open = (await editor.tab("HugeTLB:").count()) > 0;
  const panel = open ? editor.panel() : await editor.openPanel();
  await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
  await editor.goToLine(line);
  await panel
    .locator(".why")
    .filter({ hasText: `step ${String(step)}` })
    .locator("li")
    .first()
    .waitFor();
  await panel.locator(".remedy").first().waitFor();
  return panel;
}

/** From the head of the panel to the end of the run. */
function run(editor: Editor, panel: FrameLocator): Promise<Cut> {
  return around(editor, [panel.locator(".header"), panel.locator(".run")], 0);
}

/** A picture that the project keeps. */
function kept(name: string, take: (editor: Editor) => Promise<Cut>): Picture {
  return { name, file: `docs/images/${name}.png`, take };
}

export const PANEL: Sitting = {
  name: "panel",
  themes: ["Dark Modern"],
  width: 1640,
  height: 1000,
  settings: BARE,
  pictures: [
    kept("panel", async (editor) => {
      await panelAt(editor, DEATH_LINE, 5);
      return {};
    }),
    kept("memory", async (editor) => {
      const panel = await panelAt(editor, WRITE_LINE, 4);
      await panel.locator(".memory .deadly").first().waitFor();
      await panel.locator(".memory .key").scrollIntoViewIfNeeded();
      return around(editor, [panel.locator(".memory h2"), panel.locator(".memory .key")]);
    }),
    kept("what-if", async (editor) => {
      await panelAt(editor, DEATH_LINE, 5);
      // Without what is expected of the run as it is: the question is what it comes to with another pool.
      await editor.goToLine(EXPECT_LINE);
      for (let line = 0; line < EXPECT_LINES; line += 1) await editor.page.keyboard.press("Control+Shift+K");
      const panel = await panelAt(editor, DEATH_LINE, 5);
      await panel.locator(".step-number").click();
      await editor.page.keyboard.press("i");
      await panel.locator(".what-if input").first().fill("3");
      await editor.page.keyboard.press("Enter");
      await panel.locator(".headline").filter({ hasText: "Nobody dies" }).waitFor();
      return run(editor, panel);
    }),
    kept("compare", async (editor) => {
      const panel = editor.panel();
      await panel.getByRole("button", { name: "Drop" }).click();
      await panelAt(editor, DEATH_LINE, 5);
      await panel.locator(".step-number").click();
      await editor.page.keyboard.press("c");
      await panel.locator(".compare-row").nth(2).waitFor();
      return around(editor, [panel.locator(".header"), panel.locator(".compare-row").last()], 0);
    }),
    kept("interleavings", async (editor) => {
      await editor.command("View: Close All Editors");
      await editor.openFile(CONCURRENT);
      await alone(editor);
      const panel = await editor.openPanel();
      await panel.locator(".interleavings.i-dies").waitFor();
      await panel.locator(".interleavings .link").first().click();
      await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
      await panel.locator(".why li").first().waitFor();
      return run(editor, panel);
    }),
  ],
};
