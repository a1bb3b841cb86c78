import { describe, expect, test } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver-types";
import { foldingRanges } from "../../../language/features/folding.js";
import { documentSymbols } from "../../../language/features/symbols.js";
import { parse } from "../../../language/syntax/index.js";

const TEXT = `# who dies
# when the pool is dry
kernel 2.6.26, 2.6.26+cow
pool 2
process parent, other

scenario "one" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  for i in 0:2 {
    parent: worker[i] = fork()
    worker[i]: write a[i]
  }
  expect free == 0
  sysctl vm.nr_hugepages = 4
}

scenario "half {
  parent: wri
}
`;

const outline = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
  symbols.flatMap((symbol) => [
    `${"  ".repeat(depth)}${symbol.name} @${symbol.range.start.line + 1}`,
    ...outline(symbol.children ?? [], depth + 1),
  ]);

describe("document symbols", () => {
  test("a file has scenarios, a scenario has processes, steps and blocks", () => {
    expect(outline(documentSymbols(parse(TEXT))).slice(0, 8)).toEqual([
      "parent @5",
      "other @5",
      "one @7",
      "  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) @8",
      "  for i in 0:2 @9",
      "    parent: worker[i] = fork() @10",
      "    worker[i]: write a[i] @11",
      "  sysctl vm.nr_hugepages = 4 @14",
    ]);
  });

  test("every selection lies inside its range, and no name is empty", () => {
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { name, range, selectionRange, children } of symbols) {
        expect(name).not.toBe("");
        expect(selectionRange.start.line).toBeGreaterThanOrEqual(range.start.line);
        expect(selectionRange.end.line).toBeLessThanOrEqual(range.end.line);
        if (selectionRange.end.line === range.end.line)
          expect(selectionRange.end.character).toBeLessThanOrEqual(range.end.character);
        check(children ?? []);
      }
    };
    check(documentSymbols(parse(TEXT)));
    check(documentSymbols(parse('scenario "" {\n  repeat 3 {\n')));
  });

  test("a step tells what it must come to", () => {
    const [scenario] = documentSymbols(parse('scenario "s" {\n  p: exit()  -> ok | unreached\n}\n'));
    expect(scenario?.children).toMatchObject([{ name: "p: exit()", detail: "-> ok | unreached" }]);
  });

  test("an empty file has none", () => {
    expect(documentSymbols(parse(""))).toEqual([]);
  });
});

describe("folding", () => {
  test("scenarios, blocks, comments and settings", () => {
    const folds = foldingRanges(parse(TEXT)).map(
      ({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1} ${kind ?? "block"}`,
    );
    expect(folds).toContain("1-2 comment");
    expect(folds).toContain("3-5 region");
    expect(folds).toContain("7-14 block");
    expect(folds).toContain("9-11 block");
  });

  test("settings of a scenario, and includes by themselves", () => {
    const text =
      'include "a"\ninclude "b"\npool 1\nlet N = 1\nscenario "s" {\n  kernel 6.12\n  pool 2\n\n  # why\n  # so\n  process p\n}\n';
    expect(foldingRanges(parse(text))).toEqual([
      { startLine: 0, endLine: 1, kind: "imports" },
      { startLine: 2, endLine: 3, kind: "region" },
      { startLine: 4, endLine: 10 },
      { startLine: 5, endLine: 6, kind: "region" },
      { startLine: 8, endLine: 9, kind: "comment" },
    ]);
  });

  test("a block that is never closed folds to its last line", () => {
    expect(foldingRanges(parse('scenario "x" {\n  p: exit()\n  p: exit()'))).toContainEqual({
      startLine: 0,
      endLine: 2,
    });
  });
});
