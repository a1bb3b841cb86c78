/** The stable codes of what a run can show to be wrong, and how grave each is. (Codes found without running belong to the checker.) */
import { DiagnosticSeverity } from "vscode-languageserver-types";

export type RunCode =
  | "killed"
  | "unmapped"
  | "kernel-bug"
  | "hang"
  | "call-failed"
  | "expectation-failed"
  | "invariant-violated"
  | "interleaving"
  | "blocked"
  | "never-reached"
  | "lucky"
  | "differs-by-kernel"
  | "limit";

export const SEVERITY: Readonly<Record<RunCode, DiagnosticSeverity>> = {
  killed: DiagnosticSeverity.Error,
  unmapped: DiagnosticSeverity.Warning,
  "kernel-bug": DiagnosticSeverity.Error,
  hang: DiagnosticSeverity.Error,
  "call-failed": DiagnosticSeverity.Warning,
  "expectation-failed": DiagnosticSeverity.Error,
  "invariant-violated": DiagnosticSeverity.Error,
  interleaving: DiagnosticSeverity.Error,
  blocked: DiagnosticSeverity.Error,
  "never-reached": DiagnosticSeverity.Hint,
  lucky: DiagnosticSeverity.Hint,
  "differs-by-kernel": DiagnosticSeverity.Information,
  limit: DiagnosticSeverity.Error,
};

/** Value of `source` in every diagnostic of this language. */
export const SOURCE = "hugetlb";
