/**
 * The panel of every scenario in examples/, each at the step that its headline names, for people to look at:
 * `npm run gallery [-- FILES] [--themes dark,light] [--widths 1200,400]` writes test-results/gallery/, a picture a
 * scenario and contact sheets of several.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import type { ScenarioRuns } from "../../language/analysis.js";
import { HugetlbDocument } from "../../language/document.js";
import { pictureOfRun } from "../../language/picture/make.js";
import type { KernelId } from "../../engine/index.js";
import type { Verdict } from "../../language/picture/picture.js";
import { Desk } from "./desk.js";
import { bundle, launch, newPage } from "./stage.js";
import { THEMES, type ThemeName } from "./themes.js";

const EXAMPLES = "examples";
const FOLDER = "test-results/gallery";
/** Panels of one contact sheet stand in columns of about this height, CSS pixels. */
const SHEET_HEIGHT = 2400;
const SHEET_WIDTH = 2400;
/** What a reader looks at first, if a kernel has it. */
const OUTCOMES: readonly Verdict["outcome"][] = ["bug", "hang", "dies", "announced", "failed", "fine"];

/** One scenario as it is looked at. */
interface Exhibit {
  readonly name: string;
  readonly text: string;
  readonly scenario: string;
  readonly kernel: KernelId;
  /** Left out = the end. */
  readonly step: number | undefined;
}

interface Shot {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    themes: { type: "string", default: "dark,light,high-contrast" },
    widths: { type: "string", default: "1200,400" },
  },
});
const themes = values.themes.split(",").filter((name): name is ThemeName => name in THEMES);
const widths = values.widths.split(",").map(Number);

/** The kernel with the worst outcome, and the step that its headline names first; the end where nobody dies. */
function exhibitOf(name: string, text: string, { scenario, runs }: ScenarioRuns): Exhibit | null {
  const worst = OUTCOMES.map((outcome) => runs.find(({ verdict }) => verdict.outcome === outcome)).find(Boolean);
  if (worst === undefined) return null;
  const { headline, verdict } = pictureOfRun("file:///story.hugetlb", worst);
  const named = headline.flatMap((piece) => (typeof piece !== "string" && "step" in piece ? [piece.step] : [])).at(0);
  const step = verdict.outcome === "fine" ? undefined : named;
  return { name, text, scenario: scenario.name, kernel: worst.kernel, step };
}

function exhibitsOf(file: string, text: string): readonly Exhibit[] {
  const document = new HugetlbDocument("file:///story.hugetlb", {
    include: () => ({ state: "missing", reason: "no files" }),
  });
  document.update(text, 1);
  document.analyse();
  const stem = path
    .relative(EXAMPLES, file)
    .replace(/\.hugetlb$/u, "")
    .replaceAll(path.sep, "-");
  return (document.analysis?.scenarios ?? []).flatMap(
    (scenario, at) => exhibitOf(`${stem}-${String(at + 1)}`, text, scenario) ?? [],
  );
}

async function shoot(
  browser: Browser,
  files: { script: string; style: string },
  { name, text, scenario, kernel, step }: Exhibit,
  theme: ThemeName,
  width: number,
): Promise<Shot> {
  const at = step === undefined || step === 0 ? {} : { step };
  const desk = await Desk.open(browser, files, text, { theme, width, scenario, kernel, ...at });
  const { page } = desk;
  await page.waitForSelector(".link-item, .summary");
  await page.waitForTimeout(150);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  const file = `${theme}-${String(width)}/${name}.png`;
  await page.screenshot({ path: path.join(FOLDER, file) });
  for (const error of desk.errors) console.error(`${name}: ${error}`);
  await desk.close();
  return { file, width, height };
}

/** Lays pictures out in columns, a new sheet where they do not fit. */
function sheetsOf(shots: readonly Shot[]): readonly Shot[][] {
  const sheets: Shot[][] = [[]];
  let [x, y] = [0, 0];
  for (const shot of shots) {
    if (y > 0 && y + shot.height > SHEET_HEIGHT) [x, y] = [x + shot.width, 0];
    if (x > 0 && x + shot.width > SHEET_WIDTH) {
      sheets.push([]);
      [x, y] = [0, 0];
    }
    sheets.at(-1)?.push(shot);
    y += shot.height;
  }
  return sheets;
}

async function paste(browser: Browser, shots: readonly Shot[], name: string): Promise<void> {
  for (const [at, sheet] of sheetsOf(shots).entries()) {
    const tallest = Math.max(SHEET_HEIGHT, ...sheet.map(({ height }) => height)) + 40;
    const pictures = sheet.map(
      ({ file, width }) =>
        `<figure><figcaption>${path.basename(file)}</figcaption><img width="${String(width)}" src="../${file}"></figure>`,
    );
    const html = path.resolve(FOLDER, "sheets", `${name}-${String(at + 1)}.html`);
    await writeFile(
      html,
      `<!doctype html><style>body{margin:0;background:#777;display:flex;flex-flow:column wrap;align-content:flex-start;height:${String(tallest)}px;width:max-content}figure{margin:2px}figcaption{font:12px sans-serif;background:#ff8}img{display:block}</style>${pictures.join("")}`,
    );
    const page = await newPage(browser, { width: SHEET_WIDTH + 40, height: tallest });
    await page.goto(`file://${html}`);
    await page.screenshot({ path: html.replace(/html$/u, "png") });
    await page.context().close();
  }
}

const found = (await readdir(EXAMPLES, { recursive: true }))
  .filter((file) => file.endsWith(".hugetlb"))
  .filter((file) => positionals.length === 0 || positionals.some((word) => file.includes(word)))
  .sort();
const exhibits: Exhibit[] = [];
for (const file of found) {
  const whole = path.join(EXAMPLES, file);
  exhibits.push(...exhibitsOf(whole, await readFile(whole, "utf8")));
}
await rm(path.join(FOLDER, "sheets"), { recursive: true, force: true });
await mkdir(path.join(FOLDER, "sheets"), { recursive: true });
const [browser, files] = await Promise.all([launch(), bundle()]);
for (const theme of themes)
  for (const width of widths) {
    await mkdir(path.join(FOLDER, `${theme}-${String(width)}`), { recursive: true });
    const shots: Shot[] = [];
    for (const exhibit of exhibits) shots.push(await shoot(browser, files, exhibit, theme, width));
    await paste(browser, shots, `${theme}-${String(width)}`);
    console.log(`${theme} ${String(width)}: ${String(shots.length)} panels`);
  }
await browser.close();
