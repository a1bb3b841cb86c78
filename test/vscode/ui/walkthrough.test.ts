/** The walkthrough as a reader goes through it: what a step asks for is done, and the step is ticked. */
import { expect, test } from "vitest";
import { Editor } from "../harness/editor.js";

/** Of the first template, from 1. */
const POOL_LINE = 4;

test("each step is done when it has been done", async () => {
  const editor = await Editor.open({ width: 1400, height: 900 });
  const { page } = editor;
  const done = page.locator(".gettingStartedContainer .getting-started-step .codicon.complete");
  const ticked = async (): Promise<readonly string[]> =>
    (await done.evaluateAll((all) => all.map((one) => one.getAttribute("data-done-step-id") ?? ""))).map(
      (id) => id.split("#").at(-1) ?? "",
    );
  const walkthrough = async (): Promise<void> => {
    await editor.command("HugeTLB: Open the Walkthrough");
    await page.locator(".gettingStartedContainer .getting-started-step").first().waitFor();
  };
  try {
    await editor.openFile("until-fork.hugetlb");
    await editor.squiggles("error").first().waitFor();
    await walkthrough();
    expect(await ticked()).toEqual([]);
    // VS Code takes a pair of backticks for code here, and shows a single one as it is.
    expect(
      await page.locator(".gettingStartedContainer .step-description-container").allTextContents(),
    ).not.toContainEqual(expect.stringContaining("`"));
    expect(await page.locator(".gettingStartedContainer .step-description-container code").allTextContents()).toEqual([
      "pool 2",
      "pool 3",
    ]);

    await page
      .locator(".gettingStartedContainer a, .gettingStartedContainer .monaco-button", { hasText: "New Scenario" })
      .first()
      .click();
    await editor.text.locator(".view-line", { hasText: "Who dies depends on the kernel" }).waitFor();
    await editor.squiggles("error").first().waitFor();
    await editor.openPanel();
    await editor.goToLine(POOL_LINE);
    await editor.command("HugeTLB: Choose Kernel to Show");
    const picker = page.locator(".quick-input-widget");
    await picker.filter({ hasText: "under which kernel?" }).waitFor();
    await page.keyboard.press("Escape");
    await picker.waitFor({ state: "hidden" });
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("3");
    await editor.squiggles("error").first().waitFor({ state: "detached" });

    await walkthrough();
    await page.locator(".getting-started-step", { hasText: "Ask why" }).click();
    await page.locator(".gettingStartedContainer .monaco-button", { hasText: "Explain" }).first().click();
    // The explanation may stand in front, and have the focus, by now.
    await editor.tab("Walkthrough").click();
    await expect
      .poll(async () => [...(await ticked())].sort(), { timeout: 30_000 })
      .toEqual(["kernel", "new", "save", "who", "why"]);
  } finally {
    await editor.screenshot("walkthrough");
    await editor.close();
  }
});
