/** SARIF 2.1.0, the format in which code scanning services take findings. */
import { pathToFileURL } from "node:url";
import path from "node:path";
import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import { DiagnosticSeverity, type Range } from "vscode-languageserver-types";
import { CODES, type Code, codeMeaning } from "../../diagnose/index.js";
import { VERSION } from "../../server/version.js";
import type { Source } from "../source.js";
import { findingsOf, type Finding, type Told } from "./told.js";

/** The report as one JSON object. */
export function sarifText(told: readonly Told[]): string {
  const log: Log = {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "hugetlb", semanticVersion: VERSION, rules: CODES.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: findingsOf(told).map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function ruleOf(code: Code): ReportingDescriptor {
  return { id: code, shortDescription: { text: codeMeaning(code) } };
}

function resultOf({ source, diagnostic, kernels, message }: Finding): Result {
  const related = (diagnostic.relatedInformation ?? []).map(({ location, message: words }, id): Location => ({
    id,
    ...place(location.uri === source.uri ? uriOf(source) : relative(location.uri), location.range),
    message: { text: words },
  }));
  return {
    ruleId: String(diagnostic.code),
    ruleIndex: CODES.findIndex((code) => code === diagnostic.code),
    level: LEVELS[diagnostic.severity ?? DiagnosticSeverity.Error],
    message: { text: message },
    locations: [place(uriOf(source), diagnostic.range)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(kernels.length === 0 ? {} : { properties: { kernels } }),
  };
}

const LEVELS: Readonly<Record<DiagnosticSeverity, Result.level>> = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "note",
  [DiagnosticSeverity.Hint]: "note",
};

function place(uri: string, { start, end }: Range): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** Where the file lies, seen from the folder of the call: the services look for it in the repository. */
function uriOf({ name, uri }: Source): string {
  return name === "-" ? "standard-input" : relative(uri);
}

function relative(uri: string): string {
  const here = pathToFileURL(`${process.cwd()}${path.sep}`).href;
  return uri.startsWith(here) ? uri.slice(here.length) : uri;
}
