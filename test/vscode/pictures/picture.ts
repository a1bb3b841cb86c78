import type { Locator } from "playwright-core";
import type { Editor, Theme } from "../harness/editor.js";
import type { Settings } from "../harness/settings.js";

/** The part of the window that is taken; all of it when there is none. */
export interface Cut {
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** One picture: what is done in the window, and which part of it is taken. */
export interface Picture {
  readonly name: string;
  /** Where the project keeps it, `{theme}` for the theme's word; one without `{theme}` is kept in dark. Left out: it is for looking at only. */
  readonly file?: string;
  readonly take: (editor: Editor) => Promise<Cut>;
}

/** Pictures taken one after the other in one window; each begins with no widget open and the text as it was. */
export interface Sitting {
  readonly name: string;
  readonly themes: readonly Theme[];
  readonly width: number;
  readonly height: number;
  readonly settings: Settings;
  readonly pictures: readonly Picture[];
}

/** A theme's word in the names of files. */
export const THEME_WORDS: Readonly<Record<Theme, string>> = {
  "Dark Modern": "dark",
  "Light Modern": "light",
  "Default High Contrast": "high-contrast",
  "Default High Contrast Light": "high-contrast-light",
};

/** What is typed for a picture is taken back after it. */
export const UNSAVED: Settings = { "files.autoSave": "off" };

/** A text and nothing around it that would take the eye off it. */
export const BARE: Settings = {
  ...UNSAVED,
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
  if (await editor.page.locator(".part.sidebar").isVisible())
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

/** Puts the cursor at a place of the text; line and column from 1. */
export async function goTo(editor: Editor, line: number, column = 1): Promise<void> {
  await editor.goToLine(line);
  await editor.page.keyboard.press("Home");
  await editor.page.keyboard.press("Home");
  const { keyboard } = editor.page;
  // The first column, or the first word's: VS Code's Home goes to and fro between them.
  await keyboard.press("Control+G");
  await editor.page.locator(".quick-input-widget input").fill(`:${line}:${column}`);
  await keyboard.press("Enter");
}

/** Adds a line below one (from 1), and what is typed there. */
export async function addLine(editor: Editor, below: number, text: string): Promise<void> {
  await editor.goToLine(below);
  await editor.page.keyboard.press("End");
  await editor.page.keyboard.press("Enter");
  await editor.page.keyboard.type(text);
}
