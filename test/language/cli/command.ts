/** Runs the built command as a process of its own. */
import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { bundle, type Bundle } from "../bundle.js";

let built: Bundle | undefined;
beforeAll(async () => {
  built = await bundle("language/cli/main.ts", "esm");
}, 60_000);
afterAll(() => built?.remove());

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly cwd?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The file of the built command. */
export function commandFile(): string {
  if (built === undefined) throw new Error("the command is not built yet");
  return path.resolve(built.file);
}

/** Runs the command and waits for its end. */
export async function run(args: readonly string[], around: Around = {}): Promise<Ran> {
  const child = spawn(process.execPath, [commandFile(), ...args], {
    cwd: around.cwd,
    env: { PATH: process.env.PATH, ...around.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined).end(around.input ?? "");
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}
