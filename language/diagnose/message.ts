import type { Diagnostic } from "vscode-languageserver-types";

/** A diagnostic's message as plain text. */
export function messageText({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}
