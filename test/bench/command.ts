/** The command line on a file of a thousand scenarios, beside a Node process that does nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Comparison } from "./compare.js";
import { manyScenarios } from "./sources.js";

const COMMAND = path.resolve("dist/cli.js");
const SCENARIOS = 1_000;
const SLICE_MS = 1_500;
const ROUNDS = 5;

async function node(args: readonly string[]): Promise<void> {
  const [code] = (await once(spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] }), "exit")) as [
    number | null,
  ];
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(code)}`);
}

export async function commandComparison(): Promise<Comparison> {
  const folder = await mkdtemp(path.join(tmpdir(), "hugetlb-bench-"));
  const file = path.join(folder, "scenarios.hugetlb");
  await writeFile(file, manyScenarios(SCENARIOS));
  return {
    name: `hugetlb run, ${SCENARIOS.toLocaleString("en-US")} scenarios in one file`,
    subject: { label: "hugetlb run", run: () => node([COMMAND, "run", file]) },
    baseline: { label: "node -e 0", run: () => node(["-e", "0"]) },
    per: { count: SCENARIOS, unit: "scenarios" },
    slice: SLICE_MS,
    rounds: ROUNDS,
    done: () => rm(folder, { recursive: true }),
  };
}
