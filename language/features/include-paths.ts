/** Completion of the path on an `include` line: scenario files of the workspace, as they are written from the file with the line. */
import { type CompletionItem, CompletionItemKind, type Position, type Range } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { includesOf } from "./links.js";

/** From the keyword on: what is typed within the quotes, up to the cursor. */
const TYPED = /^\s*include\s*"([^"]*)$/u;
const RANK_DIGITS = 4;

/** The part of a line that a path stands in, the quotes left out; null where the cursor is in none. */
export function includePathAt({ tree }: HugetlbDocument, { line, character }: Position): Range | null {
  const text = tree.lines[line]?.text ?? "";
  const typed = TYPED.exec(text.slice(0, character))?.[1];
  if (typed === undefined) return null;
  const rest = /^[^"]*(?=")/u.exec(text.slice(character))?.[0] ?? "";
  return {
    start: { line, character: character - typed.length },
    end: { line, character: character + rest.length },
  };
}

/**
 * The files that may stand in a path of `includePathAt`, the nearest first: not the document itself, and none that it
 * includes already. `files` are URIs; those of another place (another scheme or host) have no path from here.
 */
export function includePaths(document: HugetlbDocument, range: Range, files: readonly string[]): CompletionItem[] {
  const text = document.tree.lines[range.end.line]?.text ?? "";
  const isClosed = text.startsWith('"', range.end.character);
  const taken = new Set(
    includesOf(document.tree).flatMap(({ line, path }) => (line === range.start.line ? [] : [path.text])),
  );
  const paths = new Set(files.flatMap((uri) => relativePath(document.uri, uri) ?? []));
  return [...paths]
    .filter((path) => !taken.has(path) && !path.includes('"'))
    .sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1))
    .map((path, rank) => ({
      label: path,
      kind: CompletionItemKind.File,
      sortText: String(rank).padStart(RANK_DIGITS, "0"),
      filterText: path,
      textEdit: { range, newText: isClosed ? path : `${path}"` },
    }));
}

/** How one file is named in another: `../common/pool.hugetlb`; null when no path leads there, or when both are the same. */
export function relativePath(from: string, to: string): string | null {
  const [here, there] = [partsOf(from), partsOf(to)];
  if (here === null || here.root !== there?.root) return null;
  const folders = here.names.slice(0, -1);
  const differing = folders.findIndex((name, at) => name !== there.names[at]);
  const shared = Math.min(differing === -1 ? folders.length : differing, there.names.length - 1);
  const path = [...folders.slice(shared).map(() => ".."), ...there.names.slice(shared)].join("/");
  return here.names.join("/") === there.names.join("/") ? null : path;
}

interface Parts {
  /** Scheme and host. */
  readonly root: string;
  /** Folders and the file, as they are read. */
  readonly names: readonly string[];
}

/** null for what has no place in folders (an untitled document). */
function partsOf(uri: string): Parts | null {
  const [, root, path] = /^([^/?#]+:\/\/[^/?#]*)\/([^?#]*)/u.exec(uri) ?? [];
  if (root === undefined || path === undefined) return null;
  try {
    return { root: root.toLowerCase(), names: path.split("/").map(decodeURIComponent) };
  } catch {
    return null;
  }
}

/** A folder up is farther than a folder down. */
function distance(path: string): number {
  const names = path.split("/");
  return names.length + names.filter((name) => name === "..").length;
}
