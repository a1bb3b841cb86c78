import { type ChildProcess, spawn, spawnSync, type StdioOptions } from "node:child_process";
import { ROOT } from "./project.js";

/** Processes that must not outlive this one. */
const running = new Set<ChildProcess>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    process.exit(signal === "SIGINT" ? 130 : 143);
  });
}
process.on("exit", () => {
  for (const child of running) stop(child);
});

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
}

/** Starts a program that ends, with everything it starts itself, when this process ends. */
export function start(command: string, args: readonly string[], options: ChildOptions = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: options.stdio ?? ["ignore", "pipe", "pipe"],
    // A group of its own, so that stop() reaches what it starts; Windows has no such groups.
    detached: process.platform !== "win32",
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends a program and everything that it started. */
export function stop(child: ChildProcess): void {
  running.delete(child);
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program to its end, its output shown; the promise is its exit status. */
export async function run(command: string, args: readonly string[], options: ChildOptions = {}): Promise<number> {
  const child = start(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs npm, the one that runs us where there is one. */
export async function npm(args: readonly string[], cwd: string = ROOT): Promise<number> {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return run(process.execPath, [cli, ...args], { cwd });
  return process.platform === "win32" ? run("cmd.exe", ["/c", "npm", ...args], { cwd }) : run("npm", args, { cwd });
}
