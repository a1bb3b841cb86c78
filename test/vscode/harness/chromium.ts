import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { run } from "./child.js";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/** Where the installers of other systems put them. */
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((folder) => {
    const base = process.env[folder];
    return base === undefined
      ? []
      : [
          path.join(base, "Google", "Chrome", "Application", "chrome.exe"),
          path.join(base, "Microsoft", "Edge", "Application", "msedge.exe"),
        ];
  }),
};

/** Playwright's own download gives up rather late where its hosts cannot be reached. */
const DOWNLOAD_TIMEOUT_MS = 240_000;

let found: Promise<string> | undefined;

/**
 * The path of a Chromium, Chrome or Edge: the one of `CHROMIUM`, the system's, Playwright's, or one installed now.
 *
 * @throws Error that says what to install
 */
export async function findChromium(): Promise<string> {
  found ??= find();
  return found;
}

async function find(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM is set to ${named}, but there is no such file.`);
  }
  const here = installed();
  if (here !== undefined) return here;
  // Debian's package first where it may be installed: it brings the libraries that a downloaded browser needs.
  for (const way of [installFromDebian, installWithPlaywright]) {
    if (!(await way())) continue;
    const now = installed();
    if (now !== undefined) return now;
  }
  throw new Error(
    "No browser for the editor was found, and none could be installed. Install Chromium, Google Chrome or Microsoft " +
      "Edge (on Debian and Ubuntu: `apt-get install chromium`), or set CHROMIUM to the path of one.",
  );
}

function installed(): string | undefined {
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...onPath, ...(PLACES[process.platform] ?? []), chromium.executablePath()].find((file) => {
    return existsSync(file) && !isSnapStub(file);
  });
}

/** Ubuntu's package `chromium-browser` is a script that only asks for a snap. */
function isSnapStub(file: string): boolean {
  if (process.platform !== "linux" || existsSync("/snap/bin/chromium")) return false;
  if (!file.endsWith("chromium-browser")) return false;
  try {
    execFileSync(file, ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
}

async function installFromDebian(): Promise<boolean> {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  console.log("No browser was found: installing Debian's chromium ...");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"];
  await run("apt-get", [...quiet, "update"], { env });
  return (await run("apt-get", [...quiet, "install", "-y", "--no-install-recommends", "chromium"], { env })) === 0;
}

async function installWithPlaywright(): Promise<boolean> {
  console.log("No browser was found: installing Playwright's Chromium ...");
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
  const install = run(process.execPath, [cli, "install", "chromium"]);
  const late = new Promise<number>((resolve) => setTimeout(() => resolve(1), DOWNLOAD_TIMEOUT_MS).unref());
  return (await Promise.race([install, late])) === 0;
}
