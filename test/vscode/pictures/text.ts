/** What one sees in the text and over it: one picture for each feature. */
import type { Editor, Theme } from "../harness/editor.js";
import { addLine, alone, around, BARE, type Cut, goTo, type Picture, type Sitting } from "./picture.js";

const EXAMPLE = "until-fork.hugetlb";
/** Lines of it, from 1. */
const SCENARIO_LINE = 8;
const KERNEL_LINE = 9;
const MMAP_LINE = 13;
const TOUCH_LINE = 14;
const FORK_LINE = 15;
const WRITE_LINE = 16;
const DEATH_LINE = 17;
const EXPECT_LINE = 20;

export const THEMES: readonly Theme[] = ["Dark Modern", "Light Modern", "Default High Contrast"];

/** The example with its results, its own text, and nothing open over it. */
export async function opened(editor: Editor): Promise<void> {
  if (!(await editor.tab(EXAMPLE).first().isVisible())) {
    await editor.openFile(EXAMPLE);
    await alone(editor);
  }
  await editor.squiggles("error").first().waitFor();
  await editor.text.locator(".codelens-decoration a").first().waitFor();
}

function picture(name: string, take: (editor: Editor) => Promise<void>, file?: string): Picture {
  const act = async (editor: Editor): Promise<Cut> => {
    await opened(editor);
    await take(editor);
    return around(editor, [editor.text], 0);
  };
  return file === undefined ? { name, take: act } : { name, file, take: act };
}

const kept = (name: string): string => `docs/images/${name}.png`;

async function suggestions(editor: Editor, row: string): Promise<void> {
  await editor.page.locator(".suggest-widget.visible .monaco-list-row").filter({ hasText: row }).first().waitFor();
}

/** Asks for completion and opens what is told of the first item. */
async function completed(editor: Editor, row: string): Promise<void> {
  await editor.page.keyboard.press("Escape");
  await editor.page.keyboard.press("Control+Space");
  await suggestions(editor, row);
  const details = editor.page.locator(".suggest-details-container");
  if (!(await details.isVisible())) await editor.page.keyboard.press("Control+Space");
  await editor.page.waitForTimeout(SETTLED_MS);
}

/** Until a list's details have come and faded in. */
const SETTLED_MS = 800;

async function hover(editor: Editor, line: number, column: number, words: string): Promise<void> {
  await goTo(editor, line, column);
  await editor.command("Show or Focus Hover");
  await editor.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: words }).first().waitFor();
  await editor.page.waitForTimeout(SETTLED_MS);
}

