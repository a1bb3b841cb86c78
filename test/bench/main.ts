/**
 * `npm run bench [-- WORD...] [-- --write]`: measures everything whose name has one of the words, each beside its
 * baseline; `--write` keeps the figures in docs/performance.md, those of the groups that were not measured as they are.
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

const groups = new Map<string, Figure[]>();
for (const [name, prepare] of chosen) {
  const figures = groups.get(name) ?? [];
  groups.set(name, figures);
  for (const comparison of await prepare()) {
    const figure = await compare(comparison);
    figures.push(figure);
    if (process.stderr.isTTY) process.stderr.write(`${table([figure])}\n`);
  }
}
const figures = [...groups.values()].flat();
process.stdout.write(
  `${circumstances()}\nMedians; "rounds" is the smallest and the largest ratio.\n\n${table(figures)}\n`,
);
if (args.includes("--write")) await write(groups);
