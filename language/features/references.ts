/** Every place where the name at a place stands, in all documents that know it. */
import type { Location, Position } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { occurrenceAt, placesOf, seenFrom } from "../names/index.js";

/** The references to what stands at a place. `others`: the documents that may know the name, too; it yields between them. */
export function* referencesAt(
  document: HugetlbDocument,
  position: Position,
  others: readonly HugetlbDocument[],
  includeDeclaration: boolean,
): Generator<void, Location[]> {
  const found = occurrenceAt(document, position);
  if (found === null) return [];
  return placesOf(yield* seenFrom(document, found.symbol, others))
    .filter(({ role }) => includeDeclaration || role !== "definition")
    .map(({ uri, range }) => ({ uri, range }));
}
