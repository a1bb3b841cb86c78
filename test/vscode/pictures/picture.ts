import type { Locator } from "playwright-core";
import type { Editor, Theme } from "../harness/editor.js";
import type { Settings } from "../harness/settings.js";

/** The part of the window that is taken; all of it when there is none. */
export interface Cut {
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** One picture: how the window is, what is done in it, which part of it is taken. */
export interface Picture {
  readonly name: string;
  /** From the project's root; `{theme}` stands for the theme's word. */
  readonly file: string;
  readonly themes: readonly (readonly [Theme, word: string])[];
  readonly width: number;
  readonly height: number;
  readonly settings: Settings;
  readonly take: (editor: Editor) => Promise<Cut>;
}

/** A text and nothing around it that would take the eye off it. */
export const BARE: Settings = {
  "breadcrumbs.enabled": false,
  "editor.fontSize": 14,
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "editor.scrollbar.horizontal": "hidden",
  "editor.stickyScroll.enabled": false,
  "window.commandCenter": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "workbench.navigationControl.enabled": false,
};

/** Hides the Explorer, which the file was opened from. */
export async function alone(editor: Editor): Promise<void> {
  await editor.command("View: Toggle Primary Side Bar Visibility");
}

/** The box around some parts of the page, with a margin. */
export async function around(editor: Editor, parts: readonly Locator[], margin = 8): Promise<Cut> {
  const size = editor.page.viewportSize() ?? { width: 0, height: 0 };
  let [left, top, right, bottom] = [size.width, size.height, 0, 0];
  for (const part of parts) {
    const box = await part.boundingBox();
    if (box === null) throw new Error("a part of the picture is not in sight");
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  const x = Math.max(0, left - margin);
  const y = Math.max(0, top - margin);
  return {
    clip: {
      x,
      y,
      width: Math.min(size.width, right + margin) - x,
      height: Math.min(size.height, bottom + margin) - y,
    },
  };
}
