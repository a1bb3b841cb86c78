import { describe, expect, test } from "vitest";
import { parse, type SyntaxTree } from "../../../language/syntax/index.js";
import { unmark } from "../marked.js";

function problems(tree: SyntaxTree): readonly unknown[] {
  return tree.problems.map(({ line, span, code }) => ({ line, ...span, code }));
}

/** The marked problems and no others; gives the tree. */
function expectMarked(marked: string): SyntaxTree {
  const { text, marks } = unmark(marked);
  const tree = parse(text);
  expect(problems(tree)).toEqual(marks);
  return tree;
}

describe("blocks", () => {
  test("nest, whatever the indentation", () => {
    const tree = expectMarked('scenario "x" {\nfor i in 0:2 {\nconcurrent {\np: read a\n    }\n}\n  }\n');
    expect(tree.scenarios).toHaveLength(1);
    expect(tree.scenarios[0]).toMatchObject({ name: "x", line: 0, endLine: 6 });
    expect(tree.scenarios[0]?.body).toMatchObject([
      { kind: "block", line: 1, endLine: 5, body: [{ kind: "block", line: 2, endLine: 4 }] },
    ]);
  });

  test("a missing brace is told at its own block, and the next scenario stands", () => {
    const tree = expectMarked('«syntax|scenario "a" {»\n  p: read a\n\nscenario "b" {\n  p: read a\n}\n');
    expect(tree.scenarios.map(({ name, endLine }) => [name, endLine])).toEqual([
      ["a", 1],
      ["b", 5],
    ]);
    expect(tree.problems[0]?.related).toMatchObject({ line: 3 });
  });

  test("an inner block without its brace does not take the scenario's", () => {
    const tree = expectMarked(
      'scenario "a" {\n  «syntax|repeat 3 {»\n    p: read a\n  p: write a\n}\nscenario "b" {\n}\n',
    );
    expect(tree.scenarios.map(({ name, endLine }) => [name, endLine])).toEqual([
      ["a", 4],
      ["b", 6],
    ]);
  });

  test("a brace too many is told where it stands", () => {
    expectMarked('scenario "a" {\n  p: read a\n}\n«syntax|}»\nscenario "b" {\n}\n');
    const tree = expectMarked('scenario "a" {\n  p: read a\n  «syntax|}»\n  p: write a\n}\n');
    expect(tree.scenarios[0]?.body).toHaveLength(2);
  });

  test("`{` that is not at the end of its line", () => {
    const tree = expectMarked('scenario "a" «syntax|{» pool 2\n  p: read a\n}\n');
    expect(tree.scenarios[0]).toMatchObject({ name: "a", endLine: 2 });
  });

  test("a header without its brace", () => {
    expect(expectMarked('scenario «syntax|"a"»\n  p: read a\n}\n').scenarios[0]?.endLine).toBe(2);
    expect(expectMarked('scenario «syntax|"a"»\n{\n  p: read a\n}\n').scenarios[0]?.body).toHaveLength(1);
    expect(expectMarked('scenario "a" {\n  for i in 0:«syntax|3»\n  p: read a\n}\n').scenarios[0]?.body).toHaveLength(
      2,
    );
  });

  test("a scenario whose header does not parse is a scenario still", () => {
    const tree = expectMarked('«syntax|scenari» "a" {\n  p: read a\n}\nscenario «syntax|b» {\n}\n');
    expect(tree.scenarios.map(({ name }) => name)).toEqual(["a", "scenario at line 4"]);
  });

  test("of steps outside every scenario the first one is told", () => {
    expectMarked('pool 2\n«syntax|p: read a»\np: read a\nprocess p\nscenario "a" {\n}\n«syntax|expect free == 1»\n');
  });

  test("blocks too deep in one another are left out", () => {
    const tree = parse(`scenario "a" {\n${"repeat 1 {\n".repeat(10_000)}p: read a\n${"}\n".repeat(10_000)}}\n`);
    expect(problems(tree)).toEqual([{ line: 33, start: 0, end: 10, code: "limit" }]);
  });
});

describe("lines", () => {
  test("line ends, tabs, a byte order mark, comments", () => {
    const tree = parse('\uFEFFpool 2 # four\r\n// all\rscenario "a # b // c" {\n\tp:\tread\ta[0]\t// x\n}');
    expect(tree.problems).toEqual([]);
    expect(tree.scenarios[0]?.name).toBe("a # b // c");
    expect(tree.lines[0]?.statement.span).toEqual({ start: 1, end: 7 });
    expect(tree.lines[0]?.comment).toEqual({ start: 8, end: 14 });
  });

  test("a comment needs white space before it", () => {
    const path = parse("p: unlink(/dev/hugepages/a//b#c)").lines[0]?.statement;
    expect(path).toMatchObject({ kind: "step", action: { file: { parts: [{ text: "/dev/hugepages/a//b#c" }] } } });
  });

  test("no token runs over the end of its line", () => {
    const tree = parse('p: unlink(/dev\nhugepages/f)\ninclude "a\nb"\np[\n0]: exit()');
    expect(tree.lines.map(({ statement }) => statement.kind)).toEqual(Array.from({ length: 6 }, () => "broken"));
  });

  test("limits instead of a stack overflow or a long wait", () => {
    expect(parse(`let N = ${"(".repeat(4_000)}1`).problems).toMatchObject([{ code: "limit" }]);
    expect(parse(`let N = ${"(".repeat(10_000)}1`).problems).toMatchObject([{ code: "limit" }]);
    expect(parse("x\n".repeat(5_000_000)).problems).toMatchObject([{ code: "limit", line: 0 }]);
    expect(parse(`let N = ${"1+".repeat(4_000)}1`).problems).toEqual([]);
  });

  test("an edit parses only the lines that it touched", () => {
    const text = 'scenario "a" {\n  p: read a\n  p: read b\n  p: read c\n}\n';
    const before = parse(text);
    const after = parse(text.replace("read b", "read b[0]\n  p: write b"), before);
    expect(after.lines[1]).toBe(before.lines[1]);
    expect(after.lines[4]).toBe(before.lines[3]);
    const undone = parse(text, after);
    expect(undone.lines[2]).toBe(before.lines[2]);
  });
});
