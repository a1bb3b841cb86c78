/** Collects what the checker finds in one file, each problem once however often a loop meets it. */
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver-types";
import { rangeOf } from "../syntax/place.js";
import type { Span } from "../syntax/tree.js";

export const SOURCE = "hugetlb";

export type CheckCode =
  | "syntax"
  | "unknown-name"
  | "duplicate-name"
  | "wrong-kind"
  | "out-of-range"
  | "bad-setting"
  | "not-in-kernel"
  | "limit";

/** A place in some file. */
export interface Place {
  readonly uri: string;
  readonly line: number;
  readonly span: Span;
}

export interface Related extends Place {
  readonly message: string;
}

export interface Problem {
  readonly code: CheckCode;
  readonly place: Place;
  readonly message: string;
  readonly related?: readonly Related[];
  readonly severity?: DiagnosticSeverity;
}

function severityOf(code: CheckCode): DiagnosticSeverity {
  return code === "not-in-kernel" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
}

/** The LSP form of a problem. */
export function diagnosticOf({ code, place, message, related, severity }: Problem): Diagnostic {
  const diagnostic: Diagnostic = {
    range: rangeOf(place.line, place.span),
    severity: severity ?? severityOf(code),
    code,
    source: SOURCE,
    message,
  };
  if (related !== undefined && related.length > 0) {
    diagnostic.relatedInformation = related.map((at): DiagnosticRelatedInformation => ({
      location: { uri: at.uri, range: rangeOf(at.line, at.span) },
      message: at.message,
    }));
  }
  return diagnostic;
}

export class Problems {
  readonly #found = new Map<string, Problem>();

  /** Takes a problem; a second one of the same code at the same place is the same one, met again in a later round. */
  add(problem: Problem): void {
    const { code, place } = problem;
    const key = `${code} ${place.uri} ${String(place.line)}:${String(place.span.start)}:${String(place.span.end)}`;
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

  get all(): readonly Problem[] {
    return [...this.#found.values()];
  }
}
