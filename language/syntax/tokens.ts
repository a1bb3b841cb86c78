/** A line cut into words and signs, without parsing it: for messages, and for what can be read of a broken line. */
import type { Span } from "./tree.js";

export interface Token {
  readonly kind: "word" | "number" | "string" | "path" | "sign";
  readonly text: string;
  readonly span: Span;
}

const TOKEN =
  /(?<word>[\p{L}_][\p{L}\p{N}_]*(?:\.[A-Za-z_]\w*)*)|(?<number>\d[\w.+@]*)|(?<string>"(?:[^"\\]|\\.)*(?:"|$))|(?<path>\/[^\s,()"]+)|(?<sign>->|==|!=|<=|>=|[^\s])/gu;

const KINDS = ["word", "number", "string", "path", "sign"] as const;

/** Every word and sign of the code (a line without its comment), in order. */
export function tokensOf(code: string): readonly Token[] {
  return Array.from(code.matchAll(TOKEN), ({ 0: text, index, groups }) => ({
    kind: KINDS.find((kind) => groups?.[kind] !== undefined) ?? "sign",
    text,
    span: { start: index, end: index + text.length },
  }));
}

const SPACE = /\s/u;

/** Where the line's comment starts: `#` or `//` at its start or after white space, outside strings; -1 = none. */
export function commentStart(text: string): number {
  let inString = false;
  let afterSpace = true;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
      afterSpace = false;
      continue;
    }
    if (char === '"') inString = true;
    else if (afterSpace && (char === "#" || (char === "/" && text[at + 1] === "/"))) return at;
    afterSpace = char === " " || (char !== undefined && SPACE.test(char));
  }
  return -1;
}

/** The deepest nesting of parentheses outside strings. */
export function parenthesisDepth(code: string): number {
  if (!code.includes("(")) return 0;
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "(") deepest = Math.max(deepest, (depth += 1));
    else if (char === ")") depth = Math.max(0, depth - 1);
  }
  return deepest;
}
