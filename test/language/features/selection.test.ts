import { expect, test } from "vitest";
import type { SelectionRange } from "vscode-languageserver-types";
import { selectionRanges } from "../../../language/features/selection.js";
import { opened } from "./cursor.js";

/** The texts that are selected one after the other. */
function selections(marked: string): readonly string[] {
  const { document, cursors, text } = opened(marked);
  const lines = text.split("\n");
  const texts: string[] = [];
  let at: SelectionRange | undefined = selectionRanges(document, cursors)[0];
  for (; at !== undefined; at = at.parent) {
    const { start, end } = at.range;
    const selected = lines.slice(start.line, end.line + 1);
    selected[selected.length - 1] = selected.at(-1)?.slice(0, end.character) ?? "";
    selected[0] = selected[0]?.slice(start.character) ?? "";
    texts.push(selected.join("\n"));
  }
  return texts;
}

test("from a number to the file", () => {
  const text = 'scenario "s" {\n  for i in 0:2 {\n    p: write a[<|>i + 1] -> ok  # c\n    p: read a\n  }\n}\n';
  const plain = text.replace("<|>", "");
  expect(selections(text)).toEqual([
    "i",
    "i + 1",
    "[i + 1]",
    "a[i + 1]",
    "write a[i + 1]",
    "p: write a[i + 1] -> ok",
    "p: write a[i + 1] -> ok  # c",
    "    p: write a[i + 1] -> ok  # c",
    "    p: write a[i + 1] -> ok  # c\n    p: read a",
    "  for i in 0:2 {\n    p: write a[i + 1] -> ok  # c\n    p: read a\n  }",
    plain.trimEnd(),
    plain,
  ]);
});

test("the arguments of a call before the call", () => {
  const found = selections('scenario "s" {\n  p: a = mmap(anon, 2, MAP_SHARED | MAP_<|>POPULATE)\n}\n');
  expect(found.slice(0, 4)).toEqual([
    "MAP_POPULATE",
    "anon, 2, MAP_SHARED | MAP_POPULATE",
    "a = mmap(anon, 2, MAP_SHARED | MAP_POPULATE)",
    "p: a = mmap(anon, 2, MAP_SHARED | MAP_POPULATE)",
  ]);
});

test("a name in quotes, a comment, a blank line, a broken line", () => {
  expect(selections('scenario "the <|>child" {\n}\n').slice(0, 3)).toEqual([
    "the child",
    '"the child"',
    'scenario "the child" {',
  ]);
  expect(selections("pool 2 # wh<|>y\n").slice(0, 2)).toEqual(["# why", "pool 2 # why"]);
  expect(selections("pool 2\n<|>\npool 3\n")).toEqual(["", "pool 2\n\npool 3\n"]);
  expect(selections("p: write (a<|>\n").at(-1)).toBe("p: write (a\n");
});

test("one answer for each cursor, each around it", () => {
  const { document, cursors } = opened('sce<|>nario "s" {\n  p: ex<|>it()\n}\n<|>');
  const found = selectionRanges(document, cursors);
  expect(found).toHaveLength(3);
});
