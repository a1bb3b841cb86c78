/** A race: fine as written, deadly in another order; the panel shows the shortest such order. */
import type { Editor } from "../harness/editor.js";
import { alone, BARE, type Sitting } from "./picture.js";
import { THEMES } from "./text.js";

const EXAMPLE = "concurrent/child-reads-too-late.hugetlb";
const READ_LINE = 16;
/** Until the panel has drawn the other order. */
const SETTLED_MS = 1_000;

export const INTERLEAVINGS: Sitting = {
  name: "interleavings",
  themes: THEMES,
  width: 1600,
  height: 900,
  settings: BARE,
  pictures: [
    {
      name: "race",
      file: "docs/images/race.png",
      take: async (editor: Editor) => {
        await editor.openFile(EXAMPLE);
        await alone(editor);
        await editor.text.locator(".codelens-decoration a", { hasText: "bad interleaving" }).first().waitFor();
        await editor.goToLine(READ_LINE);
        const panel = await editor.openPanel();
        await panel.getByRole("button", { name: /^The shortest interleaving/u }).click();
        await panel.locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
        await editor.page.waitForTimeout(SETTLED_MS);
        return {};
      },
    },
  ],
};
