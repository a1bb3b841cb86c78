/** A race as a reader meets it: in some orders somebody dies, the lens names the pool that is enough in all of them, and a click writes it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { Editor, type EditorOptions } from "../harness/editor.js";
import { makeTemporary, removeTemporary } from "../harness/temporary.js";

const EXAMPLE = "concurrent/child-reads-too-late.hugetlb";
const PATIENCE = { timeout: 30_000, interval: 2_000 };
const CLICK_MS = 2_000;
const MANY = ["a", "b", "c", "d"];
/** More orders than `MOST` states, and nothing goes wrong in them. */
const CROWD = `kernel 6.12
pool 8
process ${MANY.join(", ")}
scenario "crowd" {
  concurrent {
${MANY.map((name) => `    ${name}: m = mmap(/dev/hugepages/${name}, 2, MAP_PRIVATE)\n    ${name}: write m\n    ${name}: munmap(m)`).join("\n")}
  }
}
`;
const MOST = 300;
const FILE = "crowd.hugetlb";

describe("interleavings", () => {
  let editor: Editor | undefined;
  const open = async (options: EditorOptions = {}): Promise<Editor> => {
    editor = await Editor.open({ width: 1600, height: 900, ...options });
    return editor;
  };
  afterEach(async () => {
    await editor?.close();
    editor = undefined;
  });

  test("the pool that is enough in every order is written by a click on its lens", async () => {
    const at = await open();
    await at.openFile(EXAMPLE);
    const panel = await at.openPanel();
    await chip(panel, "6.12, child SIGBUS in some orders").waitFor();
    await lens(at, "✕ child killed SIGBUS in 1 of 3 interleavings").waitFor();
    await lens(at, "Needs pool 2").waitFor();
    await at.screenshot("pool-lens-before");
    // Lenses that are drawn anew between the pointer's down and up do not see the click. A second one writes nothing twice: its edits are for a version that is gone.
    const written = async (): Promise<string> => {
      const needs = lens(at, "Needs pool 2");
      if (await needs.isVisible()) await needs.click({ timeout: CLICK_MS }).catch(() => undefined);
      return (await at.text.locator(".codelens-decoration").allTextContents()).join("\n");
    };
    await expect.poll(written, PATIENCE).toContain("✓ nothing goes wrong in any of 3 interleavings");
    expect(await at.text.locator(".view-lines").innerText()).toMatch(/pool\s2/u);
    await expect.poll(() => lens(at, "Needs pool").count(), PATIENCE).toBe(0);
    await at.screenshot("pool-lens-after");
    await chip(panel, "6.12, nobody dies").waitFor();
    await panel.locator(".interleavings", { hasText: "Nothing goes wrong in any of the 3 interleavings." }).waitFor();
  });

  test("a search that came to its limit calls nothing fine, and leads to the limits", async () => {
    const folder = await makeTemporary("crowd");
    onTestFinished(() => removeTemporary(folder));
    await writeFile(path.join(folder, FILE), CROWD);
    const at = await open({ folder, settings: { "hugetlb.explore.maxStates": MOST } });
    await at.openFile(FILE);
    const panel = await at.openPanel();
    await chip(panel, "6.12, nobody dies so far").waitFor();
    const strip = panel.locator(".interleavings");
    await strip.filter({ hasText: /^Partial: \d+ states looked at, nothing bad so far\./u }).waitFor();
    await lens(at, "nothing bad so far").waitFor();
    await at.screenshot("partial-exploration");
    await strip.getByRole("button", { name: "Change the limit" }).click();
    await at.page.locator(".settings-editor .setting-item", { hasText: "Max States" }).waitFor();
    await at.screenshot("partial-limits");
  });
});

function chip(panel: FrameLocator, words: string): Locator {
  return panel.locator(`.chip[title="${words}"]`);
}

function lens({ text }: Editor, words: string): Locator {
  return text.locator(".codelens-decoration", { hasText: words }).locator("a, span", { hasText: words }).last();
}
