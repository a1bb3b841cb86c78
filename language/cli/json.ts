/** The machine-readable formats; docs/trace.schema.json describes them. */
import { fileURLToPath } from "node:url";
import path from "node:path";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { messageText } from "../diagnose/index.js";
import type { RunStep } from "../run/index.js";
import type { FoundRun } from "./findings.js";
import type { Source } from "./source.js";

/** Version of the shape; it grows only when something that was there changes. */
export const JSON_VERSION = 1;

/** One entry of `runs`. */
export function runObject({ source, scenario, run, diagnostics }: FoundRun): object {
  return {
    file: source.name,
    scenario: scenario.scenario.name,
    kernel: run.kernel,
    verdict: run.verdict.passed ? "passed" : "failed",
    steps: run.run.steps.map(stepObject),
    diagnostics: diagnostics.map((diagnostic) => diagnosticObject(source, diagnostic)),
  };
}

/** One entry of `files`. */
export function fileObject(source: Source, diagnostics: readonly Diagnostic[]): object {
  return { file: source.name, diagnostics: diagnostics.map((diagnostic) => diagnosticObject(source, diagnostic)) };
}

function stepObject({ item, trace, maps, nodeMaps }: RunStep): object {
  const { sizes, nodes, cgroups } = trace;
  return {
    line: item.range.start.line + 1,
    actor: item.step.actor,
    text: item.text,
    result: trace.result,
    counters: trace.counters,
    ...(sizes === undefined ? {} : { sizes }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(cgroups === undefined ? {} : { cgroups }),
    ...(maps === undefined ? {} : { maps }),
    ...(nodeMaps === undefined ? {} : { nodemap: nodeMaps }),
  };
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
