/** A document as tests: every scenario is one, under every kernel that it lists, with what became of it. */
import { DiagnosticSeverity, type Range } from "vscode-languageserver-types";
import type { Analysis, KernelRun, ScenarioRuns } from "../analysis.js";
import { messageText, SEVERITY } from "../diagnose/index.js";
import { count } from "../explain/index.js";
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

/** The tests of a document and their results, in the order of the text. */
export function testsOf({ uri, scenarios }: Pick<Analysis, "uri" | "scenarios">): readonly ScenarioTest[] {
  return scenarios.map((runs) => ({
    name: runs.scenario.name,
    line: runs.scenario.line,
    endLine: runs.scenario.endLine,
    kernels: runs.runs.map((run) => kernelTest(uri, runs, run)),
  }));
}

function kernelTest(
  uri: string,
  { written, scenario }: ScenarioRuns,
  { kernel, run, problems, verdict }: KernelRun,
): KernelTest {
  const base = { kernel, words: verdict.words, steps: run.steps.length };
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

function limited(failures: readonly TestFailure[]): readonly TestFailure[] {
  const more = failures.length - MAX_TEST_FAILURES;
  const next = failures[MAX_TEST_FAILURES - 1];
  if (more <= 0 || next === undefined) return failures;
  const rest = { ...next, message: `And ${count(more + 1, "more failure")} from here on.`, contrast: null };
  return [...failures.slice(0, MAX_TEST_FAILURES - 1), rest];
}
