/** What a task says of a file, line by line, as compilers do: the problem matcher `$hugetlb` reads it. */
import type { Diagnostic } from "vscode";
import type { ScenarioResult } from "../../language/results.js";

const SEVERITIES = ["error", "warning", "information", "hint"] as const;

/** Diagnostics of a file, one a line; hints are for who writes the text, and are left out. */
export function diagnosticLines(name: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ severity }) => SEVERITIES[severity] !== "hint")
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ range: { start }, severity, message, code }) => {
      const word = typeof code === "object" ? code.value : code;
      return `${name}:${start.line + 1}:${start.character + 1}: ${SEVERITIES[severity]}: ${message} [${String(word)}]`;
    });
}

/** How the scenarios of a file ended, a line for each and each of its kernels. */
export function verdictLines(name: string, scenarios: readonly ScenarioResult[]): readonly string[] {
  return scenarios.flatMap((scenario) =>
    scenario.kernels.map(
      ({ kernel, verdict }) =>
        `${verdict.passed ? "✓" : "✕"} ${name}:${scenario.line + 1} ${scenario.name}, ${kernel}: ${verdict.words}`,
    ),
  );
}
