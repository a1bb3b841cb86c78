/** `hugetlb explore`: the verdict over all interleavings, and the shortest one in which something goes wrong. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { check, type Checked, type CheckedScenario, notRunDiagnostics } from "../check/index.js";
import { compile } from "../compile/index.js";
import {
  type Exploration,
  exploring,
  type ExploreLimits,
  type JudgedOutcome,
  everyOrderWords,
  fuzz,
  interleavingDiagnostics,
  outcomeWords,
} from "../explore/index.js";
import { parse } from "../syntax/index.js";
import { byPlace, stepObjects, TRACE_VERSION } from "../export/trace.js";
import { stringifyExactly } from "../export/whole-numbers.js";
import { isReport, reportText, type Told, toldFile } from "./formats/index.js";
import { EXIT_ERROR, EXIT_LIMIT, EXIT_OK, EXIT_USAGE } from "./findings.js";
import type { Output } from "./output.js";
import type { ExploreOptions, FuzzOptions } from "./options.js";
import { makePaint, type Paint } from "./paint.js";
import type { World } from "./world.js";
import { includeFromDisk, readSource, type Source, UnreadableError } from "./source.js";
import { diagnosticsText, stepLines } from "./text.js";

/** Milliseconds between two words about the progress. */
const PROGRESS_MS = 200;
const MAX_SHOWN_OUTCOMES = 50;

/** Explores the scenarios of the files; the exit status. */
export async function exploreFiles(options: ExploreOptions, world: World, out: Output, err: Output): Promise<number> {
  const paint = makePaint(options.colour, world.stdout.isTTY === true, world.environment);
  const include = includeFromDisk();
  const told: Told[] = [];
  const seen = { unreadable: 0, errors: 0, limits: 0, written: 0 };
  if (options.format === "json") await out.write(`{"version":${TRACE_VERSION},"explorations":[`);
  for (const name of options.files) {
    let source: Source;
    try {
      source = await readSource(name, world.stdin);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      seen.unreadable++;
      await err.show(`hugetlb: ${error.message}\n`);
      continue;
    }
    const checked = check(
      { uri: source.uri, tree: parse(source.text) },
      { include, ...(options.kernels.length === 0 ? {} : { kernels: options.kernels }) },
    );
    const errors = errorsOf(checked);
    for (const { code } of errors) if (code === "limit") seen.limits++;
    seen.errors += errors.filter(({ code }) => code !== "limit").length;
    if (isReport(options.format)) {
      if (checked.scenarios.length === 0 || errors.length > 0) told.push(toldFile(source, errors));
    } else if (errors.length > 0) await err.show(diagnosticsText(source, errors, paint));
    for (const scenario of checked.scenarios) {
      for (const kernel of scenario.kernels) {
        if (out.closed) break;
        const program = compile(scenario, kernel);
        const wrong = program.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
        if (wrong.length > 0) {
          await err.show(diagnosticsText(source, wrong, paint));
          seen.errors += wrong.length;
          if (program.items.length === 0) continue;
        }
        const exploration = await explored(program, options, world, err);
        if (exploration.problem === "partial") seen.limits++;
        if (exploration.outcomes.some(({ problem }) => problem)) seen.errors++;
        if (options.format === "text") {
          if (!options.quiet || exploration.problem !== "never")
            await out.show(explorationText(source, scenario, exploration, paint));
          continue;
        }
        if (isReport(options.format)) {
          told.push(toldExploration(source, scenario.line, exploration));
          continue;
        }
        const text = stringifyExactly(explorationObject(source, exploration));
        if (options.format === "ndjson") await out.write(`${text}\n`);
        else await out.write(`${seen.written++ === 0 ? "\n" : ",\n"}${text}`);
      }
    }
  }
  if (options.format === "json") await out.write("]}\n");
  if (isReport(options.format)) await out.write(reportText(options.format, told));
  if (seen.unreadable > 0) return EXIT_USAGE;
  if (seen.errors > 0) return EXIT_ERROR;
  return seen.limits > 0 ? EXIT_LIMIT : EXIT_OK;
}

function errorsOf(checked: Checked): readonly Diagnostic[] {
  return [...checked.diagnostics, ...notRunDiagnostics(checked)]
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .sort(byPlace);
}

async function explored(
  program: Parameters<typeof exploring>[0],
  { states, megabytes, seconds }: ExploreOptions,
  { stderr }: World,
  err: Output,
): Promise<Exploration> {
  const start = Date.now();
  const limits: Partial<ExploreLimits> = {
    ...(states === null ? {} : { states }),
    ...(megabytes === null ? {} : { bytes: megabytes * 1024 ** 2 }),
    isUp: () => seconds !== null && Date.now() - start > seconds * 1000,
  };
  const job = exploring(program, limits);
  let said = start;
  for (;;) {
    const next = job.next();
    if (next.done === true) {
      if (said > start) await err.write("\r\u001b[K");
      return next.value;
    }
    if (stderr.isTTY !== true || Date.now() - said < PROGRESS_MS) continue;
    said = Date.now();
    const rate = Math.round(next.value.states / (said - start));
    await err.write(`\r\u001b[K${count(next.value.states)} states, ${rate} thousand a second`);
  }
}

