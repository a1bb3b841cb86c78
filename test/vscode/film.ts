/**
 * The moving picture at the head of the README, filmed in a real VS Code: `npm run film`. A line is typed, somebody dies, one
 * walks through the steps, and takes the remedy. Look at it afterwards: a picture is only as good as what it shows.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { npm } from "./harness/child.js";
import { Editor } from "./harness/editor.js";
import { ROOT } from "./harness/project.js";
import type { Settings } from "./harness/settings.js";
import { alone, BARE } from "./pictures/picture.js";
import { Pointer } from "./pictures/pointer.js";
import { Reel } from "./pictures/reel.js";

const TARGET = path.join(ROOT, "docs", "images", "story.gif");
const FILE = "story.hugetlb";
const STORY = `scenario "a server forks" {
  kernel  6.12
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/db, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
}
`;
const LAST_STEP_LINE = 9;
const TYPED = "child:  read a[0]";

/** Small enough to be read at 800 pixels, large enough for text and panel side by side. */
const SIZE = { width: 1060, height: 700 };
const KEY_MS = 60;
const STEP_MS = 900;
const READ_MS = 1_800;
/** Until the window has come to rest. */
const SETTLED_MS = 700;
/** Between the frames of what moves. */
const FRAME_MS = 50;
const SCROLL_PIXELS = 60;
const MOST_TURNS = 40;
/** What of the window lies above and below the panel's page, with some room. */
const PANEL_TOP = 35;
const PANEL_BOTTOM = 60;
const LIMIT_BYTES = 1_500_000;

/** Text, panel, and nothing that moves by itself or lies over them. */
const SETTINGS: Settings = {
  ...BARE,
  "editor.inlayHints.enabled": "off",
  "editor.lightbulb.enabled": "off",
  "editor.lineNumbersMinChars": 2,
  "editor.overviewRulerBorder": false,
  "editor.scrollbar.vertical": "hidden",
  "editor.quickSuggestions": false,
  "editor.suggestOnTriggerCharacters": false,
};

if ((await npm(["run", "--silent", "build"])) !== 0) process.exit(1);
const folder = await mkdtemp(path.join(tmpdir(), "film-"));
await writeFile(path.join(folder, FILE), STORY);
const editor = await Editor.open({ folder, theme: "Dark Modern", ...SIZE, settings: SETTINGS });
try {
  const gif = await film(editor);
  if (gif.length > LIMIT_BYTES) throw new Error(`${gif.length} bytes are too many.`);
  await writeFile(TARGET, gif);
} finally {
  await editor.close();
  await rm(folder, { recursive: true });
}
process.exit(0);

async function film({ page }: Editor): Promise<Uint8Array> {
  const reel = new Reel();
  const shoot = async (delay: number): Promise<void> => reel.add(await page.screenshot(), delay);

  await editor.openFile(FILE);
  await alone(editor);
  const panel = await editor.openPanel();
  await editor.text.locator(".codelens-decoration a").first().waitFor();
  await said(panel, "Nobody dies");
  // Where nothing lights up under it.
  await page.mouse.move(SIZE.width / 4, SIZE.height * 0.75);
  await editor.goToLine(LAST_STEP_LINE);
  await page.keyboard.press("End");
  await settled();
  await shoot(READ_MS);

  await page.keyboard.press("Enter");
  for (const key of TYPED) {
    await page.keyboard.type(key);
    await page.waitForTimeout(KEY_MS);
    await shoot(KEY_MS);
  }
  await said(panel, "SIGBUS");
  await panel.locator(".why li").nth(1).waitFor();
  await panel.locator(".remedy").first().waitFor();
  await settled();
  await shoot(READ_MS);

  const hand = await Pointer.on(page);
  const at = (target: Locator): Promise<void> => hand.to(target, () => shoot(FRAME_MS));
  const button = (name: string): Locator => panel.getByRole("button", { name, exact: true });
  await at(button("First step (Home)"));
  await button("First step (Home)").click();
  await settled();
  await shoot(STEP_MS);
  await at(button("Step (→)"));
  for (let step = 0; step < 4; step += 1) {
    await button("Step (→)").click();
    await settled();
    await shoot(STEP_MS);
  }
  await shoot(READ_MS - STEP_MS);

  const remedy = panel.locator(".remedy").first();
  await scroll(page, remedy, 1, () => shoot(FRAME_MS));
  await at(remedy);
  await shoot(STEP_MS);
  await remedy.click();
  await said(panel, "Nobody dies");
  await settled();
  await scroll(page, panel.locator(".header"), -1, () => shoot(FRAME_MS));
  await shoot(READ_MS + STEP_MS);

  const gif = reel.gif();
  console.log(`${path.relative(ROOT, TARGET)}: ${reel.frames} frames, ${reel.duration / 1000} s, ${gif.length} bytes`);
  return gif;
}

function said(panel: FrameLocator, words: string): Promise<void> {
  return panel.locator(".headline").filter({ hasText: words }).waitFor();
}

/** Turns the wheel over the panel until all of something is in sight. */
async function scroll(page: Page, target: Locator, direction: 1 | -1, turned: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && !(await inSight(target)); turn += 1) {
    await page.mouse.wheel(0, direction * SCROLL_PIXELS);
    await page.waitForTimeout(FRAME_MS);
    await turned();
  }
}

async function inSight(target: Locator): Promise<boolean> {
  const box = await target.boundingBox();
  return box !== null && box.y >= PANEL_TOP && box.y + box.height <= SIZE.height - PANEL_BOTTOM;
}

function settled(): Promise<void> {
  return editor.page.waitForTimeout(SETTLED_MS);
}
