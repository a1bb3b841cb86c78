/** What may stand in a name's place, kind by kind. */
import { DEFAULT_MOUNT } from "../check/settings.js";
import { mountOf } from "../names/path.js";
import type { MadeKind } from "../names/index.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/u;
const PATH = /^(?:\/|\{)[^\s,()"]*$/u;
const HOLE = /\{[^{}]*\}/gu;

/** A sentence that says why it cannot be. */
export interface Refused {
  readonly refused: string;
}

/** A new name: given an occurrence as it stands in the text, what shall stand there. */
export type NewName = (written: string) => string;

export interface Renamed {
  readonly kind: MadeKind;
  readonly name: string;
  /** As it stands where the rename was asked for. */
  readonly written: string;
  /** The paths of the mounts that the document declares. */
  readonly mounts: readonly string[];
  /** The patterns of the other files of its scenario. */
  readonly otherFiles: readonly string[];
}

/** The new name, or why it is none. */
export function newName(renamed: Renamed, name: string): { readonly of: NewName } | Refused {
  switch (renamed.kind) {
    case "process":
    case "mapping":
    case "segment":
    case "number":
    case "cgroup":
      if (IDENTIFIER.test(name)) return { of: () => name };
      return { refused: `\`${name}\` is no name: letters, digits and \`_\`, the first no digit.` };
    case "scenario":
      if (name.trim() === "" || /[\r\n]/u.test(name)) return { refused: "A scenario's name is one line of text." };
      return { of: () => name.replace(/[\\"]/gu, "\\$&") };
    case "mount":
    case "file":
      return newPath(renamed, name);
  }
}

function newPath(renamed: Renamed, name: string): { readonly of: NewName } | Refused {
  const { kind, written, mounts } = renamed;
  if (!PATH.test(name) || !name.startsWith("/") || /[{}]/u.test(name.replace(HOLE, "")))
    return { refused: `\`${name}\` is no absolute path: it has no spaces, commas, quotes or parentheses.` };
  if (kind === "mount" && name.length > 1 && name.endsWith("/"))
    return { refused: "A mount's path does not end with a slash." };
  if (JSON.stringify(holesOf(name)) !== JSON.stringify(holesOf(written)))
    return { refused: "The numbers in braces are no part of the name: they must stay as they are." };
  if (kind === "file") {
    const all = [...mounts, DEFAULT_MOUNT.path];
    const mount = mountOf(renamed.name, all);
    const pattern = patternText(name);
    if (mountOf(pattern, all) !== mount)
      return { refused: `A file stays on its mount: the path must begin with \`${mount ?? ""}/\`.` };
    if (pattern.replace(/\/+$/u, "") === mount)
      return { refused: `\`${name}\` is the mount itself, not a file on it.` };
    for (const other of renamed.otherFiles) {
      if (mayBeSame(renamed.name, other))
        return { refused: `\`${other}\` may be the same file by another name: both would have to be renamed.` };
      if (mayBeSame(pattern, other)) return { refused: `There is a file \`${other}\` already.` };
    }
  }
  const pieces = name.split(HOLE);
  return {
    of: (there) => {
      const holes = holesOf(there);
      return pieces.map((piece, i) => piece + (holes[i] ?? "")).join("");
    },
  };
}

function holesOf(path: string): readonly string[] {
  return path.match(HOLE) ?? [];
}

function patternText(path: string): string {
  return path.replace(HOLE, "{}");
}

/** Whether two paths with numbers left open can be one file. */
function mayBeSame(a: string, b: string): boolean {
  const [ofA, ofB] = [a.split("{}"), b.split("{}")];
  if (ofA.length === 1) return matcher(ofB).test(a);
  if (ofB.length === 1) return matcher(ofA).test(b);
  return begin(ofA[0] ?? "", ofB[0] ?? "") && begin(reversed(ofA.at(-1) ?? ""), reversed(ofB.at(-1) ?? ""));
}

/** One of two begins with the other. */
function begin(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}

function matcher(pieces: readonly string[]): RegExp {
  const literal = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${literal.join("\\d+")}$`, "u");
}
