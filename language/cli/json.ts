/** The machine-readable formats; docs/trace.schema.json describes them. */
import { fileURLToPath } from "node:url";
import path from "node:path";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Counters, StepTrace } from "../../engine/index.js";
import { messageText } from "../diagnose/index.js";
import type { StepItem } from "../compile/index.js";
import type { Run, RunStep } from "../run/index.js";
import type { FoundRun } from "./findings.js";
import type { Source } from "./source.js";
import { wholeNumber } from "./whole-numbers.js";

/** Version of the shape; it grows only when something that was there changes. */
export const JSON_VERSION = 1;

/** One entry of `runs`. */
export function runObject({ source, scenario, run, diagnostics }: FoundRun): object {
  return {
    file: source.name,
    scenario: scenario.scenario.name,
    kernel: run.kernel,
    verdict: run.verdict.passed ? "passed" : "failed",
    steps: stepObjects(run.run),
    diagnostics: diagnostics.map((diagnostic) => diagnosticObject(source, diagnostic)),
  };
}

/** One entry of `files`. */
export function fileObject(source: Source, diagnostics: readonly Diagnostic[]): object {
  return { file: source.name, diagnostics: diagnostics.map((diagnostic) => diagnosticObject(source, diagnostic)) };
}

/**
 * Every statement that acts. After a BUG, or a HANG that no signal ends, nothing acts any more: the statements that are
 * left come to the same, and find the machine as it was.
 */
function stepObjects({ steps, end, unreached }: Run): readonly object[] {
  const last = steps.at(-1);
  const entries = steps.map((step) => stepObject(step, step.item, step.trace.result));
  if (end === null || last === undefined) return entries;
  for (const item of unreached) if (item.kind === "step") entries.push(stepObject(last, item, end.by));
  return entries;
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

function diagnosticObject(source: Source, diagnostic: Diagnostic): object {
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
      ...(location.uri === source.uri ? {} : { file: path.relative(process.cwd(), fileURLToPath(location.uri)) }),
      line: location.range.start.line + 1,
      column: location.range.start.character + 1,
      message,
    })),
  };
}
