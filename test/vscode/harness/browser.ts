import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium.js";
import { makeTemporary, removeTemporary } from "./temporary.js";

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "dark" | "light";
}

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

/** Starts a browser without a window, with a profile of its own. */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const executablePath = await findChromium();
  const profile = await makeTemporary("browser");
  // Playwright turns the partitioning of storage off; webviews then count as third parties and get no service worker.
  await mkdir(path.join(profile, "Default"));
  await writeFile(
    path.join(profile, "Default", "Preferences"),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    colorScheme: options.colorScheme ?? "dark",
    args: [
      // Chromium refuses to run as root with its sandbox, and containers of CI have no user namespaces.
      ...(process.getuid?.() === 0 || process.env.CI !== undefined ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      await removeTemporary(profile);
    },
  };
}
