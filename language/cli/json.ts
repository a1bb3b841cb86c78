/** The machine-readable formats; docs/trace.schema.json describes them. */
import { fileURLToPath } from "node:url";
import path from "node:path";
import type { Diagnostic } from "vscode-languageserver-types";
import { diagnosticObject, traceObject, type TracedFile } from "../export/trace.js";
import type { FoundRun } from "./findings.js";
import type { Source } from "./source.js";

/** One entry of `runs`. */
export function runObject({ source, scenario, run, diagnostics }: FoundRun): object {
  return traceObject(tracedFile(source), scenario.scenario.name, run, diagnostics);
}

/** One entry of `files`. */
export function fileObject(source: Source, diagnostics: readonly Diagnostic[]): object {
  const file = tracedFile(source);
  return { file: source.name, diagnostics: diagnostics.map((diagnostic) => diagnosticObject(file, diagnostic)) };
}

function tracedFile({ name, uri }: Source): TracedFile {
  return { name, uri, nameOf: (other) => path.relative(process.cwd(), fileURLToPath(other)) };
}
