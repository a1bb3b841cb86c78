/** A statement's words as they stand in the text, with the values of the loops put in. */
import type { Expression, FilePath, Span } from "../syntax/tree.js";
import { evaluate, type Numbers } from "./values.js";

interface Hole {
  readonly span: Span;
  readonly expression: Expression;
}

const EXPRESSION_KINDS: ReadonlySet<unknown> = new Set([
  "number",
  "size",
  "name",
  "negate",
  "binary",
  "counter",
  "cgroup",
]);

function isExpression(node: object): node is Expression {
  return (
    "kind" in node &&
    EXPRESSION_KINDS.has(node.kind) &&
    "span" in node &&
    !("conditions" in node) &&
    !("options" in node)
  );
}

function mentions(node: unknown, names: ReadonlySet<string>): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "name" && "name" in node && typeof node.name === "string")
    return names.has(node.name);
  return Object.values(node).some((part) => mentions(part, names));
}

function isRunning(node: Expression): boolean {
  switch (node.kind) {
    case "counter":
    case "cgroup":
      return true;
    case "negate":
      return isRunning(node.operand);
    case "binary":
      return isRunning(node.left) || isRunning(node.right);
    default:
      return false;
  }
}

function isPath(node: object): node is FilePath {
  return "parts" in node;
}

/** The expressions under a node whose value a loop decides: the widest ones that have a value before the run. */
export function holesOf(node: unknown, loopNames: ReadonlySet<string>): readonly Hole[] {
  if (loopNames.size === 0 || typeof node !== "object" || node === null) return [];
  if (isExpression(node) && !isRunning(node))
    return mentions(node, loopNames) ? [{ span: node.span, expression: node }] : [];
  if (isPath(node)) {
    // The braces around a number in a path are not part of the name.
    return node.parts.flatMap((part) =>
      part.kind === "value" && mentions(part.value, loopNames)
        ? [{ span: { start: part.value.span.start - 1, end: part.value.span.end + 1 }, expression: part.value }]
        : [],
    );
  }
  return Object.values(node).flatMap((part: unknown) => holesOf(part, loopNames));
}

/** The text of `span` with the holes filled. */
export function written(text: string, span: Span, holes: readonly Hole[], numbers: Numbers): string {
  if (holes.length === 0) return text.slice(span.start, span.end).trim();
  let result = "";
  let at = span.start;
  for (const hole of [...holes].sort((a, b) => a.span.start - b.span.start)) {
    if (hole.span.start < at || hole.span.end > span.end) continue;
    const value = evaluate(hole.expression, numbers);
    result +=
      text.slice(at, hole.span.start) +
      (value === null ? text.slice(hole.span.start, hole.span.end) : String(value.amount));
    at = hole.span.end;
  }
  return (result + text.slice(at, span.end)).trim();
}
