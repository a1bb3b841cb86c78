/** A document as tests: every scenario is one, under every kernel that it lists, with what became of it. */
import { DiagnosticSeverity, type Range } from "vscode-languageserver-types";
import type { Analysis, KernelRun, ScenarioRuns } from "../analysis.js";
import { messageText, SEVERITY } from "../diagnose/index.js";
import { count } from "../explain/index.js";
import { type Exploration, everyOrderWords, interleavingDiagnostics, unexploredDiagnostics } from "../explore/index.js";
import type { Run } from "../run/index.js";
import { MAX_TEST_FAILURES } from "../limits.js";

/** One thing that is wrong, and where. */
export interface TestFailure {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
  /** What the text claims and what came instead; null where nothing was claimed. */
  readonly contrast: { readonly expected: string; readonly actual: string } | null;
}

export interface KernelTest {
  readonly kernel: string;
  /** errored: the text itself is wrong, or the scenario cannot be run. */
  readonly outcome: "passed" | "failed" | "errored";
  /** `nobody dies` */
  readonly words: string;
  readonly steps: number;
  readonly failures: readonly TestFailure[];
}

export interface ScenarioTest {
  readonly name: string;
  /** Lines counted from 0. */
  readonly line: number;
  readonly endLine: number;
  readonly kernels: readonly KernelTest[];
}

/** What was found out about the interleavings of a run; undefined = it has none. `unexplored`: the search broke off. */
type Explored = (run: Run) => Exploration | "unexplored" | undefined;

/** The tests of a document and their results, in the order of the text. A scenario passes when every interleaving of it does. */
export function testsOf(
  { uri, scenarios }: Pick<Analysis, "uri" | "scenarios">,
  explored: Explored = () => undefined,
): readonly ScenarioTest[] {
  return scenarios.map((runs) => ({
    name: runs.scenario.name,
    line: runs.scenario.line,
    endLine: runs.scenario.endLine,
    kernels: runs.runs.map((run) => kernelTest(uri, runs, run, explored(run.run))),
  }));
}

function kernelTest(
  uri: string,
  { written, scenario }: ScenarioRuns,
  { kernel, run, problems, verdict }: KernelRun,
  exploration: Exploration | "unexplored" | undefined,
): KernelTest {
  const base = { kernel, words: verdict.words, steps: run.steps.length };
  if (verdict.passed && exploration !== undefined) {
    const failures = limited(interleavingFailures(uri, run, exploration));
    if (failures.length > 0) {
      const isWrong = exploration !== "unexplored" && exploration.outcomes.some(({ problem }) => problem);
      const words = exploration === "unexplored" ? "not explored" : everyOrderWords(exploration);
      return { ...base, words, outcome: isWrong ? "failed" : "errored", failures };
    }
  }
  if (verdict.passed) return { ...base, outcome: "passed", failures: [] };
  const ofText = [...written, ...run.program.diagnostics]
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .map((diagnostic): TestFailure => ({
      uri,
      range: diagnostic.range,
      message: messageText(diagnostic),
      contrast: null,
    }));
  const ofRun = problems
    .filter(({ code }) => SEVERITY[code] === DiagnosticSeverity.Error)
    .map(({ uri: file, range, message, contrast }): TestFailure => ({
      uri: file,
      range,
      message,
      contrast: contrast ?? null,
    }));
  const failures = limited([...ofText, ...ofRun]);
  if (failures.length > 0) return { ...base, outcome: ofText.length > 0 ? "errored" : "failed", failures };
  const place = { line: scenario.line, character: 0 };
  return {
    ...base,
    outcome: "failed",
    failures: [{ uri, range: { start: place, end: place }, message: verdict.words, contrast: null }],
  };
}

/** What some interleaving does, the shortest way with it; and that not every one was looked at. */
function interleavingFailures(uri: string, run: Run, exploration: Exploration | "unexplored"): readonly TestFailure[] {
  const diagnostics =
    exploration === "unexplored"
      ? unexploredDiagnostics(run.program)
      : interleavingDiagnostics(exploration, null, false);
  return diagnostics.map((diagnostic) => {
    const way = (diagnostic.relatedInformation ?? []).map(({ message }) => `\n  ${message}`).join("");
    return { uri, range: diagnostic.range, message: `${messageText(diagnostic)}${way}`, contrast: null };
  });
}

function limited(failures: readonly TestFailure[]): readonly TestFailure[] {
  const more = failures.length - MAX_TEST_FAILURES;
  const next = failures[MAX_TEST_FAILURES - 1];
  if (more <= 0 || next === undefined) return failures;
  const rest = { ...next, message: `And ${count(more + 1, "more failure")} from here on.`, contrast: null };
  return [...failures.slice(0, MAX_TEST_FAILURES - 1), rest];
}
