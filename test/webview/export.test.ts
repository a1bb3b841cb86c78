/** Exports: drawn by the real page, opened by a real browser. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { hatchPath } from "../../webview/export/hatching.js";
import { standalonePage } from "../../language/export/page.js";
import { whyOf } from "../../language/explain/index.js";
import { makePicture } from "../../language/picture/make.js";
import { Pictures } from "../../language/server/pictures.js";
import { opened } from "../language/features/cursor.js";
import { Desk } from "./desk.js";
import { bundle, done, launch, newPage } from "./stage.js";

const FOLDER = "test-results/screenshots/webview";
const TIMEOUT = 60_000;
const STORY = `scenario "taken & told <again>" {
  kernel 2.6.26+cow, 2.6.26
  pool 2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child: read a[0]
}
`;

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

/** How the page is themed. */
async function looks({ page }: Desk): Promise<string> {
  return page.evaluate(() => {
    const { className } = document.body;
    return [className, document.body.getAttribute("style"), document.querySelector("main")?.className].join("|");
  });
}

/** What the page sends when an item of the menu is chosen. */
async function exported(desk: Desk, item: string): Promise<string | null> {
  const before = desk.sent.filter(({ type }) => type === "export").length;
  await desk.page.keyboard.press("e");
  await desk.page.locator(".menu").getByText(item, { exact: true }).click();
  await expect.poll(() => desk.sent.filter(({ type }) => type === "export").length).toBe(before + 1);
  const message = desk.sent.findLast((sent) => sent.type === "export");
  return message?.type === "export" ? message.drawing : null;
}

