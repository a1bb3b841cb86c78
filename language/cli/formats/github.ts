/** Workflow commands of GitHub Actions: each finding stands at its line in the changes of a pull request. */
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { findingsOf, type Finding, type Told } from "./told.js";

/** The commands, one a line. Hints are for who writes the text, and are left out. */
export function githubText(told: readonly Told[]): string {
  return findingsOf(told).map(commandOf).join("");
}

function commandOf({ source, diagnostic, message }: Finding): string {
  const level = LEVELS[diagnostic.severity ?? DiagnosticSeverity.Error];
  if (level === null) return "";
  const { start, end } = diagnostic.range;
  const place = {
    file: source.name,
    line: start.line + 1,
    endLine: end.line + 1,
    // Columns mean something to it only within one line.
    ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
    title: String(diagnostic.code),
  };
  const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${properties.join(",")}::${escapeData(message)}\n`;
}

const LEVELS: Readonly<Record<DiagnosticSeverity, string | null>> = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "notice",
  [DiagnosticSeverity.Hint]: null,
};

function escapeData(text: string): string {
  return text.replace(/%/gu, "%25").replace(/\r/gu, "%0D").replace(/\n/gu, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/gu, "%3A").replace(/,/gu, "%2C");
}
