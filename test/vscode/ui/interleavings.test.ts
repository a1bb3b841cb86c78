/** A race as a reader meets it: in some orders somebody dies, the lens names the pool that is enough in all of them, and a click writes it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { Editor, type EditorOptions } from "../harness/editor.js";
import { makeTemporary, removeTemporary } from "../harness/temporary.js";

const EXAMPLE = "concurrent/child-reads-too-late.hugetlb";
const PATIENCE = { timeout: 30_000 };
/** Lenses that read alike so long after one another have all come. */
const CALM = { timeout: 30_000, interval: 1_000 };
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
    await settled(at);
    await lens(at, "Needs pool 2").click();
    await expect.poll(() => words(at), PATIENCE).toContain("✓ nothing goes wrong in any of 3 interleavings");
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

/** What all lenses read, and what the editor complains of. */
async function words({ page, text }: Editor): Promise<string> {
  const parts = [text.locator(".codelens-decoration"), page.locator(".notification-toast")];
  return (await Promise.all(parts.map(async (part) => part.allTextContents()))).flat().join("\n");
}

/** The lens of the pool comes after the others and moves those behind it: a reader clicks when they stand still. */
async function settled(at: Editor): Promise<void> {
  let before = "";
  const alike = async (): Promise<boolean> => {
    const last = before;
    before = await words(at);
    return before === last;
  };
  await expect.poll(alike, CALM).toBe(true);
}

function lens({ text }: Editor, words: string): Locator {
  return text.locator(".codelens-decoration", { hasText: words }).locator("a, span", { hasText: words }).last();
}
