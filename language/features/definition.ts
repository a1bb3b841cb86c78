/** Where the name at a place was made, and the file that an `include` line names. */
import type { Location, Position } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { occurrenceAt } from "../names/index.js";
import { includesOf } from "./links.js";

/** The definition of what stands at a place: none for words of the language and for names that nothing makes. */
export function definitionAt(document: HugetlbDocument, position: Position): Location[] {
  const include = includesOf(document.tree).find(
    ({ line, path: { span } }) =>
      line === position.line && span.start <= position.character && position.character <= span.end,
  );
  if (include !== undefined) {
    const found = document.included(include.path.text, document.uri);
    const start = { line: 0, character: 0 };
    return found.state === "loaded" ? [{ uri: found.document.uri, range: { start, end: start } }] : [];
  }
  const definition = occurrenceAt(document, position)?.definition;
  return definition == null ? [] : [definition];
}
