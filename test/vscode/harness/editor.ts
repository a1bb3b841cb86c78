import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { type Browser, openBrowser } from "./browser.js";
import { developmentFolder } from "./development.js";
import { EXAMPLES, ROOT, SCREENSHOTS } from "./project.js";
import { startServer } from "./server.js";
import type { Settings } from "./settings.js";
import { startWeb, type WebBuild } from "./web.js";
import { copyOf, type Workspace } from "./workspace.js";

const READY_TIMEOUT_MS = 90_000;
const TIMEOUT_MS = 60_000;
/** Times that a command is written into the palette, and how long each is waited for. */
const ATTEMPTS = 5;
const ATTEMPT_MS = 4_000;
const SCROLL_PIXELS = 300;
const SCROLL_PAUSE_MS = 200;
const MOST_SCROLLS = 50;

export type Theme = "Dark Modern" | "Light Modern" | "Default High Contrast" | "Default High Contrast Light";

/** As a setting spells them; VS Code has given some of them shorter names since. */
function themeId(theme: Theme, host: "node" | WebBuild): string {
  return theme.endsWith("Modern") && host !== "newest" ? `Default ${theme}` : theme;
}

export interface EditorOptions {
  /** Opened as a copy; the examples unless named. */
  readonly folder?: string;
  /** The extension host: Node, or the web worker of the newest or the oldest VS Code. */
  readonly host?: "node" | WebBuild;
  readonly theme?: Theme;
  readonly settings?: Settings;
  /** The display language of an editor with a server; English unless named. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A real VS Code in a browser, with the extension: the one in development, or the packed one that HUGETLB_VSIX names. */
export class Editor {
  private constructor(
    readonly page: Page,
    /** The copy that is open. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly ends: readonly (() => Promise<void>)[],
  ) {
    page.setDefaultTimeout(TIMEOUT_MS);
  }

  /** Opens a folder's copy and waits until the editor can be used. */
  static async open(options: EditorOptions = {}): Promise<Editor> {
    const ends: (() => Promise<void>)[] = [];
    try {
      const workspace = await copyOf(options.folder ?? EXAMPLES);
      ends.unshift(() => workspace.remove());
      const host = await startHost(options, workspace);
      ends.unshift(host.stop);
      const browser = await openBrowser({
        ...(options.width === undefined ? {} : { width: options.width }),
        ...(options.height === undefined ? {} : { height: options.height }),
        colorScheme: options.theme?.includes("Light") === true ? "light" : "dark",
      });
      ends.unshift(() => browser.close());
      const editor = new Editor(browser.page, workspace.folder, browser, ends);
      await editor.page.goto(host.url);
      await editor.ready();
      return editor;
    } catch (error) {
      for (const end of ends) await end();
      throw error;
    }
  }

  /** The text of the first group, in which files open; the panel is beside it. */
  get text(): Locator {
    return this.page.locator(".editor-group-container .monaco-editor").first();
  }

  /** The editor tabs, or the one of this title. */
  tab(title?: string): Locator {
    const tabs = this.page.locator(".tabs-container .tab");
    return title === undefined ? tabs : tabs.filter({ hasText: title });
  }

  /** Opens a file by its path in the folder, from the Explorer, and waits until its text is there. */
  async openFile(file: string): Promise<void> {
    if (!(await this.explorer.isVisible())) await this.command("View: Show Explorer");
    const names = file.split("/");
    for (const [depth, name] of names.entries()) {
      const row = await this.explorerRow(name);
      if (depth === names.length - 1) await row.dblclick();
      else if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
    }
    await this.tab(names.at(-1)).first().waitFor();
    await this.text.locator(".view-line").first().waitFor();
  }

  /** Runs a command by its title in the command palette. */
  async command(title: string): Promise<void> {
    const picker = this.page.locator(".quick-input-widget");
    // Its row alone: another one may be the one that Enter takes, and other titles begin alike.
    const row = picker
      .locator(".monaco-list-row")
      .filter({ has: this.page.locator(".label-name").getByText(title, { exact: true }) })
      .first();
    // The palette closes when something else takes the focus, and writes its own `>` when it is ready, over what was written before.
    for (let attempt = 0; attempt < ATTEMPTS && !(await row.isVisible()); attempt += 1) {
      if (!(await picker.isVisible())) await this.page.keyboard.press("F1");
      await picker
        .locator("input")
        .fill(`>${title}`, { timeout: ATTEMPT_MS })
        .then(() => row.waitFor({ timeout: ATTEMPT_MS }))
        .catch(() => undefined);
    }
    await row.click();
    // Not the whole picker: the command may show a list of its own in it.
    await row.waitFor({ state: "hidden" });
  }

  /** Opens the panel beside the text and waits for its page. */
  async openPanel(): Promise<FrameLocator> {
    await this.command("HugeTLB: Open Panel");
    const panel = this.panel();
    await panel.locator("body").waitFor();
    return panel;
  }

  /** The page inside the panel; `index` counts the webviews that are open. */
  panel(index = 0): FrameLocator {
    return this.page.frameLocator(`iframe.webview.ready >> nth=${index}`).frameLocator("iframe#active-frame");
  }

  /** The rows of the Problems view, which is opened for it; the first ones are the files'. */
  async problems(): Promise<Locator> {
    const view = this.page.locator(".markers-panel");
    if (!(await view.isVisible())) await this.command("View: Focus Problems (Errors, Warnings, Infos)");
    await view.waitFor();
    return view.locator(".monaco-list-row");
  }

  /** Where the text is underlined. */
  squiggles(severity: "error" | "warning" | "info" | "hint"): Locator {
    return this.text.locator(`.squiggly-${severity}`);
  }

  /** Puts the cursor on a line of the text, counted from 1, as a keyboard does. */
  async goToLine(line: number): Promise<void> {
    const picker = this.page.locator(".quick-input-widget");
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (!(await this.position.isVisible())) {
        await this.command("View: Focus First Editor Group");
        await this.position.waitFor();
      }
      await this.page.keyboard.press("Control+G");
      await picker.locator("input").fill(`:${line}`);
      await this.page.keyboard.press("Enter");
      const went = picker.waitFor({ state: "hidden", timeout: ATTEMPT_MS }).then(
        () => true,
        () => false,
      );
      if (await went) return;
      // A click in the panel had not yet taken the focus from the text: "Open a text editor first".
      await this.page.keyboard.press("Escape");
      await picker.waitFor({ state: "hidden" });
    }
    throw new Error(`The cursor does not go to line ${line}.`);
  }

