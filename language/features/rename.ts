/** Renaming what a scenario names itself, in every document that knows the name. It never changes what a run does. */
import type { Position, Range, TextEdit } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { isMade, namesOf, occurrenceAt, placesOf, seenFrom, type MadeKind, type Occurrence } from "../names/index.js";
import { newName, type Refused } from "./new-name.js";
import { clashOf, type Edits } from "./rename-clash.js";

export interface Renaming {
  readonly edits: Edits;
}

export interface Renamable {
  readonly range: Range;
  /** The name as it stands there. */
  readonly placeholder: string;
}

type MadeOccurrence = Occurrence & { readonly kind: MadeKind };

/** What a rename at a place would rename. */
export function prepareRename(document: HugetlbDocument, position: Position): Renamable | Refused {
  const found = renamableAt(document, position);
  return "refused" in found ? found : { range: found.range, placeholder: placeholderOf(found) };
}

/**
 * The edits, file by file, that rename what stands at a place. `others`: the documents that may know the name, too.
 * Refused when the new name is none, or when anything would mean something else afterwards. Yields between files and scenarios.
 */
export function* rename(
  document: HugetlbDocument,
  position: Position,
  name: string,
  others: readonly HugetlbDocument[],
): Generator<void, Renaming | Refused> {
  const found = renamableAt(document, position);
  if ("refused" in found) return found;
  if (name === placeholderOf(found)) return { edits: new Map() };
  // Only paths are compared with other paths.
  const all = found.kind === "file" || found.kind === "mount" ? namesOf(document).all() : [];
  const wanted = newName(
    {
      kind: found.kind,
      name: found.name,
      written: found.written,
      mounts: namesOfKind(all, "mount"),
      otherFiles: namesOfKind(
        all.filter(({ symbol }) => symbol !== found.symbol && symbol.scenario === found.symbol.scenario),
        "file",
      ),
    },
    name,
  );
  if ("refused" in wanted) return wanted;
  const twin = found.kind === "scenario" && document.tree.scenarios.some((scenario) => scenario.name === name);
  if (twin) return { refused: `There is a scenario "${name}" already.` };
  const seen = yield* seenFrom(document, found.symbol, others);
  const edits = new Map<string, TextEdit[]>();
  for (const { uri, range, written } of placesOf(seen)) {
    const edit = { range, newText: wanted.of(written) };
    const own = edits.get(uri);
    if (own === undefined) edits.set(uri, [edit]);
    else own.push(edit);
  }
  const clash = yield* clashOf([...new Set(seen.map((one) => one.document))], edits, name);
  return clash === null ? { edits } : { refused: clash };
}

function namesOfKind(occurrences: readonly Occurrence[], kind: MadeKind): readonly string[] {
  return [...new Set(occurrences.flatMap((one) => (one.kind === kind ? [one.name] : [])))];
}

/** A scenario's name is shown without its escapes. */
function placeholderOf({ kind, name, written }: MadeOccurrence): string {
  return kind === "scenario" ? name : written;
}

function renamableAt(document: HugetlbDocument, position: Position): MadeOccurrence | Refused {
  const found = occurrenceAt(document, position);
  if (found === null) return { refused: "Only names can be renamed, and none stands here." };
  if (!isMadeOccurrence(found))
    return { refused: `\`${found.name}\` is a word of the language: it cannot be renamed.` };
  if (found.definition === null) return { refused: `Nothing makes \`${found.name}\`: there is nothing to rename.` };
  return found;
}

function isMadeOccurrence(occurrence: Occurrence): occurrence is MadeOccurrence {
  return isMade(occurrence.kind);
}
