/** The squares of a large pool in a real browser: painted again where they changed, they are what they would be if painted anew. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import type { Tale } from "./told.js";

const TIMEOUT = 60_000;
/** Pages come one by one, are shared by a fork, taken away and given back; a file of every second page has too many runs for a table. */
const MANY: Tale = {
  scenario: "a large pool",
  pool: 600,
  processes: ["p"],
  kernels: ["2.6.26+cow"],
  lines: [
    "p: a = mmap(/dev/hugepages/heap, 400, MAP_PRIVATE)",
    ...Array.from({ length: 100 }, (_, at) => `p: write a[${at * 3}]`),
    "p: q = fork()",
    "q: read a[0:60]",
    ...Array.from({ length: 40 }, (_, at) => `q: write a[${at * 9}]`),
    "p: s = mmap(/dev/hugepages/index, 120, MAP_SHARED)",
    ...Array.from({ length: 30 }, (_, at) => `p: write s[${at * 4}]`),
    "p: write a[0:300]",
    "q: munmap(a)",
    "p: munmap(a[0:90])",
    "p: exit()",
  ],
};

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

async function open(options: StageOptions): Promise<Stage> {
  const stage = await Stage.open(browser, files, [MANY], options);
  await stage.page.waitForSelector(".transport");
  return stage;
}

/** Every canvas of Memory: what it is called, and its pixels. */
async function canvases({ page }: Stage): Promise<readonly (readonly [string | null, string])[]> {
  return page
    .locator(".memory canvas")
    .evaluateAll((all) =>
      all.flatMap((each) =>
        each instanceof HTMLCanvasElement ? [[each.getAttribute("aria-label"), each.toDataURL()] as const] : [],
      ),
    );
}

async function goTo({ page }: Stage, step: number): Promise<void> {
  await page.evaluate((at) => {
    const range = document.querySelector<HTMLInputElement>("input[type=range]");
    if (range === null) throw new Error("no slider");
    range.value = String(at);
    range.dispatchEvent(new Event("input", { bubbles: true }));
  }, step);
}

test(
  "after any jumps, in another theme, and with a page followed",
  async () => {
    const stage = await open({ step: 0 });
    const length = MANY.lines.length;
    for (const step of [1, 60, 59, 102, 103, 104, 130, 101, length - 3, length - 2, length, 40, 150, length - 4]) {
      await goTo(stage, step);
      const fresh = await open({ step });
      const [found, expected] = [await canvases(stage), await canvases(fresh)];
      expect(expected.length, `squares at step ${step}`).toBeGreaterThan(0);
      expect(found, `at step ${step}`).toEqual(expected);
      await fresh.close();
    }
    const before = await canvases(stage);
    await stage.page
      .locator(".memory canvas")
      .first()
      .click({ position: { x: 3, y: 3 } });
    await stage.page.waitForSelector(".h-follow");
    expect(await canvases(stage)).not.toEqual(before);
    await stage.page.keyboard.press("Escape");
    expect(await canvases(stage)).toEqual(before);
    await stage.page.evaluate(() => {
      document.documentElement.style.setProperty("--vscode-editorWarning-foreground", "#ff00ff");
      document.documentElement.style.setProperty("--vscode-foreground", "#ff00ff");
      document.body.className = "vscode-light";
    });
    await expect.poll(() => canvases(stage)).not.toEqual(before);
    expect(stage.errors).toEqual([]);
    await stage.close();
  },
  TIMEOUT,
);
