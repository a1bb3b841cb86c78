/** Figures as a table, on the terminal and in the project's own page. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { format } from "prettier";
import type { Figure } from "./compare.js";

const PAGE = "docs/performance.md";
const START = "<!-- figures: written by `npm run bench -- --write` -->";
const END = "<!-- end of figures -->";

const HEAD = ["what", "time", "beside it", "its time", "ratio", "rounds", "rate"] as const;

/** Three digits that count, in a unit that fits. */
function duration(milliseconds: number): string {
  return milliseconds < 1 ? `${(milliseconds * 1000).toPrecision(3)} µs` : `${significant(milliseconds)} ms`;
}

function significant(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

function row({ name, baseline, time, baselineTime, ratio, spread, rate }: Figure): readonly string[] {
  const rounds = `${significant(spread[0])} to ${significant(spread[1])}`;
  return [name, duration(time), baseline, duration(baselineTime), `${significant(ratio)}x`, rounds, rate ?? ""];
}

export function table(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The machine and the day, in one sentence. */
export function circumstances(): string {
  const all = cpus();
  const model = all[0]?.model.trim() ?? "unknown processor";
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${all.length} x ${model}, Node ${process.versions.node}, ${process.platform}.`;
}

/** Puts the figures of each group into docs/performance.md in place of its last ones; other groups keep theirs. */
export async function write(groups: ReadonlyMap<string, readonly Figure[]>): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const [before, rest] = page.split(START);
  const [kept, after] = rest?.split(END) ?? [];
  if (before === undefined || kept === undefined || after === undefined)
    throw new Error(`${PAGE} has no place for figures`);
  const parts = new Map(
    kept
      .split(/^### /mu)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), part]),
  );
  for (const [name, figures] of groups) parts.set(name, `${name}\n\n${circumstances()}\n\n${markdown(figures)}\n\n`);
  const text = [...parts.values()].map((part) => `### ${part}`).join("");
  await writeFile(PAGE, await format(`${before}${START}\n\n${text}${END}${after}`, { parser: "markdown" }));
}

function markdown(figures: readonly Figure[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(HEAD), line(HEAD.map(() => "---")), ...figures.map((figure) => line(row(figure)))].join("\n");
}
