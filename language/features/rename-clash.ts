/** Whether a rename keeps every name's meaning: the texts are read again as they would be, and the names compared. */
import type { TextEdit } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { namesOf, type NameSymbol, type Occurrence } from "../names/index.js";
import { parse, type SyntaxTree } from "../syntax/index.js";

export type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** A sentence about the first place that would mean something else, in any of the documents; null when there is none. Yields between scenarios. */
export function* clashOf(
  documents: readonly HugetlbDocument[],
  edits: Edits,
  name: string,
): Generator<void, string | null> {
  const trees = new Map<string, SyntaxTree>();
  const edited = (uri: string, tree: SyntaxTree): SyntaxTree => {
    const own = edits.get(uri);
    if (own === undefined) return tree;
    // Only lines with an edit are parsed, and only scenarios with such lines are nested again.
    const known = trees.get(uri) ?? parse(applied(tree, own), tree);
    trees.set(uri, known);
    return known;
  };
  for (const document of documents) {
    const before = namesOf(document);
    const after = before.after(edited(document.uri, document.tree), (path, from) => {
      const found = document.included(path, from);
      if (found.state !== "loaded") return found;
      const { document: file } = found;
      return { state: "loaded", document: { uri: file.uri, tree: edited(file.uri, file.tree) } };
    });
    yield;
    const meanings = new Meanings(name);
    for (const [then, now] of yield* before.beside(after)) {
      const clash = meanings.difference(then, now);
      if (clash !== null) return clash;
    }
  }
  return null;
}

/** What every name stood for, and stands for with the new name. */
class Meanings {
  readonly #now = new Map<NameSymbol, NameSymbol>();
  readonly #then = new Map<NameSymbol, Occurrence>();

  constructor(private readonly name: string) {}

  /** The first occurrence that stands for something else than before. */
  difference(before: readonly Occurrence[], after: readonly Occurrence[]): string | null {
    for (const [i, old] of before.entries()) {
      const next = after[i];
      if (next?.kind !== old.kind || next.role !== old.role || next.line !== old.line) return this.#otherwise(old);
      const was = this.#then.get(next.symbol);
      if (was !== undefined && was.symbol !== old.symbol) {
        const other = was.name === this.name ? was : old;
        const at = other.symbol.definitions[0] ?? other;
        return `There is a ${other.kind} \`${this.name}\` already, on line ${at.range.start.line + 1}.`;
      }
      const known = this.#now.get(old.symbol);
      if (known !== undefined && known !== next.symbol) return this.#otherwise(old);
      this.#now.set(old.symbol, next.symbol);
      this.#then.set(next.symbol, old);
    }
    const more = after[before.length];
    return more === undefined ? null : this.#otherwise(more);
  }

  #otherwise({ line }: Occurrence): string {
    return `With the name \`${this.name}\`, line ${line + 1} would mean something else.`;
  }
}

function applied({ lines }: SyntaxTree, edits: readonly TextEdit[]): string {
  const texts = lines.map(({ text }) => text);
  for (const { range, newText } of [...edits].sort((a, b) => b.range.start.character - a.range.start.character)) {
    const { line } = range.start;
    const text = texts[line] ?? "";
    texts[line] = text.slice(0, range.start.character) + newText + text.slice(range.end.character);
  }
  return texts.join("\n");
}
