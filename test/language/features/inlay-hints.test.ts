import { describe, expect, test } from "vitest";
import type { HugetlbDocument } from "../../../language/document.js";
import { type HintKinds, inlayHints } from "../../../language/features/inlay-hints.js";
import { opened } from "./cursor.js";

const ALL: HintKinds = { counters: true, pages: true, copies: true };
const STORY = `kernel 2.6.26+cow, 2.6.26
pool 3
process parent
scenario "s" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a # all of it
  parent: child = fork()
  child: write a[0] -> ok
  child: read a[0]
  parent: write a[1]
}
`;

/** The text with the hints behind their lines. */
function hinted(document: HugetlbDocument, kinds: HintKinds = ALL, from = 0, to = 1_000): readonly string[] {
  const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
  const lines = document.tree.lines.map(({ text }) => ({ text, hints: [] as string[] }));
  for (const { position, label } of inlayHints(document, range, kinds)) {
    const line = lines[position.line];
    expect(position.character).toBe(line?.text.length);
    line?.hints.push(typeof label === "string" ? label : label.map(({ value }) => value).join(""));
  }
  return lines.flatMap(({ text, hints }) =>
    hints.length === 0 ? [] : [`${text.trim()} | ${hints.join("").replaceAll(" · ", ", ")}`],
  );
}

describe("inlay hints", () => {
  test("counters as change, pages, copies, at the end of the line", () => {
    expect(hinted(opened(STORY).document)).toEqual([
      "parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) | promised 0 → 2, available 3 → 1",
      "parent: write a # all of it | pages AB, in use 0 → 2, promised 0",
      "child: write a[0] -> ok | copy A → C, in use 2 → 3, available 0",
    ]);
  });

  test("each kind can be turned off", () => {
    const { document } = opened(STORY);
    const off: HintKinds = { counters: false, pages: false, copies: false };
    expect(hinted(document, off)).toEqual([]);
    expect(hinted(document, { ...off, pages: true })).toEqual(["parent: write a # all of it | pages AB"]);
    expect(hinted(document, { ...off, copies: true })).toEqual(["child: write a[0] -> ok | copy A → C"]);
  });

  test("of the lines asked for only", () => {
    expect(hinted(opened(STORY).document, ALL, 5, 6)).toHaveLength(1);
    expect(hinted(opened(STORY).document, ALL, 0, 2)).toHaveLength(0);
  });

  test("a line of a loop says what its last round did", () => {
    const { document } = opened(`scenario "s" {
  kernel 6.12
  pool 3
  process p
  p: a = mmap(anon, 3, MAP_PRIVATE)
  for i in 0:3 {
    p: write a[i]
  }
}`);
    expect(hinted(document).at(-1)).toBe("p: write a[i] | page C, in use 2 → 3, promised 0");
  });

  test("surplus pages, the pool's size, groups", () => {
    const { document } = opened(`kernel 6.12
pool 1
overcommit 1
cgroup db limit=2
process p in cgroup db
scenario "s" {
  p: a = mmap(anon, 2, MAP_PRIVATE)
  p: write a[0]
  sysctl vm.nr_hugepages = 4
}`);
    expect(hinted(document, { counters: true, pages: false, copies: false })).toEqual([
      "p: a = mmap(anon, 2, MAP_PRIVATE) | promised 0 → 2, available 1 → 0, surplus 0 → 1, db promised 0 → 2".replace(
        "available 1 → 0",
        "available 0",
      ),
      "p: write a[0] | in use 0 → 1, promised 2 → 1, db in use 0 → 1",
      "sysctl vm.nr_hugepages = 4 | available 0 → 2, surplus 0, pool 1 → 4",
    ]);
  });

  test("while a line does not parse, those from before the edit stay where they were", () => {
    const { document, text } = opened(STORY);
    const before = hinted(document).map((line) => line.replace(/.*\|/u, ""));
    document.update(text.replace("write a # all of it", "write a[ # all of it"), 2);
    document.analyse();
    expect(hinted(document).map((line) => line.replace(/.*\|/u, ""))).toEqual(before);
    document.update(text.replace("  parent: write a #", "  parent:\n  parent: write a #"), 3);
    document.analyse();
    expect(hinted(document).map((line) => line.replace(/.*\|/u, ""))).toEqual(before);
    document.update(text.replace("write a # all of it", "write a[0] # all of it"), 4);
    document.analyse();
    expect(hinted(document)[1]).toBe("parent: write a[0] # all of it | page A, in use 0 → 1, promised 2 → 1");
  });
});
