/**
 * Five pictures of the panel, pixel by pixel beside those in baseline/. What differs is written to
 * test-results/visual/ as it is now and as the difference. `UPDATE_BASELINE=1 npx vitest run test/webview/visual.test.ts`
 * makes the pictures of today the baseline.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import { DATABASE, longTale, TAKEN } from "./stories.js";
import type { Tale } from "./told.js";

const BASELINE = "test/webview/baseline";
const RESULTS = "test-results/visual";
const TIMEOUT = 60_000;
/** Of a pixel's colour: what two versions of a font renderer may differ by. */
const THRESHOLD = 0.15;
/** Of all pixels. */
const TOLERANCE = 0.002;

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  await Promise.all([mkdir(BASELINE, { recursive: true }), mkdir(RESULTS, { recursive: true })]);
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

async function shoot(tale: Tale, options: StageOptions, keys: readonly string[]): Promise<Buffer> {
  const stage = await Stage.open(browser, files, [tale], {
    kernel: "2.6.26+cow",
    reducedMotion: true,
    width: 1000,
    ...options,
  });
  await stage.page.waitForSelector(".link-item");
  for (const key of keys) await stage.page.keyboard.press(key);
  const height = await stage.page.evaluate(() => document.documentElement.scrollHeight);
  await stage.page.setViewportSize({ width: options.width ?? 1000, height });
  const picture = await stage.page.screenshot();
  expect(stage.errors).toEqual([]);
  await stage.close();
  return picture;
}

test.each([
  ["small-wide-dark", TAKEN, {}, []],
  ["big-wide-light", DATABASE, { theme: "light", step: 34 }, []],
  ["big-narrow-high-contrast", DATABASE, { theme: "high-contrast", width: 400, step: 45 }, []],
  ["pinned-high-contrast-light", TAKEN, { theme: "high-contrast-light", step: 3 }, ["p", "End"]],
  ["long-dark", longTale(500), { step: 1000 }, []],
] as const)(
  "%s",
  async (name, tale, options, keys) => {
    const picture = await shoot(tale, options, keys);
    const path = `${BASELINE}/${name}.png`;
    if (process.env.UPDATE_BASELINE !== undefined) await writeFile(path, picture);
    expect(existsSync(path), `${path} is missing`).toBe(true);
    const now = PNG.sync.read(picture);
    const was = PNG.sync.read(await readFile(path));
    const [actual, difference] = [`${RESULTS}/${name}.actual.png`, `${RESULTS}/${name}.difference.png`];
    await Promise.all([rm(actual, { force: true }), rm(difference, { force: true })]);
    const same = now.width === was.width && now.height === was.height;
    const out = new PNG({ width: now.width, height: now.height });
    const differing = same
      ? pixelmatch(was.data, now.data, out.data, now.width, now.height, { threshold: THRESHOLD })
      : now.width * now.height;
    const share = differing / (now.width * now.height);
    if (share > TOLERANCE) {
      await writeFile(actual, picture);
      if (same) await writeFile(difference, PNG.sync.write(out));
    }
    expect(share, `${actual} beside ${path}`).toBeLessThanOrEqual(TOLERANCE);
  },
  TIMEOUT,
);
