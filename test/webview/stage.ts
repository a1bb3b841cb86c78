/** The panel's page in a real browser, with a host that answers as the extension does. */
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { NO_VIEW } from "../../language/picture/messages.js";
import type { FromWebview, PanelState, ToWebview } from "../../language/picture/messages.js";
import { isFromWebview, isPanelState } from "../../language/picture/validate.js";
import type { Picture } from "../../language/picture/picture.js";
import { packing } from "../../language/picture/pack.js";
import { BlockIds, numbered, sendRun } from "../../language/picture/wire.js";
import type { SentPicture } from "../../language/picture/wire.js";
import type { KernelId } from "../../engine/index.js";
import { explain, tell } from "./told.js";
import type { Tale, ToldRun } from "./told.js";
import { THEMES } from "./themes.js";
import type { ThemeName } from "./themes.js";

const ORIGIN = "https://panel.test";
/** A page that has not answered by then never will. */
const TIMEOUT = 8_000;
const CHROMIUMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/microsoft-edge",
];
/** As strict as the extension's own, but for the fonts: pictures look the same on every machine. */
const POLICY = `default-src 'none'; style-src ${ORIGIN} 'unsafe-inline'; script-src ${ORIGIN}; img-src blob:; font-src ${ORIGIN}`;

/** Fonts of npm packages, in the weights that are used. */
const FONTS = (["sans", "mono"] as const).flatMap((family) =>
  [400, 700].map((weight) => {
    const name = `dejavu-${family}-latin-${weight}-normal.woff2`;
    return { family, weight, name, path: `node_modules/@fontsource/dejavu-${family}/files/${name}` };
  }),
);

/** Loads the fonts by script: a drawing made of the page would take style sheets' fonts along. */
async function loadFonts(page: Page): Promise<void> {
  const faces = FONTS.map(({ family, weight, name }) => ({
    family: `Stage ${family === "sans" ? "Sans" : "Mono"}`,
    weight: String(weight),
    source: `url("${ORIGIN}/${name}") format("woff2")`,
  }));
  await page.evaluate(async (wanted) => {
    for (const { family, weight, source } of wanted)
      document.fonts.add(await new FontFace(family, source, { weight }).load());
  }, faces);
}

export async function launch(): Promise<Browser> {
  const executablePath = CHROMIUMS.find((path) => existsSync(path));
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

/** The page's script and stylesheet, bundled as they are shipped. */
export async function bundle(): Promise<{ script: string; style: string }> {
  const options = { bundle: true, minify: true, write: false, target: "es2022", logLevel: "error" } as const;
  const [script, style] = await Promise.all([
    build({
      ...options,
      format: "iife",
      platform: "browser",
      entryPoints: ["webview/main.ts"],
      loader: { ".svg": "text" },
    }),
    build({ ...options, entryPoints: ["webview/panel.css"] }),
  ]);
  return { script: script.outputFiles[0]?.text ?? "", style: style.outputFiles[0]?.text ?? "" };
}

export interface StageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly kernel?: KernelId;
  /** 1-based; left out = the end. */
  readonly step?: number;
  readonly reducedMotion?: boolean;
}

/** What a page tells whoever plays its host. */
export interface PageHost {
  readonly receive: (message: unknown) => unknown;
  readonly keep: (state: PanelState) => void;
  readonly error: (text: string) => void;
}

export async function newPage(browser: Browser, options: StageOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1000, height: options.height ?? 800 },
    reducedMotion: options.reducedMotion === true ? "reduce" : "no-preference",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  return page;
}

