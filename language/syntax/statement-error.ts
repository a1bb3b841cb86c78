import type { Span } from "./tree.js";

/** A statement that has the right form but cannot mean anything; thrown by the factories, caught where the line is read. */
export class StatementError extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}
