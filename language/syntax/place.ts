import type { Range } from "vscode-languageserver-types";
import type { Span } from "./tree.js";

/** The LSP range of a span on a line (counted from 0). */
export function rangeOf(line: number, span: Span): Range {
  return { start: { line, character: span.start }, end: { line, character: span.end } };
}
