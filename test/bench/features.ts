/** What the editor's questions cost on a long file, just after a keystroke, beside what the keystroke costs at least. */
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { Position } from "vscode-languageserver-types";
import { HugetlbDocument } from "../../language/document.js";
import { finished } from "../../language/finished.js";
import { codeLenses } from "../../language/features/code-lens.js";
import { completionsAt } from "../../language/features/completion.js";
import { definitionAt } from "../../language/features/definition.js";
import { foldingRanges } from "../../language/features/folding.js";
import { formatDocument, formatOnType } from "../../language/features/formatting.js";
import { highlightsAt } from "../../language/features/highlights.js";
import { hoverAt } from "../../language/features/hover.js";
import { ALL_HINTS, inlayHints } from "../../language/features/inlay-hints.js";
import { referencesAt } from "../../language/features/references.js";
import { rename } from "../../language/features/rename.js";
import { selectionRanges } from "../../language/features/selection.js";
import { semanticTokens } from "../../language/features/semantic-tokens.js";
import { documentSymbols } from "../../language/features/symbols.js";
import type { Comparison } from "./compare.js";
import { linesInScenarios, oneScenario } from "./sources.js";

const MANY_LINES = 10_000;
const URI = "file:///bench.hugetlb";
const LAYOUT = { tabSize: 2, insertSpaces: true };

type Question = readonly [name: string, ask: (document: HugetlbDocument, at: Position) => unknown];

/** Lines of a window. */
const IN_VIEW = 50;
const ABILITIES = { snippets: true, suggests: true };

const QUESTIONS: readonly Question[] = [
  ["completion", (document, { line }) => completionsAt(document, { line, character: 2 }, ABILITIES)],
  ["hover", (document, at) => hoverAt(document, at)],
  [
    "inlay hints",
    (document, { line }) => {
      const range = { start: { line, character: 0 }, end: { line: line + IN_VIEW, character: 0 } };
      return inlayHints(document, range, ALL_HINTS);
    },
  ],
  ["code lenses", (document) => codeLenses(document, new Set(["hugetlb.showPicture", "hugetlb.compare"]))],
  ["definition", (document, at) => definitionAt(document, at)],
  ["references", (document, at) => finished(referencesAt(document, at, [document], true))],
  ["highlights", (document, at) => highlightsAt(document, at)],
  ["semantic tokens", (document) => semanticTokens(document, 0, MANY_LINES)],
  ["selection ranges", (document, at) => selectionRanges(document, [at])],
  ["document symbols", (document) => documentSymbols(document.tree)],
  ["folding", (document) => foldingRanges(document.tree)],
  [
    "format the line just ended",
    (document, { line }) => formatOnType(document, { line: line + 1, character: 0 }, "\n", LAYOUT),
  ],
  ["format the document", (document) => finished(formatDocument(document, LAYOUT))],
  ["rename", (document, at) => finished(rename(document, at, "renamed", [document]))],
];

/** A line in the middle of the text, and what is typed there: each time something else, of the same length. */
class Typing {
  readonly text: string;
  readonly at: Position;
  readonly #column: number;
  #count = 0;

  constructor(written: string) {
    const rows = written.split("\n");
    const line = rows.findIndex((row, index) => index > rows.length / 2 && /^ {2}\w+: (read|write) /.test(row));
    const row = (rows[line] ?? "").replace(/ *(?:->|#).*/u, "");
    this.#column = row.length + 3;
    rows[line] = `${row} # ${this.#words()}`;
    this.text = rows.join("\n");
    this.at = { line, character: 3 };
  }

  get version(): number {
    return this.#count;
  }

  keystroke(): TextDocumentContentChangeEvent {
    this.#count += 1;
    const text = this.#words();
    const { line } = this.at;
    const start = { line, character: this.#column };
    return { range: { start, end: { line, character: this.#column + text.length } }, text };
  }

  #words(): string {
    return String(1_000_000 + this.#count);
  }
}

function comparison(file: string, written: string, [name, ask]: Question): Comparison {
  const typing = new Typing(written);
  const text = TextDocument.create(URI, "hugetlb", 0, typing.text);
  const document = new HugetlbDocument(URI, { include: () => ({ state: "missing", reason: "no files here" }) });
  // What needs runs has those from before the keystrokes, as in the editor, which does not wait.
  document.update(typing.text, 0);
  document.analyse();
  const alone = new Typing(written);
  const plain = TextDocument.create(URI, "hugetlb", 0, alone.text);
  return {
    name: `${name} after a keystroke, ${file}`,
    subject: {
      label: "update, parse, answer",
      run: () => {
        TextDocument.update(text, [typing.keystroke()], typing.version);
        document.update(text.getText(), typing.version);
        return ask(document, typing.at);
      },
    },
    baseline: {
      label: "TextDocument.update",
      run: () => TextDocument.update(plain, [alone.keystroke()], alone.version).getText().length,
    },
  };
}

/** Each question over a file of many scenarios and over one of a single long scenario. */
export function featureComparisons(): readonly Comparison[] {
  const files = [
    ["10,000 lines in 500 scenarios", linesInScenarios(MANY_LINES)],
    ["10,000 lines in one scenario", oneScenario(MANY_LINES)],
  ] as const;
  return QUESTIONS.flatMap((question) => files.map(([file, written]) => comparison(file, written, question)));
}
