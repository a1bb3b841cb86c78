/** axe-core finds nothing to complain about, in every theme, width and state. */
import axe from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import { ANNOUNCED, BUG, DATABASE, longTale, TAKEN } from "./stories.js";
import type { Tale } from "./told.js";
import type { ThemeName } from "./themes.js";

const TIMEOUT = 60_000;
const THEMES: readonly ThemeName[] = ["dark", "light", "high-contrast", "high-contrast-light"];

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core complains about, in short. */
async function complaints(tale: Tale | null, options: StageOptions, keys: readonly string[]): Promise<string[]> {
  const stage = await Stage.open(browser, files, tale === null ? [] : [tale], options);
  await stage.page.waitForSelector(tale === null ? ".empty" : ".link-item, .empty");
  for (const key of keys) await stage.page.keyboard.press(key);
  await stage.page.evaluate(axe.source);
  const violations = await stage.page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe;
    return (await run.run()).violations;
  });
  await stage.close();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`));
}

test.each(THEMES)(
  "in %s",
  async (theme) => {
    expect(await complaints(TAKEN, { theme, kernel: "2.6.26+cow" }, [])).toEqual([]);
    expect(await complaints(DATABASE, { theme, kernel: "2.6.26+cow", step: 45, width: 400 }, [])).toEqual([]);
  },
  TIMEOUT,
);

test.each([
  ["a page followed, a step pinned, the list of keys open", DATABASE, ["p", "ArrowLeft", "?"]],
  ["a long run", longTale(500), []],
  ["the table of steps", TAKEN, ["Shift+Tab", "Shift+Tab"]],
  ["an announced death", ANNOUNCED, []],
  ["a kernel that fails", BUG, []],
  ["nothing", null, []],
] as const)(
  "%s",
  async (_, tale, keys) => {
    expect(await complaints(tale, { kernel: "2.6.26+cow" }, keys)).toEqual([]);
  },
  TIMEOUT,
);
