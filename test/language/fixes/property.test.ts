/** Every fix, applied, removes its diagnostic and adds no other: over all examples, and over what typing makes of them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import { HugetlbDocument } from "../../../language/document.js";
import { caseOf, type Fix, fixesFor, harmedRun, isWritten, savingFixes } from "../../../language/fixes/index.js";
import { URI } from "../features/cursor.js";

const EXAMPLES = readdirSync("examples", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".hugetlb"))
  .sort();

/** Lines of each example that are mutated: every so many-th. */
const EVERY = 13;

function analysed(text: string): HugetlbDocument {
  const document = new HugetlbDocument(URI, { include: () => ({ state: "missing", reason: "alone" }) });
  document.update(text, 1);
  document.analyse();
  return document;
}

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

const diagnosticsOf = (document: HugetlbDocument): readonly Diagnostic[] => document.analysis?.diagnostics ?? [];
const isGrave = ({ severity }: Diagnostic): boolean => (severity ?? 1) <= 2;

function allFixes(document: HugetlbDocument, diagnostic: Diagnostic): readonly Fix[] {
  const found = caseOf(document, diagnostic);
  const run = found === null ? null : harmedRun(found);
  const saving = found === null || run === null ? [] : finish(savingFixes(found, run));
  return [...saving, ...finish(fixesFor(document, diagnostic))];
}

function hold(text: string): void {
  const document = analysed(text);
  const before = diagnosticsOf(document);
  for (const diagnostic of before) {
    const isChecked = document.analysis?.checked.diagnostics.includes(diagnostic) === true;
    for (const { title, edits } of allFixes(document, diagnostic)) {
      const code = String(diagnostic.code);
      const changed = TextDocument.applyEdits(TextDocument.create(URI, "hugetlb", 1, text), [...edits]);
      const after = diagnosticsOf(analysed(changed));
      const alike = (all: readonly Diagnostic[]): number =>
        all.filter((other) => other.code === diagnostic.code).length;
      const grave = (all: readonly Diagnostic[]): number =>
        all.filter((other) => isGrave(other) && (!isChecked || isWritten(other))).length;
      const what = `${title} for ${code} at line ${diagnostic.range.start.line + 1}:\n${changed}`;
      expect(alike(after), what).toBeLessThan(alike(before));
      expect(grave(after), what).toBeLessThanOrEqual(grave(before) - (isGrave(diagnostic) ? 1 : 0));
    }
  }
}

/** What one slip of the pen makes of a line. */
function slips(lines: readonly string[], at: number): readonly string[] {
  const line = lines[at] ?? "";
  const put = (...words: readonly string[]): string =>
    [...lines.slice(0, at), ...words, ...lines.slice(at + 1)].join("\n");
  const words = [...line.replace(/#.*$/u, "").matchAll(/[A-Za-z_]{4,}/gu)];
  const word = words[at % Math.max(1, words.length)];
  const misspelt = word === undefined ? [] : [put(line.slice(0, word.index + 1) + line.slice(word.index + 2))];
  return [put(), ...misspelt];
}

describe("every fix removes its diagnostic and adds no other", () => {
  test.each(EXAMPLES)(
    "%s",
    (name) => {
      const text = readFileSync(path.join("examples", name), "utf8");
      hold(text);
      const lines = text.split("\n");
      for (let at = name.length % EVERY; at < lines.length; at += EVERY)
        if (!/^\s*(#|$)/u.test(lines[at] ?? "")) for (const slip of slips(lines, at)) hold(slip);
      // A pool that is too small.
      const pool = /^(\s*pool\s+)(\d+)/mu.exec(text);
      if (pool !== null)
        hold(
          text.replace(
            /^(\s*pool\s+)(\d+)/mu,
            (_, word: string, pages: string) => `${word}${Math.max(0, Number(pages) - 1)}`,
          ),
        );
    },
    120_000,
  );
});
