import { describe, expect, test } from "vitest";
import { definitionAt } from "../../../language/features/definition.js";
import { opened, URI } from "./cursor.js";

function definition(marked: string, files?: Readonly<Record<string, string>>): readonly unknown[] {
  const { document, cursor } = opened(marked, files);
  return definitionAt(document, cursor);
}

/** The text has one range: the definition of what stands at the cursor. */
function expectRange(marked: string): void {
  const { document, cursor, ranges } = opened(marked);
  expect(definitionAt(document, cursor)).toEqual(ranges.map((range) => ({ uri: URI, range })));
}

describe("definition", () => {
  test("of a process: its process line, or the fork that made it", () => {
    expectRange('process q, <|p|>\nscenario "s" {\n  <|>p: exit()\n}\n');
    expectRange('process p\nscenario "s" {\n  p: <|c|>[0] = fork()\n  p: wait(c<|>[0])\n}\n');
  });

  test("of a mapping: the mmap, also that of a forefather", () => {
    expectRange(
      'process p\nscenario "s" {\n  p: <|a|> = mmap(anon, 2, MAP_PRIVATE)\n  p: c = fork()\n  c: d = fork()\n  expect d.<|>a absent\n}\n',
    );
  });

  test("of a mapping in a place: the last mmap above it", () => {
    expectRange(
      'process p\nscenario "s" {\n  p: a = mmap(anon, 2, MAP_PRIVATE) -> ENOMEM\n  p: <|a|> = mmap(anon, 1, MAP_PRIVATE)\n  p: write <|>a\n}\n',
    );
  });

  test("of numbers, segments, cgroups, mounts and files", () => {
    expectRange("let <|N|> = 4\npool N<|>\n");
    expectRange('process p\nscenario "s" {\n  for <|i|> in 0:2 {\n    p: c[<|>i] = fork()\n  }\n}\n');
    expectRange('process p\nscenario "s" {\n  p: <|s|> = shmget(2, SHM_HUGETLB)\n  p: a = shmat(<|>s)\n}\n');
    expectRange("cgroup <|db|> limit=2\nprocess p in cgroup <|>db\n");
    expectRange('process p\nmount <|/mnt/huge|> size=2\nscenario "s" {\n  p: unlink(/mnt/<|>huge/f)\n}\n');
    expectRange(
      'process p\nscenario "s" {\n  p: a = mmap(<|/dev/hugepages/f|>, 2, MAP_SHARED)\n  p: unlink(/dev/hugepages/<|>f)\n}\n',
    );
  });

  test("of what an included file makes, and of the file itself", () => {
    const files = { "common.hugetlb": "# all of us\nprocess p\n" };
    expect(definition('include "common.hugetlb"\nscenario "s" {\n  <|>p: exit()\n}\n', files)).toEqual([
      { uri: "file:///common.hugetlb", range: { start: { line: 1, character: 8 }, end: { line: 1, character: 9 } } },
    ]);
    expect(definition('include "com<|>mon.hugetlb"\n', files)).toEqual([
      { uri: "file:///common.hugetlb", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
    ]);
    expect(definition('include "other<|>.hugetlb"\n', files)).toEqual([]);
  });

  test("none of the words of the language, of comments, of names that nothing makes", () => {
    expect(definition("kern<|>el 2.6.26\n")).toEqual([]);
    expect(definition("kernel 2.6<|>.26\n")).toEqual([]);
    expect(definition("process p # p<|>\n")).toEqual([]);
    expect(definition('scenario "s" {\n  n<|>obody: exit()\n}\n')).toEqual([]);
  });

  test("in a file that does not parse elsewhere", () => {
    expectRange('process <|p|>\nscenario "s" {\n  p: write [[[\n  <|>p: exit()\n  for {\n');
  });
});