export const TEXT: Sitting = {
  name: "text",
  themes: THEMES,
  width: 1000,
  height: 620,
  settings: BARE,
  pictures: [
    picture(
      "marks",
      async (editor) => {
        await editor.goToLine(DEATH_LINE);
        await editor.text.locator(".codelens-decoration", { hasText: "Needs pool" }).waitFor();
      },
      kept("marks"),
    ),
    picture("hover-call", (editor) => hover(editor, MMAP_LINE, 16, "LENGTH")),
    picture("hover-flag", (editor) => hover(editor, MMAP_LINE, 48, "MAP_PRIVATE")),
    picture("hover-process", (editor) => hover(editor, DEATH_LINE, 4, "parent forks it")),
    picture("hover-mapping", (editor) => hover(editor, TOUCH_LINE, 17, "present"), kept("hover")),
    picture("hover-file", (editor) => hover(editor, MMAP_LINE, 30, "in the file")),
    picture("hover-kernel", (editor) => hover(editor, KERNEL_LINE, 14, "Otherwise than")),
    picture("hover-problem", async (editor) => {
      await hover(editor, DEATH_LINE, 12, "killed");
    }),
    picture(
      "rename",
      async (editor) => {
        await goTo(editor, DEATH_LINE, 4);
        await editor.command("Rename Symbol");
        await editor.page.locator(".rename-box input").fill("helper");
      },
      kept("rename"),
    ),
    picture("references", async (editor) => {
      await goTo(editor, DEATH_LINE, 4);
      await editor.command("Peek References");
      await editor.page.locator(".peekview-widget .monaco-list-row").first().waitFor();
      await editor.page.waitForTimeout(SETTLED_MS);
    }),
    picture("forks", async (editor) => {
      await goTo(editor, DEATH_LINE, 4);
      await editor.command("Peek Call Hierarchy");
      await editor.page.locator(".call-hierarchy .monaco-list-row").first().waitFor();
      await editor.page.waitForTimeout(SETTLED_MS);
    }),
    picture(
      "code-actions",
      async (editor) => {
        // What the scenario expects of its end stands against a larger pool.
        await editor.goToLine(EXPECT_LINE);
        for (let lines = 0; lines < 2; lines += 1) await editor.page.keyboard.press("Control+Shift+K");
        await editor.page.waitForTimeout(SETTLED_MS);
        await goTo(editor, DEATH_LINE, 12);
        await editor.command("Quick Fix...");
        await editor.page.locator(".action-widget .monaco-list-row").first().waitFor();
        await editor.page.waitForTimeout(SETTLED_MS);
      },
      kept("code-actions"),
    ),
    {
      name: "kernels",
      file: kept("kernels"),
      take: async (editor) => {
        await opened(editor);
        await editor.goToLine(KERNEL_LINE);
        await editor.command("HugeTLB: Choose Kernel to Show");
        await editor.page.locator(".quick-input-widget .monaco-list-row").first().waitFor();
        return {};
      },
    },
    // From here on the text is typed into; each puts it back.
    picture("completion-line", async (editor) => {
      await addLine(editor, FORK_LINE, "");
      await completed(editor, "child");
    }),
    picture("completion-calls", async (editor) => {
      await addLine(editor, FORK_LINE, "child: ");
      await completed(editor, "write");
    }),
    picture("completion-mappings", async (editor) => {
      await addLine(editor, FORK_LINE, "child: read ");
      await completed(editor, "AB");
    }),
    picture("completion-pages", async (editor) => {
      await addLine(editor, WRITE_LINE, "child: read a[");
      await completed(editor, "next touch kills");
    }),
    picture(
      "completion-outcomes",
      async (editor) => {
        await addLine(editor, WRITE_LINE, "child: write a[0] -> ");
        await completed(editor, "what happens");
      },
      kept("completion"),
    ),
    picture("completion-kernels", async (editor) => {
      await editor.goToLine(KERNEL_LINE);
      await editor.page.keyboard.press("End");
      await editor.page.keyboard.type(", ");
      await completed(editor, "2.6.26+reserve@");
    }),
    picture("completion-flags", async (editor) => {
      await addLine(editor, FORK_LINE, "child: b = mmap(/dev/hugepages/x, 1, ");
      await completed(editor, "MAP_SHARED");
    }),
    picture("completion-counters", async (editor) => {
      await addLine(editor, FORK_LINE, "expect fr");
      await completed(editor, "free");
    }),
    picture("completion-settings", async (editor) => {
      await addLine(editor, SCENARIO_LINE - 1, "");
      await completed(editor, "scenario");
    }),
    picture("completion-include", async (editor) => {
      await addLine(editor, SCENARIO_LINE - 1, 'include "');
      await suggestions(editor, "mmap-said-yes.hugetlb");
      await editor.page.waitForTimeout(SETTLED_MS);
    }),
    picture("signature", async (editor) => {
      await addLine(editor, FORK_LINE, "child: b = mmap(/dev/hugepages/x, 2, ");
      await editor.page.keyboard.press("Escape");
      await editor.command("Trigger Parameter Hints");
      await editor.page.locator(".parameter-hints-widget.visible").waitFor();
      await editor.page.waitForTimeout(SETTLED_MS);
    }),
    picture("selection", async (editor) => {
      await goTo(editor, WRITE_LINE, 17);
      for (let growing = 0; growing < 3; growing += 1) await editor.command("Expand Selection");
    }),
    picture("problem-typed", async (editor) => {
      await addLine(editor, FORK_LINE, "chidl: write a[0]");
      await editor.page.keyboard.press("Escape");
      await editor.squiggles("error").nth(1).waitFor();
      await editor.page.waitForTimeout(SETTLED_MS);
      await editor.command("Quick Fix...");
      await editor.page.locator(".action-widget .monaco-list-row").first().waitFor();
    }),
    // The last one: nothing unfolds the text again.
    picture("folding", async (editor) => {
      await editor.command("Fold All");
      await editor.goToLine(SCENARIO_LINE);
      await editor.page.waitForTimeout(SETTLED_MS);
    }),
  ],
};
