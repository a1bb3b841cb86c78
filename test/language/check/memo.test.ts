import fc from "fast-check";
import { expect, test } from "vitest";
import { check, type CheckOptions, ScenarioMemo } from "../../../language/check/index.js";
import { parse, type SyntaxTree } from "../../../language/syntax/index.js";

const URI = "file:///story.hugetlb";
const COMMON = parse("let N = 2\n");
const OPTIONS: CheckOptions = {
  include: (path) =>
    path === "common" ? { state: "loaded", document: { uri: path, tree: COMMON } } : { state: "missing", reason: "no" },
};

const line = fc.constantFrom(
  "",
  "pool 2",
  "pool 3 # a comment",
  "process p, q",
  "kernel 2.6.26, 6.12",
  "node 0 pool 2",
  "let N = 3",
  'include "common"',
  'include "gone"',
  'scenario "one" {',
  'scenario "two" {',
  "}",
  "  p: a = mmap(/dev/hugepages/x, N, MAP_PRIVATE)",
  "  p: a = mmap(anon, 2, MAP_PRIVATE)",
  "  p: read a[1]",
  "  p: read a[7]",
  "  p: c = fork()",
  "  c: wirte a",
  "  for i in 0:2 {",
  "    c: write a[i]",
  "  }",
  "  expect free == 2, q alive",
);
const edit = fc.record({
  at: fc.nat(60),
  remove: fc.integer({ min: 0, max: 2 }),
  add: fc.array(line, { maxLength: 2 }),
});

test("an edited document is found to be what a new one with its text is", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.array(edit, { maxLength: 8 }), (first, edits) => {
      const memo = new ScenarioMemo();
      const lines = [...first];
      let tree: SyntaxTree = parse(lines.join("\n"));
      check({ uri: URI, tree }, OPTIONS, memo);
      for (const { at, remove, add } of edits) {
        lines.splice(at, remove, ...add);
        tree = parse(lines.join("\n"), tree);
        const edited = check({ uri: URI, tree }, OPTIONS, memo);
        const fresh = check({ uri: URI, tree: parse(lines.join("\n")) }, OPTIONS);
        expect(JSON.stringify(edited)).toBe(JSON.stringify(fresh));
      }
    }),
    { numRuns: 300 },
  );
});

test("only what an edit touched is checked again", () => {
  const story = (name: string, pages: number) =>
    `scenario "${name}" {\n  process p\n  p: a = mmap(/dev/hugepages/x, ${String(pages)}, MAP_PRIVATE)\n}\n`;
  const memo = new ScenarioMemo();
  let tree = parse(`pool 2\n${story("one", 1)}${story("two", 1)}`);
  const checkedScenarios = () => check({ uri: URI, tree }, OPTIONS, memo).scenarios;
  const before = checkedScenarios();
  tree = parse(`pool 2\n${story("one", 1)}${story("two", 2)}`, tree);
  const after = checkedScenarios();
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  tree = parse(`pool 3\n${story("one", 1)}${story("two", 2)}`, tree);
  expect(checkedScenarios()[0]).not.toBe(before[0]);
});
