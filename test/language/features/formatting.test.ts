import { describe, expect, test } from "vitest";
import type { TextEdit } from "vscode-languageserver-types";
import { TextDocument } from "vscode-languageserver-textdocument";
import { formatDocument, formatOnType, formatRange } from "../../../language/features/formatting.js";
import { finished } from "../../../language/finished.js";
import { formatText } from "../../../language/format/index.js";
import { exampleTexts } from "../../examples/texts.js";
import { opened } from "./cursor.js";

const SPACES = { tabSize: 2, insertSpaces: true };
const STORY = `scenario "s" {
process   parent
    parent: child=fork()

 for i in 0:2 {
child:  exit() -> ok
 }
}`;

function applied(text: string, edits: TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create("", "hugetlb", 0, text), edits);
}

describe("the whole document", () => {
  test("comes out as the command has it", () => {
    const { document, text } = opened(STORY);
    expect(applied(text, finished(formatDocument(document, SPACES)))).toBe(formatText(STORY));
    for (const written of ["", "\n", "\n\n\n", "pool 1\n\n\n\n  \n\nprocess p  \n  \n\n", "  \n\n\n\npool 1"]) {
      expect(
        applied(written, finished(formatDocument(opened(written).document, SPACES))),
        JSON.stringify(written),
      ).toBe(formatText(written));
    }
  });

  test.each(exampleTexts())("so does $name, squeezed", ({ text }) => {
    const squeezed = text.replace(/ +/gu, " ").replace(/\n/gu, "\n\n\n\n");
    expect(applied(squeezed, finished(formatDocument(opened(squeezed).document, SPACES)))).toBe(formatText(squeezed));
  });

  test("indents as the editor is set", () => {
    const { document, text } = opened(STORY);
    expect(applied(text, finished(formatDocument(document, { tabSize: 8, insertSpaces: false })))).toContain(
      "\n\t\tchild: exit()",
    );
    expect(applied(text, finished(formatDocument(document, { tabSize: 4, insertSpaces: true })))).toContain(
      "\n        child: exit()",
    );
  });

  test("changes no more than differs", () => {
    const { document } = opened("pool 1\nprocess p,q\n");
    const at = { line: 1, character: 10 };
    expect(finished(formatDocument(document, SPACES))).toEqual([{ range: { start: at, end: at }, newText: " " }]);
  });
});

describe("a part", () => {
  test("of the lines of the range, and no others", () => {
    const { document, text, ranges } = opened('scenario "s" {\n<|process   p\n|>process   q\n}\n');
    const [range] = ranges;
    if (range === undefined) throw new Error("no range");
    expect(applied(text, finished(formatRange(document, range, SPACES)))).toBe(
      'scenario "s" {\n  process p\nprocess   q\n}\n',
    );
  });
});

describe("while one types", () => {
  function typed(marked: string, key: string): string {
    const { document, text, cursor } = opened(marked);
    return applied(text, formatOnType(document, cursor, key, SPACES));
  }

  test("an ended line is put in order with those that share its columns; the new line stays as the editor indents it", () => {
    expect(typed('scenario "s" {\n  p:  write a    -> ok\n  child: exit() -> ok\n  <|>\n}\n', "\n")).toBe(
      'scenario "s" {\n  p:     write a  -> ok\n  child: exit()   -> ok\n  \n}\n',
    );
    expect(typed('scenario "s" {\np: exit( )\n  <|>\n\n\n\n\nq:  exit()\n}\n', "\n")).toBe(
      'scenario "s" {\n  p: exit()\n  \n\n\n\n\nq:  exit()\n}\n',
    );
  });

  test("a brace puts its block in order", () => {
    expect(typed('scenario "s" {\nq:  exit()\nfor i in 0:2 {\np:  exit()\n  }<|>\n}\n', "}")).toBe(
      'scenario "s" {\nq:  exit()\n  for i in 0:2 {\n    p: exit()\n  }\n}\n',
    );
  });

  test("while the block is open nothing is indented anew", () => {
    expect(typed('scenario "s" {\n    p:   exit()\n    <|>', "\n")).toBe('scenario "s" {\n    p: exit()\n    ');
  });
});
