/** The format made to be read: each step with what it came to and what happened, deaths and takings with their cause. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Counters, Maps, PageMaps, StepTrace } from "../../engine/index.js";
import { messageText } from "../diagnose/index.js";
import { count, plain, Teller } from "../explain/index.js";
import { pageLetter, type Verdict } from "../picture/picture.js";
import { notRun, type Run, type RunStep } from "../run/index.js";
import type { FoundRun, Score } from "./findings.js";
import { severityWord } from "../export/trace.js";
import type { Paint, Style } from "./paint.js";
import type { Source } from "./source.js";

/** Widest action and widest happening that still get a column of their own. */
const ACTION_WIDTH = 48;
const COUNTERS = ["total", "free", "rsvd", "surp"] as const;
const COUNTER_WIDTH = 6;
/** What a step's own lines tell already. */
const TOLD_BESIDE_STEPS: ReadonlySet<unknown> = new Set(["killed", "unmapped", "kernel-bug", "hang"]);

/** One run, told in full. */
export function runText(found: FoundRun, paint: Paint): string {
  const { source, scenario, run } = found;
  const { program } = run.run;
  const pool = program.config.pools[0];
  const head = `${source.name}:${scenario.scenario.line + 1}: ${paint("bold", scenario.scenario.name)}, kernel ${paint("bold", run.kernel)}`;
  const settings =
    pool === undefined ? "" : `, pool ${pool.pages}${pool.overcommit > 0 ? `, overcommit ${pool.overcommit}` : ""}`;
  const lines = [
    `${head}${settings}`,
    ...stepLines(run.run, paint),
    ...problemLines(found.diagnostics.filter(isGraveAndUntold), paint),
  ];
  return `${lines.join("\n")}\n${verdictLine(run.verdict, paint)}\n\n`;
}

/** One run that failed, in short. */
export function failureText(found: FoundRun, paint: Paint): string {
  const { source, scenario, run } = found;
  const errors = found.diagnostics.filter((diagnostic) => diagnostic.severity === DiagnosticSeverity.Error);
  const head = `${source.name}:${scenario.scenario.line + 1}: ${scenario.scenario.name}, kernel ${run.kernel}`;
  return `${head}\n${diagnosticsText(source, errors, paint)}${verdictLine(run.verdict, paint)}\n`;
}

/** Diagnostics of a file outside any run, one a line, as compilers write them. */
export function diagnosticsText(source: Source, diagnostics: readonly Diagnostic[], paint: Paint): string {
  return diagnostics
    .map((diagnostic) => {
      const { line, character } = diagnostic.range.start;
      return `${source.name}:${line + 1}:${character + 1}: ${paint(styleOf(diagnostic), severityWord(diagnostic))}: ${messageText(diagnostic)} [${String(diagnostic.code)}]\n`;
    })
    .join("");
}

/** The last line of `run`. */
export function summaryText(score: Score, paint: Paint): string {
  const failed = score.runs - score.passed;
  const verdict =
    failed === 0
      ? paint("green", `${score.passed} passed`)
      : `${score.passed} passed, ${paint("red", `${failed} failed`)}`;
  const found = [
    count(score.errors, "error"),
    count(score.warnings, "warning"),
    ...(score.limits > 0 ? [count(score.limits, "limit")] : []),
  ];
  return `${count(score.scenarios, "scenario")}, ${count(score.runs, "run")}: ${verdict} (${found.join(", ")})\n`;
}

function isGraveAndUntold(diagnostic: Diagnostic): boolean {
  if (TOLD_BESIDE_STEPS.has(diagnostic.code)) return false;
  return (
    diagnostic.severity === DiagnosticSeverity.Error ||
    diagnostic.severity === DiagnosticSeverity.Warning ||
    diagnostic.code === "differs-by-kernel"
  );
}

