/** Texts with their expected problems marked: `p: write «unknown-name|b»` expects that code at exactly that range. */
import type { Diagnostic } from "vscode-languageserver-types";
import { check, type Checked, type CheckOptions } from "../../language/check/index.js";
import { parse } from "../../language/syntax/index.js";

export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: string;
}

export interface Marked {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Takes the marks out of a text. Marks of one line do not nest. */
export function unmark(marked: string): Marked {
  const marks: Mark[] = [];
  const lines = marked.split("\n").map((written, line) => {
    let text = "";
    let at = 0;
    for (const match of written.matchAll(/«([a-z-]+)\|([^»]*)»/gu)) {
      text += written.slice(at, match.index);
      const [whole, code = "", inner = ""] = match;
      marks.push({ line, start: text.length, end: text.length + inner.length, code });
      text += inner;
      at = match.index + whole.length;
    }
    return text + written.slice(at);
  });
  return { text: lines.join("\n"), marks };
}

export const URI = "file:///story.hugetlb";

/** Checks a text alone, or with the files given by name. */
export function checked(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<CheckOptions> = {},
): Checked {
  return check(
    { uri: URI, tree: parse(text) },
    {
      include: (path) => {
        const found = files[path];
        return found === undefined
          ? { state: "missing", reason: "no such file" }
          : { state: "loaded", document: { uri: `file:///${path}`, tree: parse(found) } };
      },
      ...options,
    },
  );
}

/** The sentence of a diagnostic. */
export function sentence({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}

/** Diagnostics in the form of marks. */
export function marksOf(diagnostics: readonly Diagnostic[]): readonly Mark[] {
  return diagnostics.map(({ range, code }) => ({
    line: range.start.line,
    start: range.start.character,
    end: range.end.character,
    code: String(code),
  }));
}
