/** One name in several documents: what is made in an included file is used in every file that includes it. */
import type { HugetlbDocument } from "../document.js";
import { namesOf } from "./names.js";
import type { NameSymbol, Occurrence, Place } from "./occurrence.js";

/** An occurrence, and the document from which it was seen: a file's names are seen from those that include it, too. */
export interface Seen {
  readonly document: HugetlbDocument;
  readonly symbol: NameSymbol;
  readonly occurrences: readonly Occurrence[];
}

/**
 * The symbol as every document sees it: `document`, where it was found, and whichever of `others` has it in a place in
 * common with one that is known to see it. Yields before each file.
 */
export function* seenFrom(
  document: HugetlbDocument,
  symbol: NameSymbol,
  others: readonly HugetlbDocument[],
): Generator<void, readonly Seen[]> {
  const seen: Seen[] = [{ document, symbol, occurrences: namesOf(document).of(symbol) }];
  const files = [document, ...others.filter((other) => other.uri !== document.uri)];
  // What a scenario makes in its own lines is nobody else's.
  if (symbol.scenario !== null && seen[0]?.occurrences.every(({ uri }) => uri === document.uri) === true) return seen;
  const places = new Set<string>();
  const symbols = new Set<NameSymbol>([symbol]);
  for (const { occurrences } of seen) {
    for (const occurrence of occurrences) places.add(keyOf(occurrence));
    for (const file of files) {
      yield;
      for (const candidate of namesOf(file).all()) {
        if (symbols.has(candidate.symbol) || candidate.kind !== symbol.kind || !places.has(keyOf(candidate))) continue;
        symbols.add(candidate.symbol);
        // Found while the list is walked: it grows until nothing new shares a place.
        seen.push({ document: file, symbol: candidate.symbol, occurrences: namesOf(file).of(candidate.symbol) });
      }
    }
  }
  return seen;
}

/** The occurrences of all, each place once, in the order of files and lines. */
export function placesOf(seen: readonly Seen[]): readonly Occurrence[] {
  const places = new Map<string, Occurrence>();
  for (const { occurrences } of seen) {
    for (const occurrence of occurrences) if (!places.has(keyOf(occurrence))) places.set(keyOf(occurrence), occurrence);
  }
  return [...places.values()];
}

function keyOf({ uri, range: { start, end } }: Place): string {
  return `${uri} ${String(start.line)}:${String(start.character)}-${String(end.character)}`;
}