/** Opens the panel's page under the extension's own policy, in a theme. Without a host, what it says goes nowhere, at no cost. */
export async function openPanel(
  page: Page,
  files: { script: string; style: string },
  options: StageOptions,
  host: PageHost | { readonly error: PageHost["error"] },
): Promise<void> {
  const theme = THEMES[options.theme ?? "dark"];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") host.error(message.text());
  });
  page.on("pageerror", (error) => {
    host.error(error.message);
  });
  // A canvas does not draw its words again when a font comes late.
  let dressed = (): void => undefined;
  const fontsThere = new Promise<void>((resolve) => (dressed = resolve));
  if ("receive" in host) await listen(page, host, fontsThere);
  else await page.addInitScript(SILENCE);
  const names = Object.keys(theme.variables);
  const variables = names.map((name) => `${name}: ${theme.variables[name] ?? ""};`).join("");
  const fonts = `html { ${variables} --vscode-font-family: "Stage Sans"; --vscode-editor-font-family: "Stage Mono"; }`;
  const served: Readonly<Record<string, { contentType: string; body: string }>> = {
    "/": {
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Panel</title><link rel="stylesheet" href="${ORIGIN}/theme.css"><link rel="stylesheet" href="${ORIGIN}/panel.css"></head><body class="${theme.body}"><div id="root"></div><script src="${ORIGIN}/panel.js"></script></body></html>`,
    },
    "/theme.css": { contentType: "text/css", body: fonts },
    "/panel.css": { contentType: "text/css", body: files.style },
    "/panel.js": { contentType: "text/javascript", body: files.script },
  };
  await page.route("**/*", async (route) => {
    const { pathname } = new URL(route.request().url());
    const font = FONTS.find(({ name }) => pathname === `/${name}`);
    if (font !== undefined) {
      await route.fulfill({ contentType: "font/woff2", path: font.path });
      return;
    }
    const found = served[pathname];
    await (found === undefined ? route.fulfill({ status: 204 }) : route.fulfill(found));
  });
  await page.goto(`${ORIGIN}/`);
  await loadFonts(page);
  dressed();
}

const SILENCE = `globalThis.acquireVsCodeApi = () => ({
      postMessage: () => undefined,
      setState: () => undefined,
      getState: () => undefined,
    });`;

async function listen(page: Page, host: PageHost, fontsThere: Promise<void>): Promise<void> {
  await page.exposeFunction("toHost", async (message: unknown) => {
    await fontsThere;
    return host.receive(message);
  });
  await page.exposeFunction("keep", (state: unknown) => {
    if (isPanelState(state)) host.keep(state);
    else host.error(`not a state: ${JSON.stringify(state)}`);
  });
  await page.addInitScript(`globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => void globalThis.toHost(message),
      setState: (state) => void globalThis.keep(state),
      getState: () => undefined,
    });`);
}

/** What work comes to that is usually done in slices. */
export function done<T>(work: Generator<void, T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** The picture of one told run, as it is sent to a page that has nothing yet. */
export function sentOf(run: ToldRun): SentPicture {
  const { steps, ...head } = run;
  const { scenario, kernel, verdict } = head;
  return {
    uri: "file:///told.hugetlb",
    version: 1,
    scenarios: [{ name: scenario, line: 0, endLine: steps.length, kernels: [{ kernel, verdict }] }],
    scenario: 0,
    run: sendRun(head, numbered(done(packing(run)), new BlockIds("told")), new Set()),
    brokenLine: null,
    whatIf: null,
  };
}

/** One page with its host. */
export class Stage {
  readonly page: Page;
  readonly sent: FromWebview[] = [];
  readonly errors: string[] = [];
  state: PanelState | null = null;
  version = 1;
  readonly #tales: readonly Tale[];
  readonly #runs = new Map<string, ToldRun>();
  readonly #ids = new BlockIds("stage");
  #pageHas: ReadonlySet<string> = new Set();
  #scenario = 0;
  #kernel: KernelId | null;

  private constructor(page: Page, tales: readonly Tale[], options: StageOptions) {
    this.page = page;
    this.#tales = tales;
    this.#kernel = options.kernel ?? null;
  }

  static async open(
    browser: Browser,
    files: { script: string; style: string },
    tales: readonly Tale[],
    options: StageOptions = {},
  ): Promise<Stage> {
    const page = await newPage(browser, options);
    const stage = new Stage(page, tales, options);
    await openPanel(page, files, options, {
      receive: (message) => stage.#receive(message, options.step),
      keep: (state) => (stage.state = state),
      error: (text) => stage.errors.push(text),
    });
    return stage;
  }

  /** The picture of what is chosen; `change` makes it another one. */
  picture(change: Partial<Picture> = {}): Picture {
    const run = this.#run();
    return {
      uri: "file:///story.hugetlb",
      version: this.version,
      scenarios: this.#tales.map((tale, at) => ({
        name: tale.scenario,
        line: at * 10,
        endLine: at * 10 + 9,
        kernels: tale.kernels.map((kernel) => ({ kernel, verdict: this.#told(tale, kernel).verdict })),
      })),
      scenario: run === null ? -1 : this.#scenario,
      run,
      brokenLine: null,
      whatIf: null,
      ...change,
    };
  }

  /** The picture as it is sent: only the blocks that the page does not have. */
  #send(picture: Picture): SentPicture {
    if (picture.run === null) return { ...picture, run: null };
    const { steps: _, ...head } = picture.run;
    const { blocks, outline } = numbered(done(packing(picture.run)), this.#ids);
    const run = sendRun(head, { blocks, outline }, this.#pageHas);
    this.#pageHas = new Set(blocks.flatMap(({ sent }) => sent.map(({ id }) => id)));
    return { ...picture, run };
  }

  /** Sends the picture. */
  async show(step?: number, change: Partial<Picture> = {}): Promise<void> {
    const picture = this.picture(change);
    await this.post({
      type: "picture",
      picture: this.#send(picture),
      step: step ?? picture.run?.steps.length ?? 0,
      view: this.state?.view ?? NO_VIEW,
    });
  }

  #run(): ToldRun | null {
    const tale = this.#tales[this.#scenario];
    const kernel = this.#kernel ?? tale?.kernels[0];
    return tale === undefined || kernel === undefined ? null : this.#told(tale, kernel);
  }

  #told(tale: Tale, kernel: KernelId): ToldRun {
    const key = `${tale.scenario} ${kernel}`;
    const run = this.#runs.get(key) ?? tell(tale, kernel);
    this.#runs.set(key, run);
    return run;
  }

  async post(message: ToWebview): Promise<void> {
    await this.page.evaluate((data) => {
      globalThis.postMessage(data, "*");
    }, message);
  }

  ofType<T extends FromWebview["type"]>(type: T): Extract<FromWebview, { type: T }>[] {
    return this.sent.filter((message): message is Extract<FromWebview, { type: T }> => message.type === type);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #receive(message: unknown, step: number | undefined): Promise<void> {
    if (!isFromWebview(message)) {
      this.errors.push(`not a message: ${JSON.stringify(message)}`);
      return;
    }
    this.sent.push(message);
    if (message.type === "ready") {
      this.#pageHas = new Set();
      await this.show(step);
    }
    if (message.type === "select") {
      this.#scenario = this.#tales.findIndex((tale) => tale.scenario === message.scenario);
      this.#kernel = this.#tales[this.#scenario]?.kernels.find((kernel) => kernel === message.kernel) ?? null;
      await this.show();
    }
    if (message.type === "why") {
      const run = this.#run();
      if (run !== null) await this.post({ type: "why", version: message.version, why: explain(run, message.step) });
    }
  }
}
