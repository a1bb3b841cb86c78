/** Pictures of the panel in every theme and width, for people to look at: test-results/screenshots/webview/. */
import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import { ANNOUNCED, BUG, CALL_FAILED, DATABASE, EMPTY, FINE, longTale, TAKEN } from "./stories.js";
import type { Tale } from "./told.js";
import type { ThemeName } from "./themes.js";

const FOLDER = "test-results/screenshots/webview";
const THEMES: readonly ThemeName[] = ["dark", "light", "high-contrast", "high-contrast-light"];
const WIDTHS = { wide: 1000, normal: 600, narrow: 400, smallest: 320 } as const;
const TIMEOUT = 60_000;

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

async function shoot(name: string, tale: Tale | null, options: StageOptions): Promise<void> {
  const stage = await Stage.open(browser, files, tale === null ? [] : [tale], options);
  await stage.page.waitForSelector("main.hg");
  if (options.step !== 0) await stage.page.waitForSelector(".link-item, .empty");
  const height = await stage.page.evaluate(() => document.documentElement.scrollHeight);
  await stage.page.setViewportSize({ width: options.width ?? 1000, height });
  await stage.page.screenshot({ path: `${FOLDER}/${name}.png` });
  expect(stage.errors).toEqual([]);
  await stage.close();
}

describe.each(THEMES)("in %s", (theme) => {
  test.each(["wide", "normal", "narrow"] as const)(
    "%s",
    async (name) => {
      const width = WIDTHS[name];
      await shoot(`small-${name}-${theme}`, TAKEN, { theme, width, kernel: "2.6.26+cow" });
      await shoot(`big-${name}-${theme}`, DATABASE, { theme, width, kernel: "2.6.26+cow", step: 34 });
    },
    TIMEOUT,
  );
});

test(
  "single moments and states",
  async () => {
    await shoot("small-step5-light", TAKEN, { theme: "light", kernel: "2.6.26+cow", step: 5 });
    await shoot("small-step0-dark", TAKEN, { kernel: "2.6.26+cow", step: 0 });
    await shoot("big-step45-dark", DATABASE, { kernel: "2.6.26+cow", step: 45 });
    await shoot("small-smallest-dark", TAKEN, { width: WIDTHS.smallest, kernel: "2.6.26+cow" });
    await shoot("fine-dark", FINE, { width: WIDTHS.normal });
    await shoot("announced-light", ANNOUNCED, { theme: "light", width: WIDTHS.normal });
    await shoot("bug-dark", BUG, { width: WIDTHS.normal });
    await shoot("failed-dark", CALL_FAILED, { width: WIDTHS.normal });
    await shoot("empty-dark", null, { width: WIDTHS.normal });
    await shoot("no-steps-light", EMPTY, { theme: "light", width: WIDTHS.normal, step: 0 });
    await shoot("long-dark", longTale(500), { step: 1000 });
    await shoot("long-narrow-light", longTale(500), { theme: "light", width: WIDTHS.narrow, step: 1000 });
  },
  TIMEOUT,
);