test(
  "the SVG is a drawing of what is seen: real shapes and words, on white, whatever the theme",
  async () => {
    const desk = await Desk.open(browser, files, STORY, { theme: "high-contrast", width: 1000 });
    await desk.page.waitForSelector(".remedy");
    const theme = await looks(desk);
    const svg = (await exported(desk, "SVG")) ?? "";
    expect(await looks(desk)).toBe(theme);
    const page = await newPage(browser, { width: 1000, height: 1000 });
    await page.setContent(`<body style="margin:0"></body>`);
    const told = await page.evaluate((source) => {
      const drawing = new DOMParser().parseFromString(source, "image/svg+xml");
      document.body.append(document.importNode(drawing.documentElement, true));
      const words = [...drawing.querySelectorAll("text")].map((text) => text.textContent).join(" ");
      return {
        errors: drawing.querySelectorAll("parsererror").length,
        foreign: drawing.querySelectorAll("foreignObject, script, image").length,
        title: drawing.querySelector("title")?.textContent,
        words,
        paper: drawing.querySelector("rect")?.getAttribute("fill"),
        outside: /url\(["']?http/u.test(source),
      };
    }, svg);
    expect(told.errors).toBe(0);
    expect(told.foreign).toBe(0);
    expect(told.outside).toBe(false);
    expect(told.paper).toBe("#ffffff");
    expect(told.title).toBe("taken & told <again>: Linux 2.6.26+cow, pool 2, step 5 of 5");
    for (const word of ["taken & told <again>", "parent", "child", "SIGBUS", "takes A", "available", "hugetlb_no_page"])
      expect(told.words).toContain(word);
    await writeFile(`${FOLDER}/export.svg`, svg);
    await page.screenshot({ path: `${FOLDER}/export-svg.png` });
    await page.context().close();
    expect(desk.errors).toEqual([]);
    await desk.close();
  },
  TIMEOUT,
);

test(
  "what is scrolled out of view is drawn as it is in view",
  async () => {
    const drawn: string[] = [];
    for (const height of [120, 2000]) {
      const desk = await Desk.open(browser, files, STORY, { width: 1000, height });
      await desk.page.waitForSelector(".remedy");
      const seen = await desk.page
        .locator(".file .row")
        .first()
        .evaluate((row) => row.checkVisibility({ contentVisibilityAuto: true }));
      expect(seen).toBe(height > 1000);
      drawn.push((await exported(desk, "SVG")) ?? "");
      await desk.close();
    }
    expect(drawn[0]).toContain("file page");
    expect(drawn[0]).toBe(drawn[1]);
  },
  TIMEOUT,
);

test(
  "the SVG is no wider than its words allow on a page, and its words are where every program finds them",
  async () => {
    const desk = await Desk.open(browser, files, STORY, { width: 1400 });
    await desk.page.waitForSelector(".remedy");
    const svg = (await exported(desk, "SVG")) ?? "";
    expect(/^<svg [^>]*width="(\d+)"/u.exec(svg)?.[1]).toBe("800");
    expect(await desk.page.locator("main").evaluate((main) => main.clientWidth)).toBe(1400);
    expect(svg).not.toContain("text-after-edge");
    expect(svg).not.toContain("&quot;");
    const spans = [...svg.matchAll(/<tspan[^>]*textLength="[\d.]+"[^>]*>([^<]*)</gu)].map(([, words]) => words);
    expect(spans).toContain("dies at");
    expect(spans.filter((words) => words !== words?.trim())).toEqual([]);
    expect(desk.errors).toEqual([]);
    await desk.close();
  },
  TIMEOUT,
);

test(
  "a word of the SVG stands where it stands in the panel, also at the beginning and the end of a line",
  async () => {
    const desk = await Desk.open(browser, files, STORY, { width: 500, theme: "light" });
    await desk.page.waitForSelector(".remedy");
    // The fonts that are drawn with are those of the panel then: a line has the same words.
    await desk.page.evaluate(() => {
      document.documentElement.style.setProperty("--vscode-font-family", "Helvetica, Arial, sans-serif");
    });
    const shown = await desk.page.locator(".headline p").evaluate((sentence) => {
      const range = document.createRange();
      const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
      const places: (readonly [string, number])[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const found = /\S+/u.exec(node.nodeValue ?? "");
        if (found === null) continue;
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        places.push([found[0], range.getBoundingClientRect().left]);
      }
      return places;
    });
    const svg = (await exported(desk, "SVG")) ?? "";
    const drawn = [...svg.matchAll(/<tspan[^>]* x="([\d.]+)"[^>]*textLength[^>]*>([^<]*)</gu)];
    for (const [word, left] of shown) {
      const near = drawn.filter(([, x, words]) => words?.startsWith(word) === true && Math.abs(Number(x) - left) < 1.5);
      expect(near.length, `${word} at ${String(left)}`).toBeGreaterThan(0);
    }
    await desk.close();
  },
  TIMEOUT,
);

/** What cannot be seen in a drawing unless it is in it as shapes. */
const LONG_STORY = `scenario "a long story" {
  kernel 6.12
  pool 200
  process db
  db: a = mmap(/dev/hugepages/heap, 150, MAP_PRIVATE)
  db: write a[0:100]
  db: w = fork()
${"  db: read a[1]\n".repeat(400)}  w: write a[0:60]
  w: read a[99]
}
`;

test(
  "hatched cells, the map of a large pool and the overview of a long run are shapes, too",
  async () => {
    const desk = await Desk.open(browser, files, LONG_STORY, { theme: "dark", width: 1000 });
    await desk.page.waitForSelector(".overview canvas");
    await desk.page.waitForSelector(".squares canvas");
    const svg = (await exported(desk, "SVG")) ?? "";
    await desk.page.waitForSelector(".overview canvas");
    expect(await desk.page.locator(".hatching").count()).toBe(0);
    const page = await newPage(browser, { width: 1000, height: 1000 });
    await page.setContent(`<body style="margin:0"></body>`);
    const told = await page.evaluate((source) => {
      const drawing = new DOMParser().parseFromString(source, "image/svg+xml");
      document.body.append(document.importNode(drawing.documentElement, true));
      return {
        images: drawing.querySelectorAll("image").length,
        words: [...drawing.querySelectorAll("text")].map((text) => text.textContent),
        fonts: [...new Set([...drawing.querySelectorAll("text")].map((text) => text.getAttribute("font-family")))],
        // Two cells are promised: to whom, and the slots.
        hatching: [...drawing.querySelectorAll("path")].filter((path) =>
          /^(M[\d.]+ [\d.]+L[\d.]+ [\d.]+){4,}$/u.test(path.getAttribute("d") ?? ""),
        ).length,
      };
    }, svg);
    await writeFile(`${FOLDER}/export-long.svg`, svg);
    await page.screenshot({ path: `${FOLDER}/export-long-svg.png` });
    await page.context().close();
    expect(told.images).toBe(0);
    for (const word of ["(lowest)", "db", "w", "SIGBUS"]) expect(told.words).toContain(word);
    expect(told.fonts.every((font) => font?.includes("sans-serif") === true || font?.includes("monospace"))).toBe(true);
    expect(told.hatching).toBe(2);
    expect(svg).not.toContain("color(srgb");
    expect(svg.length).toBeLessThan(2_000_000);
    expect(desk.errors).toEqual([]);
    await desk.close();
  },
  TIMEOUT,
);

test("hatching ends at the edges of its box", () => {
  expect(hatchPath(10, 4, 7)).toBe("M3 4L7 0");
  expect(hatchPath(4, 4, 3)).toBe("M0 3L3 0M2 4L4 2");
});

test(
  "the PNG has the same in twice the pixels",
  async () => {
    const desk = await Desk.open(browser, files, STORY, { width: 780 });
    await desk.page.waitForSelector(".remedy");
    const bytes = Buffer.from((await exported(desk, "PNG")) ?? "", "base64");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBe(1560);
    await writeFile(`${FOLDER}/export.png`, bytes);
    expect(desk.errors).toEqual([]);
    await desk.close();
  },
  TIMEOUT,
);

test(
  "the menu is worked with the keyboard, and closes when the focus leaves it",
  async () => {
    const desk = await Desk.open(browser, files, STORY, { width: 400, theme: "light" });
    const { page } = desk;
    await page.waitForSelector(".remedy");
    await page.keyboard.press("e");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("HTML page");
    await page.screenshot({ path: `${FOLDER}/export-menu-400-light.png` });
    await page.keyboard.press("Escape");
    expect(await page.locator(".menu").count()).toBe(0);
    await page.keyboard.press("e");
    for (let down = 0; down < 5; down++) await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("C programplays it on a real kernel");
    await page.keyboard.press("Enter");
    await expect.poll(() => desk.sent.at(-1)).toEqual({ type: "export", format: "c", drawing: null });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("export-button");
    await desk.close();
  },
  TIMEOUT,
);

test(
  "the page of its own plays the run, explains it and changes the kernel, with nothing fetched",
  async () => {
    const options = { bundle: true, write: false, target: "es2022", logLevel: "error" } as const;
    const host = await build({
      ...options,
      format: "iife",
      platform: "browser",
      entryPoints: ["webview/standalone.ts"],
      loader: { ".svg": "text" },
    });
    const hostStyle = await readFile("webview/standalone.css", "utf8");
    const story = opened(STORY).document;
    const pictures = new Pictures("page");
    const runs = (story.analysis?.scenarios[0]?.runs ?? []).map(({ kernel, run }) => ({
      kernel,
      picture: done(pictures.sending(makePicture(story, null, kernel), new Set())),
      whys: run.steps.map(({ number }) => whyOf(run, number)),
    }));
    const html = standalonePage(
      "taken <b>",
      { kernel: "2.6.26+cow", step: 2, runs },
      { ...files, hostScript: host.outputFiles[0]?.text ?? "", hostStyle },
    );
    const file = path.resolve(FOLDER, "export.html");
    await writeFile(file, html);
    const page = await newPage(browser, { width: 1000, height: 900 });
    const errors: string[] = [];
    const fetched: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("request", (request) => fetched.push(request.url()));
    await page.goto(`file://${file}`);
    await page.waitForSelector(".link-item");
    expect(await page.title()).toBe("taken <b>");
    expect(await page.locator(".transport").textContent()).toContain("2");
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector(".why")?.textContent.includes("SIGBUS"));
    await page.screenshot({ path: `${FOLDER}/export-html.png` });
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.locator(".chip").nth(1).click();
    await page.waitForFunction(() => document.querySelector(".headline")?.textContent.includes("SIGKILL"));
    expect(await page.locator(".step-number").textContent()).toMatch(/^2 /u);
    // Paper is white, and the pages of memory are on it, whatever the reader prefers.
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.body.classList.contains("vscode-dark"));
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.waitForFunction(() => document.body.classList.contains("vscode-light"));
    expect(await page.evaluate(() => getComputedStyle(document.body).printColorAdjust)).toBe("exact");
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    // There is nobody to compare, to try or to export, and no text to go to.
    for (const key of ["c", "i", "e", "s"]) await page.keyboard.press(key);
    expect(await page.locator(".compare, .what-if, .menu").count()).toBe(0);
    expect(await page.locator(".header .tool").count()).toBe(1);
    await page.keyboard.press("?");
    const keys = await page.locator(".help dd").allTextContents();
    expect(keys).toContain("play, pause");
    expect(keys).not.toContain("compare the kernels");
    expect(errors).toEqual([]);
    expect(fetched).toEqual([`file://${file}`]);
    await page.context().close();
  },
  TIMEOUT,
);
