import { describe, expect, test } from "vitest";
import { parse } from "../../../language/syntax/index.js";
import { unmark } from "../marked.js";

/** One broken line, what is marked in it, and the sentence. */
const BROKEN: readonly (readonly [string, string])[] = [
  ["parent: «syntax|write»", "expected a mapping's name or a slice after `write`"],
  [
    "parent: «syntax|wirte» a[0]",
    "expected `read`, `write` or a call such as `mmap(...)` after `:`, not `wirte`; did you mean `write`?",
  ],
  [
    "parent: «syntax|writ» a[0]",
    "expected `read`, `write` or a call such as `mmap(...)` after `:`, not `writ`; did you mean `write`?",
  ],
  ["p: a = mmap(anon, «syntax|1.5», MAP_PRIVATE)", "`1.5` is no number: numbers are whole, like `4` or `512K`"],
  ["«syntax|kernal» 2.6.26", "`kernal` starts no statement; did you mean `kernel`?"],
  ["kernel 2.6.26«syntax|,»", "expected a kernel such as `2.6.27` after `,`"],
  ["«syntax|write» a", "a step starts with who does it: `actor: write ...`"],
  ["parent «syntax|write» a", "expected `:` after `parent`: a step is `actor: action`"],
  ["p: a = mmap(/dev/hugepages/data, 2, «syntax|MAP_PRIVATE»", "expected `,` or `)` after `MAP_PRIVATE`"],
  [
    "p: a = «syntax|mmpa»(anon, 2, MAP_PRIVATE)",
    "expected a call such as `mmap(...)` after `=`, not `mmpa`; did you mean `mmap`?",
  ],
  ["p: a = mmap(«syntax|data», 2, MAP_PRIVATE)", "expected `anon` or an absolute path after `(`, not `data`"],
  [
    "p: a = mmap(anon, 2, MAP_PRIVATE, «syntax|ofset»=2)",
    "expected `offset`, `prot` or `pagesize` after `,`, not `ofset`; did you mean `offset`?",
  ],
  ["p: «syntax|mmap»(anon, 2, MAP_PRIVATE)", "`mmap` needs a name for its mapping: `a = mmap(...)`"],
  ["p: «syntax|fork»()", "`fork` needs a name for the child: `c = fork()`"],
  ["p: «syntax|x» = munmap(a)", "`munmap` makes nothing that `x` could name"],
  ["p: «syntax|a[0]» = mmap(anon, 2, MAP_PRIVATE)", "only process names may be indexed: `mmap` makes a plain name"],
  ["p: write a «syntax|->»", "expected an outcome such as `ok` or `SIGBUS` after `->`"],
  ["p: write a -> ok «syntax|otherwise»; SIGBUS", "`otherwise` must be the last alternative"],
  [
    "p: write a -> «syntax|ok»; SIGBUS",
    "an outcome without a kernel holds under all of them: nothing can stand after it",
  ],
  ["p: write a «syntax|foo»", "expected the end of the line after `a`, not `foo`"],
  [
    "expect parent «syntax|alvie»",
    "expected `alive`, `exited`, `killed` or a comparison such as `==` after `parent`, not `alvie`; did you mean `alive`?",
  ],
  ["«syntax|expect»", "expected a condition such as `free == 1` or `child killed SIGBUS` after `expect`"],
  ["expect parent alive «syntax|SIGBUS»", "only `killed` takes a signal, not `alive`"],
  ["never a == 1«syntax|,» b == 2", "expected the end of the line after `1`, not `,`"],
  [
    "mount /mnt/huge «syntax|sise»=8",
    "expected `size`, `min_size` or `pagesize` after `/mnt/huge`, not `sise`; did you mean `size`?",
  ],
  ["let N «syntax|=»", "expected a number after `=`"],
  ["let N = «syntax|4x»", "expected a number after `=`, not `4x`"],
  ["include «syntax|common»", "expected a name in quotes after `include`, not `common`"],
  ['include «syntax|"common»', 'the string is not closed: expected `"`'],
  ["p: write a «syntax|}»", "`}` must stand alone on its line"],
  ["«syntax|äöü»: write a", "`äöü` is no name: names are made of the letters A to Z, digits and `_`"],
];

describe("a line that does not parse", () => {
  test.each(BROKEN)("%s", (marked, message) => {
    const { text, marks } = unmark(marked);
    const statement = parse(text).lines[0]?.statement;
    expect(statement?.kind).toBe("broken");
    if (statement?.kind !== "broken") return;
    expect(statement.problem.message).toBe(message);
    const mark = marks[0];
    expect(statement.problem.span).toEqual({ start: mark?.start, end: mark?.end });
  });

  test("keeps what did parse: who acts, and the name that it may make", () => {
    const statement = parse("  parent: child = frok(").lines[0]?.statement;
    expect(statement).toMatchObject({ kind: "broken", actor: { text: "parent" }, binds: { text: "child" } });
  });
});
