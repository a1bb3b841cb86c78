/** What a reader sees who opens an example: the squiggle, the problem, the panel; and the panel after a reload. */
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Editor } from "../harness/editor.js";
import { killLanguageServer } from "./language-server.js";
import { STATE_WRITTEN_MS } from "./patience.js";

const EXAMPLE = "until-fork.hugetlb";
const TAB = `HugeTLB: ${EXAMPLE}`;
/** Lines from 1, as the status bar tells them. */
const FORK_LINE = 15;
const DEATH_LINE = 17;
const STEPS = 7;
const DEATH_STEP = 5;

describe("an example in the real editor", () => {
  let editor: Editor;
  let panel: FrameLocator;
  const refusals: string[] = [];

  beforeAll(async () => {
    editor = await Editor.open();
    editor.page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) refusals.push(message.text());
    });
    await editor.openFile(EXAMPLE);
  });
  afterAll(() => editor.close());

  test("the death is underlined, and so is the write that took the page", async () => {
    await editor.squiggles("error").first().waitFor();
    await editor.squiggles("warning").first().waitFor();
  });

  test("the Problems view says who dies, by what", async () => {
    const row = (await editor.problems()).filter({ hasText: "child is killed by SIGBUS" });
    await row.first().waitFor();
    await editor.command("View: Toggle Problems");
  });

  test("the button in the title opens the panel beside the text, which keeps the focus", async () => {
    await editor.text.click();
    await editor.page.locator(".editor-actions .action-label[aria-label*='Open Panel']").first().click();
    await editor.tab(TAB).waitFor();
    panel = editor.panel();
    await headline(panel, "child dies at step 5 by SIGBUS").waitFor();
    expect(await editor.page.locator(".editor-group-container.active .tab.active").innerText()).toContain(EXAMPLE);
    expect(await editor.text.locator("textarea, .native-edit-context").first().evaluate(isFocused)).toBe(true);
  });

  test("pressing it again opens no second one", async () => {
    await editor.page.locator(".editor-actions .action-label[aria-label*='Open Panel']").first().click();
    await headline(panel, "SIGBUS").waitFor();
    expect(await editor.tab(TAB).count()).toBe(1);
  });

  test("the cursor moves the step", async () => {
    await editor.goToLine(FORK_LINE);
    await step(panel, 3);
    await editor.goToLine(DEATH_LINE);
    await step(panel, DEATH_STEP);
  });

  test("a click on a step in the panel moves the cursor", async () => {
    await editor.goToLine(1);
    await headlineLink(panel, DEATH_STEP).click();
    await activeLine(editor, DEATH_LINE).waitFor();
    await step(panel, DEATH_STEP);
    // The reader goes on in the panel: the text was shown, not given the focus.
    expect(await panel.locator(":focus").count()).toBe(1);
  });

  test("another kernel tells another story", async () => {
    await chip(panel, "2.6.26").click();
    await headline(panel, "parent dies at step 4 by SIGKILL").waitFor();
    await chip(panel, "2.6.26+cow").click();
    await headline(panel, "SIGBUS").waitFor();
  });

  test("typing changes the squiggles and the panel at once", async () => {
    await goToText(editor);
    await editor.goToLine(10);
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.press("Backspace");
    await editor.page.keyboard.type("5");
    await headline(panel, "Nobody dies").waitFor();
    await expect.poll(() => editor.squiggles("warning").count(), { timeout: 30_000 }).toBe(0);
    await editor.page.keyboard.press("Backspace");
    await editor.page.keyboard.type("2");
    await headline(panel, "SIGBUS").waitFor();
    await editor.squiggles("warning").first().waitFor();
  });

  test("a broken line leaves the last good picture and says so", async () => {
    await editor.goToLine(FORK_LINE);
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.type(" oops");
    await panel.getByText(`Line ${FORK_LINE} does not parse`).waitFor();
    await headline(panel, "SIGBUS").waitFor();
    for (const _letter of " oops") await editor.page.keyboard.press("Backspace");
    await panel.getByText(`Line ${FORK_LINE} does not parse`).waitFor({ state: "hidden" });
  });

  test("hidden and shown again, the panel is where it was", async () => {
    await headlineLink(panel, DEATH_STEP).click();
    await step(panel, DEATH_STEP);
    await editor.tab(TAB).click();
    // Another editor in front of the panel takes the page away from it.
    await editor.openFile("surplus-first.hugetlb");
    await expect.poll(() => editor.page.locator("iframe.webview").filter({ visible: true }).count()).toBe(0);
    await editor.tab(TAB).click();
    panel = editor.panel();
    await headline(panel, "SIGBUS").waitFor();
    await step(panel, DEATH_STEP);
  });

  test("when the language server dies, the panel and the squiggles come back", async () => {
    killLanguageServer();
    await goToText(editor);
    await editor.goToLine(10);
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.press("Backspace");
    await editor.page.keyboard.type("6");
    await headline(panel, "Nobody dies").waitFor();
    await editor.page.keyboard.press("Backspace");
    await editor.page.keyboard.type("2");
    await headline(panel, "SIGBUS").waitFor();
    await editor.squiggles("error").first().waitFor();
  });

  test("after a reload of the window the panel is there, at its step", async () => {
    await headlineLink(panel, DEATH_STEP).click();
    await step(panel, DEATH_STEP);
    await goToText(editor);
    await editor.command("File: Save");
    await editor.page.waitForTimeout(STATE_WRITTEN_MS);
    await editor.reload();
    await editor.tab(TAB).waitFor();
    panel = editor.panel();
    await headline(panel, "child dies at step 5 by SIGBUS").waitFor();
    await step(panel, DEATH_STEP);
    await goToText(editor);
    await editor.squiggles("error").first().waitFor();
  });

  test("the page obeyed its policy all the time", () => {
    expect(refusals).toEqual([]);
  });
});

/** The one-sentence answer on top of the panel. */
function headline(panel: FrameLocator, words: string): Locator {
  return panel.locator(".headline").filter({ hasText: words });
}

function headlineLink(panel: FrameLocator, at: number): Locator {
  return panel.locator(`.headline [data-step="${at}"]`).first();
}

function chip(panel: FrameLocator, kernel: string): Locator {
  return panel.locator(`[role=radio][aria-label^="${kernel},"]`);
}

/** Gives the focus to the text; its tab is the leftmost. */
async function goToText(editor: Editor): Promise<void> {
  await editor.tab(EXAMPLE).first().click();
}

/** The number of the line that the text's cursor is on; the status bar is silent while the panel has the focus. */
function activeLine(editor: Editor, line: number): Locator {
  return editor.page.locator(".line-numbers.active-line-number").filter({ hasText: new RegExp(`^${line}$`) });
}

/** Waits until the panel shows this step. */
async function step(panel: FrameLocator, at: number): Promise<void> {
  const range = panel.locator("input[type=range]");
  await expect.poll(() => range.inputValue(), { timeout: 30_000 }).toBe(String(at));
  expect(await range.getAttribute("max")).toBe(String(STEPS));
}

function isFocused(element: Element): boolean {
  return element.ownerDocument.activeElement === element;
}
