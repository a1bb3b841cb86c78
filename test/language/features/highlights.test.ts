import { describe, expect, test } from "vitest";
import { DocumentHighlightKind } from "vscode-languageserver-types";
import { highlightsAt } from "../../../language/features/highlights.js";
import { opened } from "./cursor.js";

describe("highlights", () => {
  test("where a mapping is made or changed, and where it is only looked at", () => {
    const { document, cursor, ranges } = opened(
      'process p\nscenario "s" {\n  p: <|a|> = mmap(anon, 2, MAP_PRIVATE)\n  p: read <|a|>[0]\n  p: write <|a|>\n  p: munmap(<|a|>[<|>0])\n  expect p.<|a|>[1] present\n}\n',
    );
    const highlights = highlightsAt(document, { line: cursor.line, character: cursor.character - 2 });
    expect(highlights.map(({ range }) => range)).toEqual(ranges);
    const { Read, Write } = DocumentHighlightKind;
    expect(highlights.map(({ kind }) => kind)).toEqual([Write, Read, Write, Write, Read]);
  });

  test("words of the language, as text", () => {
    const { document, cursor, ranges } = opened(
      'process p\nscenario "s" {\n  p: exit() -> <|o<|>k|> since 2.6.27; <|ok|> otherwise\n}\n',
    );
    expect(highlightsAt(document, cursor)).toEqual(
      ranges.map((range) => ({ range, kind: DocumentHighlightKind.Text })),
    );
  });

  test("none in an included file", () => {
    const { document, cursor } = opened('include "c.hugetlb"\npool <|>N\n', { "c.hugetlb": "let N = 1\n" });
    expect(highlightsAt(document, cursor)).toHaveLength(1);
  });
});
