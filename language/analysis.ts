/** What is known of one version of a document: its tree, its scenarios' runs under each kernel, its diagnostics. */
import type { KernelId } from "../engine/index.js";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Checked, CheckedScenario } from "./check/index.js";
import { mergeKernels, type Problem, SEVERITY } from "./diagnose/index.js";
import { verdictOf } from "./explain/index.js";
import { MAX_DIAGNOSTICS } from "./limits.js";
import type { Verdict } from "./picture/picture.js";
import type { Run } from "./run/index.js";
import type { SyntaxTree } from "./syntax/index.js";

export interface KernelRun {
  readonly kernel: KernelId;
  readonly run: Run;
  readonly problems: readonly Problem[];
  readonly verdict: Verdict;
}

export interface ScenarioRuns {
  readonly scenario: CheckedScenario;
  /** The first is the one that the editor shows: the reader's choice, else the first listed. The others stand in the order in which they are listed. */
  readonly runs: readonly KernelRun[];
  /** The first line (counted from 0) of the scenario that does not parse. */
  readonly brokenLine: number | null;
  /** Diagnostics found without running that concern it. */
  readonly written: readonly Diagnostic[];
}

export interface Analysis {
  readonly uri: string;
  readonly version: number;
  readonly tree: SyntaxTree;
  readonly checked: Checked;
  readonly scenarios: readonly ScenarioRuns[];
  /** Everything that the editor shows, in the order of the lines. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Diagnostics found without running, sorted by the scenario that they concern. */
export class WrittenDiagnostics {
  readonly #above: Diagnostic[] = [];
  readonly #inside = new Map<CheckedScenario, Diagnostic[]>();

  constructor(checked: Checked) {
    const scenarios = [...checked.scenarios].sort((a, b) => a.line - b.line);
    for (const diagnostic of checked.diagnostics) {
      const { line } = diagnostic.range.start;
      const scenario = lastFrom(scenarios, line);
      if (scenario === undefined || line > scenario.endLine) this.#above.push(diagnostic);
      else this.#inside.set(scenario, [...(this.#inside.get(scenario) ?? []), diagnostic]);
    }
  }

  /** Those of the scenario's own lines, and those outside every scenario, whose settings hold for all. */
  of(scenario: CheckedScenario): readonly Diagnostic[] {
    return [...this.#above, ...(this.#inside.get(scenario) ?? [])];
  }
}

/** The last scenario that begins at the line or above it; they are sorted by line. */
function lastFrom(scenarios: readonly CheckedScenario[], line: number): CheckedScenario | undefined {
  let low = 0;
  let high = scenarios.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const scenario = scenarios[middle];
    if (scenario !== undefined && scenario.line <= line) low = middle + 1;
    else high = middle;
  }
  return scenarios[low - 1];
}

/** How a scenario's run ended, with the errors of its text counted in. */
export function judgeRun(run: Run, problems: readonly Problem[], written: readonly Diagnostic[]): Verdict {
  const ofRun = problems.filter((problem) => SEVERITY[problem.code] === DiagnosticSeverity.Error).length;
  const ofText = [...written, ...run.program.diagnostics].filter(
    (diagnostic) => diagnostic.severity === DiagnosticSeverity.Error,
  ).length;
  return verdictOf(run, { errors: ofRun + ofText, leftOut: run.program.leftOut.length });
}

/** All diagnostics of a document as the editor shows them. */
export function documentDiagnostics(checked: Checked, scenarios: readonly ScenarioRuns[]): readonly Diagnostic[] {
  const diagnostics = [...checked.diagnostics];
  for (const runs of scenarios) diagnostics.push(...runDiagnostics(runs));
  const said = new Set<string>();
  const distinct = diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.code, diagnostic.range, diagnostic.message]);
    return !said.has(key) && said.add(key);
  });
  return gravest(distinct).sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

const ofRuns = new WeakMap<ScenarioRuns, readonly Diagnostic[]>();

/** What a scenario's runs tell; a scenario that no edit touched is not told anew. */
function runDiagnostics(scenario: ScenarioRuns): readonly Diagnostic[] {
  const known = ofRuns.get(scenario);
  if (known !== undefined) return known;
  const { runs } = scenario;
  const told = [...runs.flatMap(({ run }) => run.program.diagnostics), ...mergeKernels(runs)];
  ofRuns.set(scenario, told);
  return told;
}

/** An editor is not helped by more than this; what is least grave goes first. */
function gravest(diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= MAX_DIAGNOSTICS) return diagnostics;
  return diagnostics.sort((a, b) => (a.severity ?? 1) - (b.severity ?? 1)).slice(0, MAX_DIAGNOSTICS);
}
