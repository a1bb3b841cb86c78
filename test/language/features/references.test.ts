import { describe, expect, test } from "vitest";
import { referencesAt } from "../../../language/features/references.js";
import { HugetlbDocument } from "../../../language/document.js";
import { finished } from "../../../language/finished.js";
import { opened, URI } from "./cursor.js";

/** A document that includes others, by their written paths. */
function reader(uri: string, text: string, files: readonly HugetlbDocument[]): HugetlbDocument {
  const document = new HugetlbDocument(uri, {
    include: (path) => {
      const found = files.find((file) => file.uri === `file:///${path}`);
      return found === undefined ? { state: "missing", reason: "not there" } : { state: "loaded", document: found };
    },
  });
  document.update(text, 1);
  return document;
}

describe("references", () => {
  test("all of the file's, with and without what makes it", () => {
    const { document, cursor, ranges } = opened(
      'process <|p|>, q\nscenario "1" {\n  <|p|>: <|>exit()\n  q: kill(<|p|>, SIGKILL)\n}\nscenario "2" {\n  expect <|p|> alive\n}\n',
    );
    const at = { line: cursor.line, character: 2 };
    const places = ranges.map((range) => ({ uri: URI, range }));
    expect(finished(referencesAt(document, at, [], true))).toEqual(places);
    expect(finished(referencesAt(document, at, [], false))).toEqual(places.slice(1));
  });

  test("a word of the language is found wherever it stands", () => {
    const { document, cursor, ranges } = opened(
      'process p\nscenario "1" {\n  p: a = mmap(anon, 1, <|MAP_<|>PRIVATE|>)\n}\nscenario "2" {\n  p: a = mmap(anon, 1, <|MAP_PRIVATE|>)\n}\n',
    );
    expect(finished(referencesAt(document, cursor, [], true)).map(({ range }) => range)).toEqual(ranges);
  });

  test("of a name in a file that several others include: all of them", () => {
    const common = reader("file:///common.hugetlb", "let N = 4\npool N\n", []);
    const one = reader("file:///one.hugetlb", 'include "common.hugetlb"\nscenario "s" {\n  pool N + 1\n}\n', [common]);
    const two = reader("file:///two.hugetlb", 'scenario "s" {\n  include "common.hugetlb"\n  overcommit N\n}\n', [
      common,
    ]);
    const other = reader("file:///other.hugetlb", "let N = 1\npool N\n", [common]);
    const all = [common, one, two, other];
    const written = ["common.hugetlb 0:4", "common.hugetlb 1:5", "one.hugetlb 2:7", "two.hugetlb 2:13"];
    for (const [document, line, character] of [
      [common, 0, 4],
      [one, 2, 7],
      [two, 2, 13],
    ] as const) {
      const found = finished(referencesAt(document, { line, character }, all, true)).map(
        ({ uri, range: { start } }) => `${uri.replace("file:///", "")} ${start.line}:${start.character}`,
      );
      expect(found.sort()).toEqual(written);
    }
    expect(finished(referencesAt(other, { line: 0, character: 4 }, all, true))).toHaveLength(2);
  });
});
