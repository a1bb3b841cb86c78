/** The words and signs of a statement with one space between them, or none, as they are read. */
import { CALL_WORDS } from "../syntax/keywords.js";
import type { Span, Statement } from "../syntax/index.js";

/** A statement in canonical spacing, cut where columns begin. */
export interface Spaced {
  /** The actor with its colon, or the first word of a setting: what follows may stand in a column. */
  readonly label: string;
  readonly body: string;
  /** From `->` on, or empty. */
  readonly outcome: string;
}

interface Piece {
  readonly text: string;
  readonly start: number;
  /** Signs of the statement's own, not of a string or path. */
  readonly sign: boolean;
}

const PIECE = /[A-Za-z_][A-Za-z0-9_]*|\d+[A-Za-z]*|->|==|!=|<=|>=|[^\s\uFEFF]/gu;
const OPTIONS: ReadonlySet<string> = new Set(["offset", "prot", "pagesize", "size", "min_size", "limit", "rsvd"]);

/** The statement of a line's code (a line without its comment) in canonical spacing. */
export function spaced(code: string, statement: Statement): Spaced {
  const whole: Span[] = [];
  const minus = new Set<number>();
  collect(statement, whole, minus);
  const pieces = cut(code, statement.span, whole);
  const labelEnd = labelEndOf(statement);
  const arrow = outcomeStartOf(statement, pieces);
  const parts = { label: "", body: "", outcome: "" };
  const state = new Spacing(statement, minus);
  let before: Piece | null = null;
  for (const piece of pieces) {
    const part = piece.start < labelEnd ? "label" : piece.start < arrow ? "body" : "outcome";
    const space = state.next(before, piece);
    parts[part] += parts[part] !== "" && space ? ` ${piece.text}` : piece.text;
    before = piece;
  }
  return parts;
}

/** Words and paths stand as they are; where a minus belongs to one operand it stands close to it. */
function collect(node: unknown, whole: Span[], minus: Set<number>): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) collect(one, whole, minus);
    return;
  }
  if ("span" in node && (("text" in node && typeof node.text === "string") || "parts" in node)) {
    whole.push(node.span as Span);
    return;
  }
  if ("kind" in node && node.kind === "negate" && "span" in node) minus.add((node.span as Span).start);
  for (const part of Object.values(node)) collect(part, whole, minus);
}

function cut(code: string, { start, end }: Span, whole: readonly Span[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const between = (from: number, to: number): void => {
    for (const { 0: text, index } of code.slice(from, to).matchAll(PIECE))
      pieces.push({ text, start: from + index, sign: !/^\w/u.test(text) });
  };
  let at = start;
  for (const span of [...whole].sort((a, b) => a.start - b.start)) {
    between(at, span.start);
    pieces.push({ text: code.slice(span.start, span.end), start: span.start, sign: false });
    at = span.end;
  }
  between(at, end);
  return pieces;
}

function labelEndOf(statement: Statement): number {
  switch (statement.kind) {
    case "step":
      return statement.action.span.start;
    case "kernel":
    case "pool":
    case "overcommit":
    case "mount":
    case "process":
    case "let":
    case "node":
    case "cgroup":
    case "always":
    case "never":
      return statement.span.start + statement.kind.length;
    default:
      return 0;
  }
}

function outcomeStartOf(statement: Statement, pieces: readonly Piece[]): number {
  if ((statement.kind !== "step" && statement.kind !== "sysctl") || statement.outcome === null) return Infinity;
  const { start } = statement.outcome.span;
  return pieces.findLast((piece) => piece.sign && piece.text === "->" && piece.start < start)?.start ?? Infinity;
}

/** Decides piece by piece whether a space stands before it. */
class Spacing {
  #depth = 0;
  #afterOption = false;
  readonly #unary = new Set<number>();

  constructor(
    private readonly statement: Statement,
    private readonly minus: ReadonlySet<number>,
  ) {}

  next(before: Piece | null, piece: Piece): boolean {
    const space = before !== null && this.#isApart(before, piece);
    if (piece.sign && piece.text === "-" && before?.sign === true && before.text !== ")" && before.text !== "]")
      this.#unary.add(piece.start);
    if (piece.sign && (piece.text === "(" || piece.text === "[")) this.#depth += 1;
    if (piece.sign && (piece.text === ")" || piece.text === "]")) this.#depth -= 1;
    return space;
  }

  #isApart(before: Piece, piece: Piece): boolean {
    const left = before.sign ? before.text : "";
    const right = piece.sign ? piece.text : "";
    if (left === "(" || left === "[" || left === "." || right === "." || right === "[") return false;
    if (right === ")" || right === "]" || right === "," || right === ";") return false;
    if (right === "(") return !CALL_WORDS.some((word) => word === before.text);
    if (left === "-" && this.#isUnary(before)) return false;
    if (right === ":") return false;
    if (left === ":") return this.#depth === 0 && this.statement.kind !== "for";
    if (right === "=") return !this.#isOption(before.text);
    if (left === "=") return !this.#afterOption;
    return true;
  }

  /** A minus behind a sign that ends no operand is known by that alone, one behind a word by the tree. */
  #isUnary({ start }: Piece): boolean {
    return this.minus.has(start) || this.#unary.has(start);
  }

  /** `offset=1`, `size=8`: an option stands close to its value. */
  #isOption(word: string): boolean {
    const inOptions = this.#depth > 0 || this.statement.kind === "mount" || this.statement.kind === "cgroup";
    this.#afterOption = inOptions && OPTIONS.has(word);
    return this.#afterOption;
  }
}