/** Each step with what it came to. */
export function stepLines(run: Run, paint: Paint): readonly string[] {
  const actors = longest(["who", ...run.steps.map(({ item }) => item.step.actor ?? "")]);
  const width = Math.min(ACTION_WIDTH, longest(["at the start", ...run.steps.map(({ item }) => item.text)]));
  const indent = " ".repeat(6);
  const head = `${"line".padStart(6)}  ${"who".padEnd(actors)}  ${"step".padEnd(width)}  ${"result".padEnd(7)} ${COUNTERS.map((name) => name.padStart(COUNTER_WIDTH)).join("")}`;
  const start = `${"".padStart(6)}  ${"".padEnd(actors)}  ${"at the start".padEnd(width)}  ${"".padEnd(7)} ${countersText(run.trace.start, null, paint)}`;
  const lines = [paint("dim", head.trimEnd()), start.trimEnd()];
  const teller = new Teller(run);
  let before = run.trace.start;
  let told: ReadonlySet<string> = new Set();
  for (const step of run.steps) {
    const { happenings, causes } = teller.tell(step);
    const { item, trace } = step;
    const text =
      item.text.length > width
        ? `${item.text}\n${indent}  ${"".padEnd(actors)}  ${"".padEnd(width)}`
        : item.text.padEnd(width);
    const result = paint(resultStyle(step), trace.result.padEnd(7));
    const row = `${String(item.range.start.line + 1).padStart(6)}  ${(item.step.actor ?? "").padEnd(actors)}  ${text}  ${result} ${countersText(trace.counters, before, paint)}  ${paint("dim", happenings.join(", "))}`;
    lines.push(...row.split("\n").map((line) => line.trimEnd()));
    for (const cause of causes) {
      const [mark, style]: readonly [string, Style] = cause.kind === "taken" ? ["◆", "yellow"] : ["✕", "red"];
      const announced = step.announced === "came" && cause.kind !== "taken" ? " (announced)" : "";
      lines.push(
        `${indent}  ${paint(style, mark)} ${plain(cause.phrase, (number) => lineWords(run, number))}${announced}`,
      );
    }
    const parts = partWords(trace).filter((words) => !told.has(words));
    told = new Set(partWords(trace));
    const under = [...parts, ...(step.pageMaps === undefined ? [] : mapLines(step.pageMaps, step.nodeMaps))];
    lines.push(...under.map((line) => paint("dim", `${indent}    ${line}`)));
    before = trace.counters;
  }
  return lines;
}

/** Not by spreading into Math.max: a run may have more steps than a call may have arguments. */
function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

function lineWords(run: Run, number: number): string {
  const item = run.steps[number - 1]?.item;
  return item === undefined ? "the start" : `line ${item.range.start.line + 1}`;
}

/** Only what changed is a number. */
function countersText(counters: Counters, before: Counters | null, paint: Paint): string {
  return COUNTERS.map((name) => {
    if (before !== null && before[name] === counters[name]) return paint("dim", ".".padStart(COUNTER_WIDTH));
    return paint(before === null ? "dim" : "bold", String(counters[name]).padStart(COUNTER_WIDTH));
  }).join("");
}

function resultStyle(step: RunStep): Style {
  const { result } = step.trace;
  if (result === "ok") return "dim";
  if (notRun(result)) return "dim";
  return step.announced === "came" ? "green" : result.startsWith("E") ? "yellow" : "red";
}

/** The counters of what a machine has beside its default pool; each is shown when it changes. */
function partWords({ sizes, nodes, cgroups }: StepTrace): readonly string[] {
  const pools = Object.entries(sizes ?? {}).map(
    ([size, { total, free, rsvd, surp }]) => `${size}: total ${total}, free ${free}, rsvd ${rsvd}, surp ${surp}`,
  );
  const shares = (nodes ?? []).map(
    ({ total, free, surp }, node) => `node ${node}: total ${total}, free ${free}, surp ${surp}`,
  );
  const groups = Object.entries(cgroups ?? {}).map(
    ([name, { usage, rsvd }]) => `cgroup ${name}: usage ${usage}, rsvd ${rsvd}`,
  );
  return [...pools, ...shares, ...groups];
}

/** A page has the letter by which the happenings call it. */
function mapLines(maps: PageMaps, nodes: Maps | undefined): readonly string[] {
  return Object.entries(maps).map(([process, mappings]) => {
    const strips = Object.entries(mappings).map(([name, pages]) => {
      const where = nodes?.[process]?.[name];
      const signs = pages.map((page) => (typeof page === "number" ? pageLetter(page) : page));
      return `${name} ${signs.join(signs.some((sign) => sign.length > 1) ? " " : "")}${where === undefined ? "" : ` on ${where}`}`;
    });
    return `${process}: ${strips.length === 0 ? "nothing mapped" : strips.join("  ")}`;
  });
}

function problemLines(diagnostics: readonly Diagnostic[], paint: Paint): readonly string[] {
  return diagnostics.map(
    (diagnostic) =>
      `${String(diagnostic.range.start.line + 1).padStart(6)}  ${paint(styleOf(diagnostic), severityWord(diagnostic))}: ${messageText(diagnostic)} [${String(diagnostic.code)}]`,
  );
}

function styleOf(diagnostic: Diagnostic): Style {
  switch (diagnostic.severity) {
    case DiagnosticSeverity.Error:
    case undefined:
      return "red";
    case DiagnosticSeverity.Warning:
      return "yellow";
    default:
      return "cyan";
  }
}

function verdictLine(verdict: Verdict, paint: Paint): string {
  return verdict.passed
    ? `  ${paint("green", "✓ passed")}: ${verdict.words}`
    : `  ${paint("red", "✕ failed")}: ${verdict.words}`;
}
