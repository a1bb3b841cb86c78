/** What the editor shows of a scenario's runs: the first kernel's diagnostics, and what is wrong under the others. */
import type { KernelId } from "../../engine/index.js";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { Run } from "../run/index.js";
import { type RunCode, SEVERITY } from "./code.js";
import { differencesOf } from "./differs.js";
import { type Problem, toDiagnostic } from "./problem.js";

export interface JudgedRun {
  readonly run: Run;
  readonly problems: readonly Problem[];
}

/**
 * Diagnostics of one scenario in the editor. Everything of the first kernel is shown. Of the others only what is wrong
 * with what the text says of them (an announcement or an expectation that does not hold): where a death is not the
 * same, one piece of information says so. The same diagnostic of several kernels is one that names them.
 */
export function mergeKernels(runs: readonly JudgedRun[]): readonly Diagnostic[] {
  const [shown, ...others] = runs;
  if (shown === undefined) return [];
  if (others.length === 0) return shown.problems.map(toDiagnostic);
  const merged = new Map<string, { readonly problem: Problem; readonly kernels: KernelId[] }>();
  for (const { run, problems } of runs) {
    for (const problem of problems) {
      const key = sameKey(problem);
      const known = merged.get(key);
      if (known !== undefined) known.kernels.push(run.kernel);
      else if (run === shown.run || isWrongUnder(problem.code)) merged.set(key, { problem, kernels: [run.kernel] });
    }
  }
  const diagnostics = [...merged.values()].map(({ problem, kernels }) => {
    const diagnostic = toDiagnostic(problem);
    return SEVERITY[problem.code] <= DiagnosticSeverity.Warning
      ? { ...diagnostic, message: `${problem.message} [${kernelWords(kernels, runs.length)}]` }
      : diagnostic;
  });
  const differences = differencesOf(
    shown.run,
    others.map(({ run }) => run),
  );
  return [...diagnostics, ...differences.map(toDiagnostic)];
}

/** Whether a problem of a kernel that is not shown is told as one. Deaths differ: differencesOf tells of them. */
function isWrongUnder(code: RunCode): boolean {
  switch (code) {
    case "expectation-failed":
    case "invariant-violated":
    case "interleaving":
    case "blocked":
    case "limit":
      return true;
    case "killed":
    case "kernel-bug":
    case "hang":
    case "unmapped":
    case "call-failed":
    case "never-reached":
    case "lucky":
    case "differs-by-kernel":
      return false;
  }
}

function sameKey(problem: Problem): string {
  const { start, end } = problem.range;
  return JSON.stringify([problem.code, problem.uri, start, end, problem.message]);
}

function kernelWords(kernels: readonly KernelId[], all: number): string {
  return kernels.length === all ? "every kernel listed" : kernels.join(", ");
}
