/**
 * The layout of a scenario file: blocks indented, one space between words, `->` and comments in columns. It never
 * changes what a line means: a line that would be read otherwise keeps its text, and so does one that does not parse.
 */
import { parseLines } from "../syntax/line.js";
import type { Line, Statement, SyntaxTree } from "../syntax/index.js";
import { columnsOf, labelColumns } from "./columns.js";
import { depthsOf } from "./depth.js";
import { spaced, type Spaced } from "./spacing.js";

/** Spaces of one level at most, whatever an editor asks for. */
const MOST_INDENT = 16;
/** Lines between two yields: less than a millisecond of work, or little more. */
const LINES_A_YIELD = 64;
/** Blank lines that may stand below one another. */
const MOST_BLANK = 2;

export interface FormatOptions {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

export const FORMAT_DEFAULTS: FormatOptions = { tabSize: 2, insertSpaces: true };

/** What shall stand on each line from `from` on; null = the line goes. */
export interface Formatted {
  readonly from: number;
  readonly lines: readonly (string | null)[];
}

/** A line on its way: its parts, and the columns in which they stood. */
interface Draft {
  readonly at: number;
  readonly line: Line;
  readonly indent: string;
  readonly parts: Spaced;
  readonly comment: string;
  /** Columns in the text as it is, counted from the line's first word. */
  readonly bodyColumn: number;
  readonly outcomeColumn: number;
  readonly commentColumn: number;
}

/**
 * The layout of the lines `from` to `to` (counted from 0, `to` included), with the lines that share a column with them
 * and are no farther away than `reach`. Yields every some lines.
 */
export function* formatting(
  tree: SyntaxTree,
  options: FormatOptions,
  from = 0,
  to = tree.lines.length - 1,
  reach = Infinity,
): Generator<void, Formatted> {
  const depths = depthsOf(tree);
  const first = Math.max(paragraphStart(tree, depths, Math.max(0, from)), from - reach);
  const last = Math.min(paragraphEnd(tree, depths, Math.min(to, tree.lines.length - 1)), to + reach);
  const lines: (string | null)[] = [];
  let paragraph: Draft[] = [];
  for (let at = first; at <= last; at += 1) {
    const line = tree.lines[at];
    if (line === undefined) continue;
    if (at % LINES_A_YIELD === 0) yield;
    const draft = draftOf(at, line, depths[at] ?? null, options);
    if (typeof draft === "string") lines[at - first] = draft;
    else paragraph.push(draft);
    if (at < last && !endsParagraph(tree, depths, at)) continue;
    for (const [{ at: place }, text] of yield* laidOut(paragraph)) lines[place - first] = text;
    paragraph = [];
  }
  return { from: first, lines: withoutBlanks(tree, yield* readAsBefore(tree, first, lines), first) };
}

function draftOf(at: number, line: Line, depth: number | null, options: FormatOptions): Draft | string {
  const { text, statement, comment } = line;
  const body = text.replace(/^[\s\uFEFF]+/u, "");
  const written = text.slice(0, text.length - body.length);
  const mark = at === 0 && text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const indent = mark + (depth === null ? written.replace("\uFEFF", "") : indentOf(depth, options));
  if (statement.kind === "blank" && comment === null) return mark;
  if (statement.kind === "blank") return indent + body.trimEnd();
  if (statement.kind === "broken") return indent + body;
  const { start } = statement.span;
  return {
    at,
    line,
    indent,
    parts: partsOf(line),
    comment: comment === null ? "" : text.slice(comment.start, comment.end).trimEnd(),
    bodyColumn: bodyStartOf(text, statement) - start,
    outcomeColumn: outcomeStartOf(text, statement) - start,
    commentColumn: (comment?.start ?? start) - start,
  };
}

/** Versions of a text have most of their lines in common. */
const knownParts = new WeakMap<Line, Spaced>();

function partsOf(line: Line): Spaced {
  let parts = knownParts.get(line);
  if (parts === undefined) {
    const { text, statement, comment } = line;
    parts = spaced(text.slice(0, comment?.start ?? text.length), statement);
    knownParts.set(line, parts);
  }
  return parts;
}

function indentOf(depth: number, { tabSize, insertSpaces }: FormatOptions): string {
  return insertSpaces ? " ".repeat(depth * Math.min(Math.max(tabSize, 0), MOST_INDENT)) : "\t".repeat(depth);
}

/** Puts the lines of a paragraph into columns. */
function* laidOut(drafts: readonly Draft[]): Generator<void, readonly (readonly [Draft, string])[]> {
  const texts = new Map<Draft, string>();
  for (const draft of drafts) texts.set(draft, draft.parts.label + draft.parts.body);
  for (const kind of ["actor", "setting", "invariant"] as const) {
    const labelled = drafts.filter(({ line }) => labelOf(line.statement) === kind);
    const columns = labelColumns(
      labelled.map(({ parts, bodyColumn }) => ({ width: parts.label.length, column: bodyColumn })),
    );
    for (const [i, draft] of labelled.entries())
      texts.set(draft, draft.parts.label.padEnd(columns[i] ?? 0) + draft.parts.body);
  }
  yield;
  // What comes first behind the statement shares one column, be it the outcome or a comment.
  inColumn(
    drafts.filter(({ parts, comment }) => parts.outcome !== "" || comment !== ""),
    texts,
    (draft) =>
      draft.parts.outcome === "" ? [draft.commentColumn, draft.comment] : [draft.outcomeColumn, draft.parts.outcome],
  );
  yield;
  inColumn(
    drafts.filter(({ parts, comment }) => parts.outcome !== "" && comment !== ""),
    texts,
    (draft) => [draft.commentColumn, draft.comment],
  );
  return drafts.map((draft) => [draft, draft.indent + (texts.get(draft) ?? "")]);
}

/** What a line begins with that others begin with, too. */
function labelOf({ kind }: Statement): "actor" | "setting" | "invariant" | null {
  switch (kind) {
    case "step":
      return "actor";
    case "kernel":
    case "pool":
    case "overcommit":
    case "mount":
    case "process":
    case "let":
    case "node":
    case "cgroup":
      return "setting";
    case "always":
    case "never":
      return "invariant";
    default:
      return null;
  }
}

function inColumn(
  drafts: readonly Draft[],
  texts: Map<Draft, string>,
  next: (draft: Draft) => readonly [column: number, text: string],
): void {
  const cells = drafts.map((draft) => ({ width: texts.get(draft)?.length ?? 0, column: next(draft)[0] }));
  const columns = columnsOf(cells);
  for (const [i, draft] of drafts.entries()) {
    texts.set(draft, (texts.get(draft) ?? "").padEnd(columns[i] ?? 0) + next(draft)[1]);
  }
}

function bodyStartOf(text: string, statement: Statement): number {
  if (statement.kind === "step") return statement.action.span.start;
  const word = statement.span.start + statement.kind.length;
  const rest = text.slice(word);
  return word + rest.length - rest.trimStart().length;
}

function outcomeStartOf(text: string, statement: Statement): number {
  if ((statement.kind !== "step" && statement.kind !== "sysctl") || statement.outcome === null) return 0;
  return text.lastIndexOf("->", statement.outcome.span.start);
}

// ---- what stands in columns with what

function isLeaf({ kind }: Statement): boolean {
  return kind !== "scenario" && kind !== "concurrent" && kind !== "for" && kind !== "repeat" && kind !== "close";
}

/** A paragraph ends before a blank line, at a block's first and last line, and where the depth changes. */
function endsParagraph({ lines }: SyntaxTree, depths: readonly (number | null)[], at: number): boolean {
  const [here, next] = [lines[at], lines[at + 1]];
  if (here === undefined || next === undefined) return true;
  return (
    !isWritten(here) ||
    !isWritten(next) ||
    !isLeaf(here.statement) ||
    !isLeaf(next.statement) ||
    depths[at] !== depths[at + 1]
  );
}

function isWritten({ statement, comment }: Line): boolean {
  return statement.kind !== "blank" || comment !== null;
}

function paragraphStart(tree: SyntaxTree, depths: readonly (number | null)[], line: number): number {
  let at = line;
  while (at > 0 && !endsParagraph(tree, depths, at - 1)) at -= 1;
  return at;
}

function paragraphEnd(tree: SyntaxTree, depths: readonly (number | null)[], line: number): number {
  let at = line;
  while (!endsParagraph(tree, depths, at)) at += 1;
  return at;
}

// ---- what is kept

/** For each line the text that was last found to be read as it is. */
const knownSame = new WeakMap<Line, string>();

/** Lines that would be read otherwise keep their text. */
function* readAsBefore(
  { lines }: SyntaxTree,
  first: number,
  texts: readonly (string | null)[],
): Generator<void, readonly (string | null)[]> {
  const asked = texts.flatMap((text, i): { readonly i: number; readonly line: Line; readonly text: string }[] => {
    const line = lines[first + i];
    const isKnown = line === undefined || text === null || text === line.text || knownSame.get(line) === text;
    return isKnown || line.statement.kind === "broken" || line.statement.kind === "blank" ? [] : [{ i, line, text }];
  });
  const kept = [...texts];
  for (let at = 0; at < asked.length; at += LINES_A_YIELD) {
    yield;
    const some = asked.slice(at, at + LINES_A_YIELD);
    const parsed = parseLines(some.map(({ text }) => text));
    for (const [nth, { i, line, text }] of some.entries()) {
      const statement = parsed[nth]?.statement;
      if (statement !== undefined && isSame(statement, line.statement)) knownSame.set(line, text);
      else kept[i] = line.text;
    }
  }
  return kept;
}

/** Whether two statements are the same but for the places of their parts. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [mine, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(mine);
  return (
    keys.length === Object.keys(theirs).length &&
    keys.every((key) => key === "span" || (key in theirs && isSame(mine[key], theirs[key])))
  );
}

/** Of many blank lines below one another two stay, of those at the end of the file none. */
function withoutBlanks(tree: SyntaxTree, texts: readonly (string | null)[], first: number): readonly (string | null)[] {
  const isBlank = (at: number): boolean => {
    const line = tree.lines[at];
    return line !== undefined && !isWritten(line);
  };
  const lastWritten = tree.lines.findLastIndex(isWritten);
  return texts.map((text, i) => {
    const at = first + i;
    if (!isBlank(at)) return text;
    // The empty line behind the last line end is no line of its own.
    if (at > lastWritten) return at === lastWritten + 1 ? "" : null;
    let before = at;
    while (before > 0 && at - before < MOST_BLANK && isBlank(before - 1)) before -= 1;
    return at - before >= MOST_BLANK ? null : text;
  });
}
