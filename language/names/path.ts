/** Paths as patterns: what stands in braces is left open. */
import type { FilePath, Span } from "../syntax/index.js";

export interface Pattern {
  /** The path with `{}` for every number that is put in. */
  readonly text: string;
  /** For every character of `text` its place on the line, and behind the last one the path's end. */
  readonly places: readonly number[];
}

/** The pattern of a path on its line. */
export function patternOf({ parts, span }: FilePath, line: string): Pattern {
  const places: number[] = [];
  let text = "";
  let at = span.start;
  for (const part of parts) {
    if (part.kind === "text") {
      for (let i = 0; i < part.text.length; i += 1) places.push(at + i);
      text += part.text;
      at += part.text.length;
    } else {
      const close = line.indexOf("}", part.value.span.end);
      places.push(at, close);
      text += "{}";
      at = close + 1;
    }
  }
  places.push(at);
  return { text, places };
}

/** A mount's path without slashes at its end. */
export function withoutEnd(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/u, "") : path;
}

/** The mount that a file lies on: the one with the longest path that leads to it. */
export function mountOf(file: string, mounts: Iterable<string>): string | null {
  let found: string | null = null;
  for (const mount of mounts) {
    if (mount.length > (found?.length ?? 0) && file.startsWith(mount === "/" ? mount : `${mount}/`)) found = mount;
  }
  return found;
}

/** The part of the line that the first `length` characters of a pattern stand on. */
export function beginningOf({ places }: Pattern, length: number): Span {
  const start = places[0] ?? 0;
  return { start, end: places[length] ?? start };
}
