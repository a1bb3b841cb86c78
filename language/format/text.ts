/** A whole file in its layout. */
import { parse } from "../syntax/index.js";
import { finished } from "../finished.js";
import { FORMAT_DEFAULTS, formatting } from "./format.js";

const LINE_END = /\r\n|\n|\r/gu;

/** The text in its layout; every line keeps its own kind of line end, and the last one has one. */
export function formatText(text: string): string {
  const tree = parse(text);
  const ends = Array.from(text.matchAll(LINE_END), ([end]) => end);
  const { lines } = finished(formatting(tree, FORMAT_DEFAULTS));
  // A file that is too long is not read.
  if (lines.length !== ends.length + 1) return text;
  const last = lines.findLastIndex((line) => line !== null);
  return lines
    .map((line, at) => {
      if (line === null) return "";
      if (at < last) return line + (ends[at] ?? "");
      return line === "" ? "" : line + (ends[at] ?? ends[0] ?? "\n");
    })
    .join("");
}
