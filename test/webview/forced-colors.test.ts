/** Where the system forces its colours: nothing is told only by a ground that it takes away. */
import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { bundle, launch, Stage } from "./stage.js";
import { DATABASE, TAKEN } from "./stories.js";
import type { Tale } from "./told.js";

const FOLDER = "test-results/screenshots/webview";
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

async function open(tale: Tale, scheme: "dark" | "light", step: number, name: string): Promise<Stage> {
  const stage = await Stage.open(browser, files, [tale], { kernel: "2.6.26+cow", step, height: 1100 });
  await stage.page.emulateMedia({ forcedColors: "active", colorScheme: scheme });
  await stage.page.waitForSelector(".transport");
  await stage.page.screenshot({ path: `${FOLDER}/${name}.png` });
  return stage;
}

/** What tells a cell from another one: its ground, its edge, its hatching. */
function looksOf(stage: Stage, selector: string): Promise<readonly string[]> {
  return stage.page.locator(selector).evaluateAll((cells) =>
    cells.map((cell) => {
      const { backgroundColor, backgroundImage, borderTopStyle, borderTopColor } = getComputedStyle(cell);
      return [backgroundColor, backgroundImage, borderTopStyle, borderTopColor].join(" ");
    }),
  );
}

test.each(["dark", "light"] as const)(
  "pages, promises and what was taken are told apart, in %s",
  async (scheme) => {
    const stage = await open(TAKEN, scheme, 5, `forced-${scheme}`);
    const own = await looksOf(stage, ".slot.own");
    const taken = await looksOf(stage, ".slot.taken");
    expect(own.length).toBeGreaterThan(0);
    expect(taken.length).toBeGreaterThan(0);
    for (const look of taken) expect(own).not.toContain(look);
    const ground = await stage.page.locator(".hg").evaluate((hg) => getComputedStyle(hg).backgroundColor);
    expect(await stage.page.locator(".thumb").evaluate((thumb) => getComputedStyle(thumb).backgroundColor)).not.toBe(
      ground,
    );
    const [chosen, other] = ["true", "false"].map((checked) =>
      stage.page.locator(`[role=radio][aria-checked=${checked}]`).first(),
    );
    expect(await chosen?.evaluate((chip) => getComputedStyle(chip).outlineStyle)).toBe("solid");
    expect(await other?.evaluate((chip) => getComputedStyle(chip).outlineStyle)).not.toBe("solid");
    expect(stage.errors).toEqual([]);
    await stage.close();
  },
  TIMEOUT,
);

test(
  "free, promised and used pages of a pool are told apart",
  async () => {
    const stage = await open(DATABASE, "dark", 3, "forced-pool");
    const kinds = await Promise.all(
      [".square.own", ".square.promised", ".square.free"].map((of) => looksOf(stage, of)),
    );
    for (const kind of kinds) expect(kind.length).toBeGreaterThan(0);
    expect(new Set(kinds.map(([first]) => first)).size).toBe(3);
    await stage.close();
  },
  TIMEOUT,
);
