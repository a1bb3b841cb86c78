/** Programs of the system, run to their end. */
import { spawn } from "node:child_process";

/** What stands in the way, as one sentence for whoever runs the test. */
export class NotPossible extends Error {}

export interface Output {
  readonly status: number | null;
  readonly text: string;
}

/** Runs a program to its end and gives back all it said; a missing program has the status null. */
export async function run(program: string, args: readonly string[], cwd: string, limitMs: number): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, timeout: limitMs, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", () => {
      resolve({ status: null, text });
    });
    child.on("close", (status) => {
      resolve({ status, text });
    });
  });
}