  /** The cursor's line, counted from 1, as the status bar tells it. */
  async cursorLine(): Promise<number> {
    const words = await this.position.innerText();
    const line = /Ln (\d+)/.exec(words)?.[1];
    if (line === undefined) throw new Error(`The status bar says "${words}" where the cursor's line should be.`);
    return Number(line);
  }

  /** A picture of the whole window, into test-results/screenshots. */
  async screenshot(name: string): Promise<string> {
    await mkdir(SCREENSHOTS, { recursive: true });
    const file = path.join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Loads the page anew, as a browser's user does, and waits until the editor can be used. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  async close(): Promise<void> {
    for (const end of this.ends) await end();
  }

  /** The place in the status bar that tells the cursor's position; it is there while a text has the focus. */
  private get position(): Locator {
    return this.page.locator("#status\\.editor\\.selection");
  }

  private get explorer(): Locator {
    return this.page.locator(".explorer-folders-view");
  }

  /** The Explorer draws only the rows in view: it is scrolled from the top until the wanted one is among them. */
  private async explorerRow(name: string): Promise<Locator> {
    const row = this.explorer.getByRole("treeitem", { name, exact: true });
    await this.explorer.hover();
    await this.page.mouse.wheel(0, -1e6);
    for (let turn = 0; turn < MOST_SCROLLS; turn += 1) {
      if (await row.isVisible()) return row;
      await this.page.mouse.wheel(0, SCROLL_PIXELS);
      await this.page.waitForTimeout(SCROLL_PAUSE_MS);
    }
    throw new Error(`The Explorer does not show ${name}.`);
  }

  private async ready(): Promise<void> {
    await this.explorer.getByRole("treeitem").first().waitFor({ timeout: READY_TIMEOUT_MS });
  }
}

interface Host {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function startHost(options: EditorOptions, workspace: Workspace): Promise<Host> {
  const { host = "node" } = options;
  const settings = {
    ...options.settings,
    ...(options.theme === undefined ? {} : { "workbench.colorTheme": themeId(options.theme, host) }),
  };
  if (host !== "node") {
    // Without a server there is no place for a user's settings: they are the folder's.
    await mkdir(path.join(workspace.folder, ".vscode"), { recursive: true });
    await writeFile(path.join(workspace.folder, ".vscode", "settings.json"), JSON.stringify(settings, null, 2));
    const web = await startWeb({ build: host, folder: workspace.folder, extension: ROOT });
    return { url: web.url, stop: () => web.stop() };
  }
  const vsix = process.env.HUGETLB_VSIX;
  const { language } = options;
  const server = await startServer({
    settings,
    ...(vsix === undefined ? {} : { vsix }),
    ...(language === undefined ? {} : { language }),
  });
  const url = server.url({
    folder: workspace.folder,
    ...(vsix === undefined ? { extension: await developmentFolder() } : {}),
  });
  return { url, stop: () => server.stop() };
}
