/** Highlights: where the document names what stands at the cursor, and where it is made or changed. */
import { type DocumentHighlight, DocumentHighlightKind, type Position } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { isMade, namesOf } from "../names/index.js";

/** The highlights of what stands at a place; a word of the language is text, a name is read or written. */
export function highlightsAt(document: HugetlbDocument, position: Position): DocumentHighlight[] {
  const names = namesOf(document);
  const found = names.at(position);
  if (found === null) return [];
  return names
    .of(found.symbol)
    .filter(({ uri }) => uri === document.uri)
    .map(({ range, role, kind }) => ({
      range,
      kind: !isMade(kind)
        ? DocumentHighlightKind.Text
        : role === "read"
          ? DocumentHighlightKind.Read
          : DocumentHighlightKind.Write,
    }));
}
