import { describe, expect, test } from "vitest";
import { marksOf } from "../../../language/features/marks.js";
import { opened } from "./cursor.js";

const TAKEN = `scenario "taken" {
  kernel  2.6.26+cow, 2.6.26
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;

/** `line kind: text`, lines from 1 as people count them. */
const marks = (text: string, show?: "2.6.26"): readonly string[] => {
  const { document } = opened(text);
  if (show !== undefined && document.show(show)) document.analyse();
  return marksOf(document).map(({ line, kind, text: words }) => `${line + 1} ${kind}: ${words}`);
};

const story = (...lines: string[]): string =>
  `scenario "s" {\n  kernel 2.6.26+cow\n  pool 1\n  process p\n  ${lines.join("\n  ")}\n}\n`;

describe("marks", () => {
  test("a taking and the death that it leads to", () => {
    expect(marks(TAKEN)).toEqual([
      "9 taken: takes page A from child",
      "10 death: child killed by SIGBUS: page A was taken at line 9",
    ]);
  });

  test("follow the kernel that is shown", () => {
    expect(marks(TAKEN, "2.6.26")).toEqual([
      "9 death: parent killed by SIGKILL: no page left to copy A (0 free; overcommit is 0)",
    ]);
  });

  test("a death that was announced and came is another kind", () => {
    expect(marks(TAKEN.replace("child:  read a[0]", "child:  read a[0] -> SIGBUS"))[1]).toBe(
      "10 announced: child killed by SIGBUS: page A was taken at line 9",
    );
  });

  test("a death by kill() is no mark: somebody wanted it", () => {
    expect(marks(story("p: c = fork()", "p: kill(c, SIGKILL)"))).toEqual([]);
  });

  test.each([
    [
      "no page",
      ["p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)", "p: c = fork()", "p: write a", "c: read a"],
      "8 death: c killed by SIGKILL: no page left (0 free; overcommit is 0)",
    ],
    [
      "past the end",
      ["p: a = mmap(/dev/hugepages/x, 1, MAP_SHARED)", "p: ftruncate(/dev/hugepages/x, 0)", "p: read a"],
      "7 death: p killed by SIGBUS: past the end of /dev/hugepages/x",
    ],
    [
      "unmapped",
      ["p: a = mmap(/dev/hugepages/x, 1, MAP_SHARED)", "p: munmap(a)", "p: read a"],
      "7 death: p killed by SIGSEGV: unmapped at line 6",
    ],
    [
      "exec",
      ["p: a = mmap(/dev/hugepages/x, 1, MAP_SHARED)", "p: exec()", "p: read a"],
      "7 death: p killed by SIGSEGV: unmapped at line 6",
    ],
    [
      "protection",
      ["p: a = mmap(/dev/hugepages/x, 1, MAP_SHARED)", "p: mprotect(a, PROT_READ)", "p: write a"],
      "7 death: p killed by SIGSEGV: its protection forbids it",
    ],
  ])("the cause in a few words: %s", (_name, lines, mark) => {
    expect(marks(story(...lines))).toEqual([mark]);
  });

  test("in a loop the first round is told and the others are counted", () => {
    const loop = `scenario "s" {
  kernel 2.6.26+cow
  pool 1
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)
  p: write a
  for i in 0:3 {
    p: c[i] = fork()
    c[i]: write a
  }
}
`;
    expect(marks(loop)).toEqual([
      "9 death: c[0] killed by SIGKILL: no page left to copy A (0 free; overcommit is 0), and 2 more times",
    ]);
  });

  test("a mark stands on its own line, also below an include", () => {
    const { document } = opened(`include "x.hugetlb"\n${TAKEN}`, { "x.hugetlb": "let N = 1\n" });
    expect(marksOf(document).map(({ line }) => line)).toEqual([9, 10]);
  });
});
