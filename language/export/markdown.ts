/** A run as a Markdown table: for bug reports, mails and slides. */
import type { Counters } from "../../engine/index.js";
import type { KernelRun } from "../analysis.js";
import { headlineOf, plain, Teller } from "../explain/index.js";
import type { RunStep } from "../run/index.js";
import type { TriedSizes } from "../picture/picture.js";
import { sizesWords } from "../variant/index.js";

const HEAD = ["step", "line", "who", "does", "result", "total", "free", "promised", "available", "what happened"];

/**
 * The table of a run with a title and the answer above it. `file`: the one that its lines are lines of; `tried`: sizes that
 * its text does not have.
 */
export function runMarkdown(file: string, { kernel, run, verdict }: KernelRun, tried: TriedSizes): string {
  const what = sizesWords(tried);
  const teller = new Teller(run);
  const rows = run.steps.map((step) => row(step, teller));
  const start = ["0", "", "", "at the start", "", ...counters(run.trace.start), ""];
  const written = run.trace.config.pools[0];
  return [
    `### ${text(run.scenario)}`,
    "",
    `Linux ${kernel}, pool ${String(written?.pages ?? 0)}, overcommit ${String(written?.overcommit ?? 0)}${what === "" ? "" : " (tried, not written)"}, ${code(file)}: **${text(verdict.words)}**`,
    "",
    text(plain(headlineOf(run, verdict))),
    "",
    line(HEAD),
    line(HEAD.map((_, at) => (at < 2 || (at >= 5 && at <= 8) ? "--:" : ":--"))),
    ...[start, ...rows].map(line),
    "",
  ].join("\n");
}

function row(step: RunStep, teller: Teller): readonly string[] {
  const { item, trace, number } = step;
  const { happenings, causes } = teller.tell(step);
  const told = [...happenings, ...causes.map(({ phrase }) => plain(phrase))];
  return [
    String(number),
    String(item.range.start.line + 1),
    text(item.step.actor ?? "sysctl"),
    code(item.text),
    trace.result === "ok" ? "ok" : `**${trace.result}**`,
    ...counters(trace.counters),
    text(told.join("; ")),
  ];
}

function counters({ total, free, rsvd }: Counters): readonly string[] {
  return [total, free, rsvd, free - rsvd].map(String);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Code in a cell: what would end it is written otherwise. */
function code(words: string): string {
  return `\`${words.replaceAll("|", "\\|").replaceAll("`", "'").replace(/\s+/gu, " ")}\``;
}

/** Plain words: nothing in them is markup. */
function text(words: string): string {
  return words.replace(/[\\`*_{}[\]<>#|&~$]/gu, "\\$&").replace(/\s+/gu, " ");
}
