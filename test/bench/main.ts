/**
 * `npm run bench [-- WORD...] [-- --write]`: measures everything whose name has one of the words, each beside its
 * baseline; `--write` keeps the figures in docs/performance.md.
 */
import { execFileSync } from "node:child_process";
import { commandComparison } from "./command.js";
import { compare, type Comparison, type Figure } from "./compare.js";
import { engineComparisons } from "./engine.js";
import { featureComparisons } from "./features.js";
import { exploreComparisons } from "./explore.js";
import { documentComparisons, serverComparisons } from "./keystroke.js";
import { panelComparisons } from "./panel.js";
import { circumstances, table, write } from "./report.js";
import { stateComparisons } from "./state.js";
import { textComparisons } from "./text.js";

type Prepared = readonly [name: string, prepare: () => readonly Comparison[] | Promise<readonly Comparison[]>];

const GROUPS: readonly Prepared[] = [
  ["text", textComparisons],
  ["engine", engineComparisons],
  ["state", stateComparisons],
  ["explore", exploreComparisons],
  ["keystroke", documentComparisons],
  ["features", featureComparisons],
  ["panel", panelComparisons],
  ...serverComparisons().map((open): Prepared => ["server", async () => [await open()]]),
  ["command", async () => [await commandComparison()]],
];

const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith("--"));
const chosen = GROUPS.filter(([name]) => words.length === 0 || words.includes(name));
const names = [...new Set(GROUPS.map(([name]) => name))].join(", ");
if (chosen.length === 0) throw new Error(`nothing is called ${words.join(" or ")}: there are ${names}`);
if (chosen.some(([name]) => name === "server" || name === "command"))
  execFileSync(process.execPath, ["esbuild.mjs"], { stdio: ["ignore", "ignore", "inherit"] });

const figures: Figure[] = [];
for (const [, prepare] of chosen) {
  for (const comparison of await prepare()) {
    if (process.stderr.isTTY) process.stderr.write(`${comparison.name} ...\n`);
    figures.push(await compare(comparison));
  }
}
process.stdout.write(
  `${circumstances()}\nMedians; "rounds" is the smallest and the largest ratio.\n\n${table(figures)}\n`,
);
if (args.includes("--write")) await write(figures);
