/** Semantic tokens: what each name stands for, as the grammar of colours cannot know it. */
import type { SemanticTokensLegend } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { isMade, namesOf, type NameKind, type Occurrence } from "../names/index.js";

/** The types that package.json gives their colours; `variable` is the editor's own. */
const TYPES = [
  "process",
  "mapping",
  "segment",
  "variable",
  "file",
  "mount",
  "cgroup",
  "kernel",
  "syscall",
  "constant",
  "counter",
] as const;
const MODIFIERS = ["declaration", "modification", "readonly"] as const;

export const TOKEN_LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

/** The type of each kind's token; kinds that are left out look as the grammar has them. */
const TYPE_OF: Partial<Readonly<Record<NameKind, (typeof TYPES)[number]>>> = {
  process: "process",
  mapping: "mapping",
  segment: "segment",
  number: "variable",
  file: "file",
  mount: "mount",
  cgroup: "cgroup",
  kernel: "kernel",
  call: "syscall",
  constant: "constant",
  outcome: "constant",
  counter: "counter",
  sysctl: "counter",
};

/** For each kind the place of its type in the legend. */
const TYPE_INDEX: ReadonlyMap<string, number> = new Map(
  Object.entries(TYPE_OF).map(([kind, type]) => [kind, TYPES.indexOf(type)]),
);
const [DECLARATION, MODIFICATION, READONLY] = [
  1 << MODIFIERS.indexOf("declaration"),
  1 << MODIFIERS.indexOf("modification"),
  1 << MODIFIERS.indexOf("readonly"),
];

/** A token of one line. */
export interface SemanticToken {
  readonly line: number;
  readonly start: number;
  readonly length: number;
  /** Indexes into the legend's types; bits of its modifiers. */
  readonly type: number;
  readonly modifiers: number;
}

/** The tokens on the lines `from` to `to` (counted from 0, `to` included), in order; none overlaps another. */
export function semanticTokens(document: HugetlbDocument, from: number, to: number): readonly SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const open: Occurrence[] = [];
  let at = 0;
  const paint = (occurrence: Occurrence, end: number): void => {
    if (end > at) tokens.push(tokenOf(occurrence, at, end));
    at = end;
  };
  const close = (before: Occurrence | null): void => {
    for (let top = open.at(-1); top !== undefined && !holds(top, before); top = open.at(-1)) {
      paint(top, top.span.end);
      open.pop();
    }
  };
  for (const occurrence of namesOf(document).between(from, to)) {
    if (!isColoured(occurrence)) continue;
    close(occurrence);
    // A number in a path is a token of its own, and the path's token goes on behind it.
    const around = open.at(-1);
    if (around !== undefined) paint(around, occurrence.span.start);
    at = occurrence.span.start;
    open.push(occurrence);
  }
  close(null);
  return tokens;
}

/** Names that nothing makes keep the plain colour, and with it the look of a slip of the pen. */
function isColoured({ kind, definition, name }: Occurrence): boolean {
  if (TYPE_OF[kind] === undefined) return false;
  // The verbs of accesses look as the grammar has them.
  if (kind === "call" && (name === "read" || name === "write")) return false;
  return !isMade(kind) || definition !== null;
}

function holds(outer: Occurrence, inner: Occurrence | null): boolean {
  return inner !== null && inner.line === outer.line && inner.span.start < outer.span.end;
}

function tokenOf({ kind, role, line }: Occurrence, start: number, end: number): SemanticToken {
  const modifiers =
    (role === "definition" ? DECLARATION : role === "write" ? MODIFICATION : 0) |
    (kind === "number" || kind === "constant" ? READONLY : 0);
  return { line, start, length: end - start, type: TYPE_INDEX.get(kind) ?? 0, modifiers };
}
