/** Text and panel side by side. */
import type { Editor } from "../harness/editor.js";
import { BARE, type Sitting } from "./picture.js";
import { opened } from "./text.js";

const DEATH_LINE = 17;

export const PANEL: Sitting = {
  name: "panel",
  themes: ["Dark Modern"],
  width: 1600,
  height: 1000,
  settings: BARE,
  pictures: [
    {
      name: "panel",
      file: "docs/images/panel.png",
      take: async (editor: Editor) => {
        await opened(editor);
        const panel = await editor.openPanel();
        await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
        await editor.goToLine(DEATH_LINE);
        await panel.locator(".why li").first().waitFor();
        return {};
      },
    },
    {
      name: "compare",
      take: async (editor: Editor) => {
        await editor.text
          .locator(".codelens-decoration a", { hasText: /^Compare/u })
          .first()
          .click();
        await editor.panel().locator(".compare").first().waitFor();
        return {};
      },
    },
  ],
};