/** A scenario passes when nothing goes wrong in any interleaving, and every one was looked at. */
function toldExploration(source: Source, line: number, exploration: Exploration): Told {
  const { scenario, kernel, problem } = exploration;
  return {
    kind: "run",
    source,
    scenario,
    line,
    kernel,
    words: everyOrderWords(exploration),
    passed: problem === "never",
    diagnostics: interleavingDiagnostics(exploration, null, false),
  };
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** `always`, `in 3 of 20 interleavings`, `sometimes`. */
function whenWords({ when, interleavings }: JudgedOutcome, all: number | null): string {
  if (when !== "sometimes" || interleavings === null || all === null) return when;
  return `${when}, in ${count(interleavings)} of ${count(all)} interleavings`;
}

/** What the verdict rests on. */
function extentWords({ problem, states, interleavings, endStates, limit }: Exploration): string {
  if (problem === "partial") return `partial: ${count(states)} states, ${limitWords(limit)}`;
  const orders =
    interleavings === null
      ? "too many interleavings to count"
      : interleavings === Infinity
        ? "more than 9,007,199,254,740,992 interleavings"
        : `${count(interleavings)} ${interleavings === 1 ? "interleaving" : "interleavings"}`;
  return `${orders}, ${count(states)} states, ${count(endStates)} ${endStates === 1 ? "end state" : "end states"}`;
}

function limitWords(limit: Exploration["limit"]): string {
  switch (limit) {
    case "states":
      return "the limit of states was reached";
    case "memory":
      return "the limit of memory was reached";
    case "time":
      return "the time was up";
    case "room":
      return "the machine has no more room";
    case null:
      return "nothing left out";
  }
}

function explorationText(
  source: Source,
  { line, leftOut }: CheckedScenario,
  exploration: Exploration,
  paint: Paint,
): string {
  const { scenario, kernel, problem, outcomes, counterexample } = exploration;
  const lines = [
    `${source.name}:${line + 1}: ${paint("bold", scenario)}, kernel ${paint("bold", kernel)}`,
    `  ${extentWords(exploration)}`,
  ];
  const shown = outcomes.filter(({ outcome, problem: isWrong }) => outcome.kind !== "lucky" || isWrong);
  for (const outcome of shown.slice(0, MAX_SHOWN_OUTCOMES)) {
    const mark = outcome.problem ? paint("red", "✕") : paint("dim", "·");
    lines.push(`  ${mark} ${outcomeWords(outcome.outcome)}: ${whenWords(outcome, exploration.interleavings)}`);
  }
  if (shown.length > MAX_SHOWN_OUTCOMES) lines.push(`    and ${count(shown.length - MAX_SHOWN_OUTCOMES)} more`);
  if (counterexample !== null) {
    const { run, schedule } = counterexample;
    lines.push(`  the shortest, ${run.steps.length} ${run.steps.length === 1 ? "step" : "steps"}:`);
    lines.push(...stepLines(run, paint));
    if (schedule !== "")
      lines.push(paint("dim", `  replay it: hugetlb run --kernel ${kernel} --schedule "${schedule}"`));
  }
  lines.push(
    verdictLine(
      problem,
      outcomes.some((outcome) => outcome.problem),
      leftOut.length,
      paint,
    ),
    "",
  );
  return `${lines.join("\n")}\n`;
}

function verdictLine(problem: Exploration["problem"], isWrong: boolean, leftOut: number, paint: Paint): string {
  switch (problem) {
    case "never":
      if (leftOut > 0)
        return `  ${paint("yellow", "never")}: nothing goes wrong in what is left, but ${leftOut} ${leftOut === 1 ? "line was" : "lines were"} left out`;
      return `  ${paint("green", "✓ never")}: nothing goes wrong in any interleaving`;
    case "sometimes":
      return `  ${paint("red", "✕ sometimes")}: something goes wrong in some interleavings`;
    case "always":
      return `  ${paint("red", "✕ always")}: something goes wrong in every interleaving`;
    case "partial":
      return isWrong
        ? `  ${paint("red", "✕ partial")}: something goes wrong; not every interleaving was looked at`
        : `  ${paint("yellow", "partial")}: nothing bad so far; not every interleaving was looked at`;
  }
}

function explorationObject(source: Source, exploration: Exploration): object {
  const { scenario, kernel, problem, states, interleavings, endStates, outcomes, counterexample, limit } = exploration;
  return {
    file: source.name,
    scenario,
    kernel,
    problem,
    ...(limit === null ? {} : { limit }),
    states,
    interleavings: interleavings === Infinity ? null : interleavings,
    endStates,
    outcomes: outcomes
      .filter(({ outcome }) => outcome.kind !== "lucky" && outcome.kind !== "sometimes")
      .concat(outcomes.filter(({ outcome, when }) => outcome.kind === "sometimes" && when === "never"))
      .map((outcome) => ({
        what: outcomeWords(outcome.outcome),
        when: outcome.when,
        interleavings: outcome.interleavings,
        problem: outcome.problem,
      })),
    counterexample:
      counterexample === null ? null : { schedule: counterexample.schedule, steps: stepObjects(counterexample.run) },
  };
}

/** `hugetlb explore --random`: the engine's fuzzer; the exit status. */
export async function exploreRandom({ seed, count: runs, quiet }: FuzzOptions, out: Output): Promise<number> {
  let states = 0;
  let failures = 0;
  for (let i = 0; i < runs && !out.closed; i++) {
    const fuzzed = fuzz(seed + i);
    states += fuzzed.states;
    if (fuzzed.unsound.length === 0 && fuzzed.thrown === null) continue;
    failures++;
    const sentences = [...fuzzed.unsound, ...(fuzzed.thrown === null ? [] : [`thrown: ${fuzzed.thrown}`])];
    await out.write(`seed ${seed + i}, kernel ${fuzzed.kernel}: ${sentences.join("; ")}\n${fuzzed.text}\n`);
  }
  if (!quiet || failures > 0)
    await out.write(
      `${count(runs)} random scenarios from seed ${seed}, ${count(states)} states recounted: ${failures === 0 ? "all add up" : `${count(failures)} do not add up`}\n`,
    );
  return failures === 0 ? EXIT_OK : EXIT_ERROR;
}
