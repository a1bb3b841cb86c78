/** What the command found in one file, ready to be told in any format. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Analysis, KernelRun, ScenarioRuns } from "../analysis.js";
import { diagnosticsOfRun } from "../export/trace.js";
import type { Source } from "./source.js";

/** One run with everything that is to say about it. */
export interface FoundRun {
  readonly source: Source;
  readonly scenario: ScenarioRuns;
  readonly run: KernelRun;
  /** The text's, the run's, and where it differs from the other kernels'. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The runs of a file in the order of its scenarios and their kernels. */
export function foundRuns(source: Source, analysis: Analysis): readonly FoundRun[] {
  return analysis.scenarios.flatMap((scenario) =>
    scenario.runs.map((run) => ({ source, scenario, run, diagnostics: diagnosticsOfRun(scenario, run) })),
  );
}

export const EXIT_OK = 0;
export const EXIT_ERROR = 1;
export const EXIT_USAGE = 2;
export const EXIT_LIMIT = 3;

/** Counts what was found, for the exit status and the last line. */
export class Score {
  scenarios = 0;
  runs = 0;
  passed = 0;
  errors = 0;
  warnings = 0;
  limits = 0;
  unreadable = 0;
  readonly #said = new Set<string>();

  /** Counts the diagnostics of a file; the same one told of several runs counts once. */
  count(source: Source, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const key = JSON.stringify([source.name, diagnostic.code, diagnostic.range, diagnostic.message]);
      if (this.#said.has(key)) continue;
      this.#said.add(key);
      if (diagnostic.severity === DiagnosticSeverity.Error) {
        if (diagnostic.code === "limit") this.limits++;
        else this.errors++;
      } else if (diagnostic.severity === DiagnosticSeverity.Warning) this.warnings++;
    }
  }

  get exitStatus(): number {
    if (this.unreadable > 0) return EXIT_USAGE;
    if (this.errors > 0) return EXIT_ERROR;
    return this.limits > 0 ? EXIT_LIMIT : EXIT_OK;
  }
}
