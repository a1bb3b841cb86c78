/** What the formats for other programs are told: everything that was found, once it is all known. */
import type { Diagnostic } from "vscode-languageserver-types";
import { messageText } from "../../diagnose/index.js";
import type { FoundRun } from "../findings.js";
import type { Source } from "../source.js";

/** One scenario judged under one kernel. */
export interface JudgedRun {
  readonly kind: "run";
  readonly source: Source;
  readonly scenario: string;
  /** The scenario's line, counted from 0. */
  readonly line: number;
  readonly kernel: string;
  /** How it ended, in a few words. */
  readonly words: string;
  readonly passed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is said of a file as a whole: that it was only checked, or has no scenario to run. */
export interface JudgedFile {
  readonly kind: "file";
  readonly source: Source;
  readonly passed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export type Told = JudgedRun | JudgedFile;

export function toldRun({ source, scenario, run, diagnostics }: FoundRun): JudgedRun {
  const { name, line } = scenario.scenario;
  const { words, passed } = run.verdict;
  return { kind: "run", source, scenario: name, line, kernel: run.kernel, words, passed, diagnostics };
}

export function toldFile(source: Source, diagnostics: readonly Diagnostic[]): JudgedFile {
  return { kind: "file", source, passed: diagnostics.every(({ severity }) => severity !== 1), diagnostics };
}

/** One thing that was found, however many kernels show it. */
export interface Finding {
  readonly source: Source;
  readonly diagnostic: Diagnostic;
  /** The kernels that show it; empty when no run did. */
  readonly kernels: readonly string[];
  /** Its message, with the kernels where it holds under some of the scenario's only. */
  readonly message: string;
}

/** Everything that was found, each once, in the order in which it was told. */
export function findingsOf(told: readonly Told[]): readonly Finding[] {
  const merged = new Map<
    string,
    { readonly judged: Told; readonly diagnostic: Diagnostic; readonly kernels: string[] }
  >();
  for (const judged of told)
    for (const diagnostic of judged.diagnostics) {
      const { code, range } = diagnostic;
      const key = JSON.stringify([judged.source.name, code, range, messageText(diagnostic)]);
      const known = merged.get(key) ?? { judged, diagnostic, kernels: [] };
      merged.set(key, known);
      if (judged.kind === "run") known.kernels.push(judged.kernel);
    }
  return [...merged.values()].map(({ judged, diagnostic, kernels }) => {
    const some = judged.kind === "run" && kernels.length < kernelsOf(told, judged).length;
    const message = `${messageText(diagnostic)}${some ? ` [${kernels.join(", ")}]` : ""}`;
    return { source: judged.source, diagnostic, kernels, message };
  });
}

/** The kernels under which a scenario was judged. */
function kernelsOf(told: readonly Told[], of: JudgedRun): readonly string[] {
  return told.flatMap((each) =>
    each.kind === "run" && each.source === of.source && each.line === of.line ? [each.kernel] : [],
  );
}
