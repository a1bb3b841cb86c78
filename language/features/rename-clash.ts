/** Whether a rename keeps every name's meaning: the texts are read again as they would be, and the names compared. */
import type { TextEdit } from "vscode-languageserver-types";
import { HugetlbDocument } from "../document.js";
import { namesOf, type NameSymbol, type Occurrence } from "../names/index.js";
import { parse, type SyntaxTree } from "../syntax/index.js";

export type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** A sentence about the first place that would mean something else, in any of the documents; null when there is none. */
export function clashOf(documents: readonly HugetlbDocument[], edits: Edits, name: string): string | null {
  const trees = new Map<string, SyntaxTree>();
  const edited = (uri: string, tree: SyntaxTree): SyntaxTree => {
    const own = edits.get(uri);
    if (own === undefined) return tree;
    const known = trees.get(uri) ?? parse(applied(tree, own));
    trees.set(uri, known);
    return known;
  };
  for (const document of documents) {
    const { uri } = document;
    const after = new HugetlbDocument(uri, {
      include: (path, from) => {
        const found = document.included(path, from);
        if (found.state !== "loaded") return found;
        const { document: file } = found;
        return { state: "loaded", document: { uri: file.uri, tree: edited(file.uri, file.tree) } };
      },
    });
    after.update(applied(document.tree, edits.get(uri) ?? []), 0);
    const clash = difference(namesOf(document).all(), namesOf(after).all(), name);
    if (clash !== null) return clash;
  }
  return null;
}

/** The first occurrence that stands for something else than before. */
function difference(before: readonly Occurrence[], after: readonly Occurrence[], name: string): string | null {
  const now = new Map<NameSymbol, NameSymbol>();
  const then = new Map<NameSymbol, Occurrence>();
  for (const [i, old] of before.entries()) {
    const next = after[i];
    const line = old.range.start.line + 1;
    if (next?.kind !== old.kind || next.role !== old.role || next.range.start.line + 1 !== line)
      return `With the name \`${name}\`, line ${line} would mean something else.`;
    const was = then.get(next.symbol);
    if (was !== undefined && was.symbol !== old.symbol) {
      const other = was.name === name ? was : old;
      const at = other.symbol.definitions[0] ?? other;
      return `There is a ${other.kind} \`${name}\` already, on line ${at.range.start.line + 1}.`;
    }
    const known = now.get(old.symbol);
    if (known !== undefined && known !== next.symbol)
      return `With the name \`${name}\`, line ${line} would mean something else.`;
    now.set(old.symbol, next.symbol);
    then.set(next.symbol, old);
  }
  const more = after[before.length];
  return more === undefined
    ? null
    : `With the name \`${name}\`, line ${more.range.start.line + 1} would mean something else.`;
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
