/** Workspace symbols: the scenarios of all files, and the processes in them. */
import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { MAX_WORKSPACE_SYMBOLS } from "../limits.js";
import { namesOf } from "../names/index.js";

/** The scenarios and processes whose names have the letters of `query` in their order. */
export function workspaceSymbols(documents: readonly HugetlbDocument[], query: string): WorkspaceSymbol[] {
  const symbols: WorkspaceSymbol[] = [];
  for (const document of documents) {
    for (const symbol of symbolsOf(document)) {
      if (symbols.length === MAX_WORKSPACE_SYMBOLS) return symbols;
      if (hasLetters(symbol.name, query)) symbols.push(symbol);
    }
  }
  return symbols;
}

function symbolsOf(document: HugetlbDocument): readonly WorkspaceSymbol[] {
  const shown = new Set<unknown>();
  return namesOf(document)
    .all()
    .flatMap(({ uri, range, kind, role, symbol }): WorkspaceSymbol[] => {
      const isShown = (kind === "scenario" || kind === "process") && role === "definition" && uri === document.uri;
      // A process that is made several times, by an index or after its end, is one.
      if (!isShown || shown.has(symbol)) return [];
      shown.add(symbol);
      return [
        {
          name: symbol.name,
          kind: kind === "scenario" ? SymbolKind.Class : SymbolKind.Object,
          location: { uri, range },
          ...(kind === "process" && symbol.scenario !== null ? { containerName: symbol.scenario.name } : {}),
        },
      ];
    });
}

function hasLetters(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    if (letter === " ") continue;
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
