/** A run in the machine-readable format; docs/trace.schema.json describes it. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Counters, StepTrace } from "../../engine/index.js";
import type { KernelRun, ScenarioRuns } from "../analysis.js";
import type { StepItem } from "../compile/index.js";
import { differencesOf, messageText, toDiagnostic } from "../diagnose/index.js";
import type { Run, RunStep } from "../run/index.js";
import { wholeNumber } from "./whole-numbers.js";

/** Version of the shape; it grows only when something that was there changes. */
export const TRACE_VERSION = 1;

/** A file as the format names it, and the others by their URIs. */
export interface TracedFile {
  readonly name: string;
  readonly uri: string;
  readonly nameOf: (uri: string) => string;
}

/** Everything that is to say about a run, in the order of the text: the text's own, the run's, and where it differs from the other kernels'. */
export function diagnosticsOfRun(scenario: ScenarioRuns, run: KernelRun): readonly Diagnostic[] {
  const others = scenario.runs.filter((other) => other !== run).map((other) => other.run);
  const ofRun = [...run.problems, ...differencesOf(run.run, others)].map(toDiagnostic);
  return [...scenario.written, ...run.run.program.diagnostics, ...ofRun].sort(byPlace);
}

/** In the order of the text. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

/** One entry of `runs`. */
export function traceObject(
  file: TracedFile,
  scenario: string,
  { kernel, run, verdict }: KernelRun,
  diagnostics: readonly Diagnostic[],
): object {
  return {
    file: file.name,
    scenario,
    kernel,
    verdict: verdict.passed ? "passed" : "failed",
    steps: stepObjects(run),
    diagnostics: diagnostics.map((diagnostic) => diagnosticObject(file, diagnostic)),
  };
}

/**
 * Every statement that acts. After a BUG, or a HANG that no signal ends, nothing acts any more: the statements that are
 * left come to the same, and find the machine as it was.
 */
export function stepObjects({ steps, end, unreached }: Run): readonly object[] {
  const last = steps.at(-1);
  const entries = steps
    .filter(isLastAccess)
    .map((step) => stepObject(step, step.item.whole ?? step.item, step.trace.result));
  if (end === null || last === undefined) return entries;
  for (const item of unreached) if (item.kind === "step") entries.push(stepObject(last, item, end.by));
  return entries;
}

/** A statement whose accesses were taken apart has one entry, at the place of its last access. */
function isLastAccess({ item }: RunStep, at: number, steps: readonly RunStep[]): boolean {
  const { whole } = item;
  return whole === undefined || steps.findLastIndex((other) => other.item.whole === whole) === at;
}

/** `after`: the step after which the machine is looked at. */
function stepObject(after: RunStep, item: StepItem, result: string): object {
  const { trace, maps, nodeMaps } = after;
  const { sizes, nodes, cgroups } = trace;
  return {
    line: item.range.start.line + 1,
    actor: item.step.actor,
    text: item.text,
    result,
    counters: countersObject(trace.counters),
    ...(sizes === undefined ? {} : { sizes: sizesObject(sizes) }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(cgroups === undefined ? {} : { cgroups }),
    ...(maps === undefined ? {} : { maps }),
    ...(nodeMaps === undefined ? {} : { nodemap: nodeMaps }),
  };
}

function sizesObject(sizes: NonNullable<StepTrace["sizes"]>): object {
  return Object.fromEntries(Object.entries(sizes).map(([size, counters]) => [size, countersObject(counters)]));
}

function countersObject({ total, free, rsvd, surp, exactRsvd }: Counters): object {
  return { total, free, rsvd: exactRsvd === undefined ? rsvd : wholeNumber(exactRsvd), surp };
}

const SEVERITY_WORDS: Readonly<Record<DiagnosticSeverity, string>> = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "information",
  [DiagnosticSeverity.Hint]: "hint",
};

/** `error`, `warning`, `information`, `hint`. */
export function severityWord(diagnostic: Diagnostic): string {
  return SEVERITY_WORDS[diagnostic.severity ?? DiagnosticSeverity.Error];
}

export function diagnosticObject(file: TracedFile, diagnostic: Diagnostic): object {
  const { start, end } = diagnostic.range;
  return {
    code: diagnostic.code,
    severity: severityWord(diagnostic),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    message: messageText(diagnostic),
    related: (diagnostic.relatedInformation ?? []).map(({ location, message }) => ({
      ...(location.uri === file.uri ? {} : { file: file.nameOf(location.uri) }),
      line: location.range.start.line + 1,
      column: location.range.start.character + 1,
      message,
    })),
  };
}
