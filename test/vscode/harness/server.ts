import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { run, start, stop } from "./child.js";
import { freePort } from "./port.js";
import { QUIET, type Settings } from "./settings.js";
import { makeTemporary, removeTemporary } from "./temporary.js";
import { install } from "./tool.js";

const READY = "Extension host agent listening";
const START_TIMEOUT_MS = 60_000;

/** The package code-server holds the server of Unix systems. */
export const SERVER_RUNS_HERE = process.platform !== "win32";

export interface ServerOptions {
  readonly port?: number;
  /** Kept when named; else a fresh one, taken away at the end. */
  readonly data?: string;
  readonly settings?: Settings;
  /** An extension to install before the start. */
  readonly vsix?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The display language. The editor's own words stay English; extensions speak it. */
  readonly language?: string;
}

export interface PageOptions {
  readonly folder: string;
  /** Folder of an extension in development. */
  readonly extension?: string;
  /** A module with `run()`, run inside the extension host. */
  readonly tests?: string;
  /** A file to open. */
  readonly file?: string;
}

export interface Server {
  readonly port: number;
  /** The address of an editor. */
  url(page: PageOptions): string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts the VS Code server, whose extension host is Node.
 *
 * @throws Error with what the server printed when it does not come up
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const modules = await install("server");
  const main = path.join(modules, "code-server", "lib", "vscode", "out", "server-main.js");
  const data = options.data ?? (await makeTemporary("server"));
  const folders = ["--server-data-dir", data, "--extensions-dir", path.join(data, "extensions")];
  const user = path.join(data, "data", "User");
  await mkdir(user, { recursive: true });
  // `wx`: settings made by the user of a kept folder stay.
  await writeFile(path.join(user, "settings.json"), JSON.stringify({ ...QUIET, ...options.settings }, null, 2), {
    flag: options.data === undefined ? "w" : "wx",
  }).catch(() => undefined);
  if (options.language !== undefined) await writeLanguagePack(path.join(data, "data"), options.language);
  if (options.vsix !== undefined) {
    const status = await run(
      process.execPath,
      [main, ...folders, "--accept-server-license-terms", "--install-extension", options.vsix],
      { stdio: "ignore" },
    );
    if (status !== 0) throw new Error(`${options.vsix} could not be installed.`);
  }

  const port = await freePort(options.port);
  const child = start(
    process.execPath,
    [
      main,
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-telemetry", "--disable-update-check"],
      "--disable-getting-started-override",
      // A question that nobody answers would stop the tests; the extension works in an untrusted folder all the same.
      "--disable-workspace-trust",
      "--enable-smoke-test-driver",
      ...(options.language === undefined ? [] : ["--locale", options.language]),
      ...folders,
    ],
    options.env === undefined ? {} : { env: options.env },
  );
  let log = "";
  const end = async () => {
    stop(child);
    if (options.data === undefined) await removeTemporary(data);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The VS Code server did not start.\n${log}`)), START_TIMEOUT_MS);
      const listen = (chunk: Buffer) => {
        log += chunk.toString();
        if (!log.includes(READY)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout?.on("data", listen);
      child.stderr?.on("data", listen);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`The VS Code server ended with status ${code ?? "?"}.\n${log}`)));
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { port, url: (page) => address(port, page), log: () => log, stop: end };
}

/** A language pack without a word in it: with it the editor counts as one in that language, and falls back to its own English. */
async function writeLanguagePack(user: string, language: string): Promise<void> {
  const words = path.join(user, `${language}.i18n.json`);
  // The server looks up which extension brought the pack; there need not be one of that name.
  const from = { extensionIdentifier: { id: `test.${language}` }, version: "1.0.0" };
  const pack = { hash: "empty", extensions: [from], translations: { vscode: words }, label: language };
  await writeFile(words, JSON.stringify({ contents: {} }));
  await writeFile(path.join(user, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}

function address(port: number, page: PageOptions): string {
  const authority = `127.0.0.1:${port}`;
  const remote = (file: string) => `vscode-remote://${authority}${asPath(file)}`;
  const payload: [string, string][] = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  if (page.extension !== undefined) payload.push(["extensionDevelopmentPath", remote(page.extension)]);
  if (page.tests !== undefined) payload.push(["extensionTestsPath", remote(page.tests)]);
  if (page.file !== undefined) payload.push(["openFile", remote(page.file)]);
  const query = new URLSearchParams({ folder: asPath(page.folder), payload: JSON.stringify(payload) });
  return `http://${authority}/?${query.toString().replaceAll("+", "%20")}`;
}

/** The path of a URI: with slashes, and one before a drive's letter. */
function asPath(file: string): string {
  const slashes = file.replaceAll("\\", "/");
  return slashes.startsWith("/") ? slashes : `/${slashes}`;
}
