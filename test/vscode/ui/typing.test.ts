/** A scenario written by hand, each line ended with Enter while suggestions stand open: what is typed is what is there. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Editor } from "../harness/editor.js";
import { makeTemporary, removeTemporary } from "../harness/temporary.js";

const FILE = "typed.hugetlb";
/** Slow enough for the suggestions to come up. */
const KEY_MS = 40;
const SUGGESTIONS_MS = 400;

/** Without the ends of braces, which the editor writes itself. */
const TYPED = [
  'scenario "typed" {',
  "kernel 6.1",
  "pool 3",
  "process redis",
  "redis: h = mmap(/dev/hugepages/heap, 2, MAP_PRIVATE)",
  "redis: write h",
  "redis: child = fork()",
  "child: write h[0]",
  "redis: write h[1] -> ok",
  "expect free == 0",
];

let editor: Editor;
beforeEach(async () => {
  // There before the editor: its Explorer may learn late of files that come later.
  const folder = await makeTemporary("typing");
  try {
    await writeFile(path.join(folder, FILE), "");
    editor = await Editor.open({ folder, width: 1300, height: 800 });
  } finally {
    await removeTemporary(folder);
  }
});
afterEach(() => editor.close());

test("Enter ends a line, also when a suggestion says what is there already", async () => {
  const { page } = editor;
  await editor.openFile(FILE);
  await editor.text.click();
  for (const line of TYPED) {
    await page.keyboard.type(line, { delay: KEY_MS });
    await page.waitForTimeout(SUGGESTIONS_MS);
    await page.keyboard.press("Enter");
  }
  await editor.screenshot("typed");
  await editor.command("File: Save");
  const file = path.join(editor.folder, FILE);
  await expect.poll(async () => wordsOf(await readFile(file, "utf8"))).toEqual([...TYPED, "}"].map(spaced));
});

function wordsOf(text: string): string[] {
  return text
    .split("\n")
    .map(spaced)
    .filter((line) => line !== "");
}

/** Columns are the formatter's. */
function spaced(line: string): string {
  return line.trim().replace(/\s+/gu, " ");
}
