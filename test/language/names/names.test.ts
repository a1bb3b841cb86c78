import { describe, expect, test } from "vitest";
import { isMade, namesOf, occurrenceAt, occurrencesOf, type Occurrence } from "../../../language/names/index.js";
import { exampleTexts } from "../../examples/texts.js";
import { opened, URI, type Opened } from "../features/cursor.js";

/** Every occurrence of what stands at the cursor, `line:column` counted from 1, definitions with a star. */
function same({ document, cursor }: Opened): string {
  const found = occurrenceAt(document, cursor);
  if (found === null) return "nothing";
  const at = ({ uri, range, role }: Occurrence): string =>
    `${uri === URI ? "" : uri.replace("file:///", "")}${role === "definition" ? "*" : role === "write" ? "!" : ""}${range.start.line + 1}:${range.start.character + 1}`;
  return `${found.kind} ${found.name} ${namesOf(document).of(found.symbol).map(at).join(" ")}`;
}

/** Where the name at the cursor was made last. */
function made({ document, cursor }: Opened): string {
  const place = occurrenceAt(document, cursor)?.definition;
  return place == null
    ? "nowhere"
    : `${place.uri === URI ? "" : place.uri.replace("file:///", "")}${place.range.start.line + 1}`;
}

const inScenario = (...lines: readonly string[]): string =>
  ['scenario "s" {', "  process p", ...lines, "}", ""].join("\n");
const MMAP = "mmap(/dev/hugepages/f, 2, MAP_PRIVATE)";

describe("mappings", () => {
  test("a child's name is its parent's", () => {
    expect(
      same(opened(inScenario(`  p: a = ${MMAP}`, "  p: c = fork()", "  c: write <|>a[0]", "  expect p.a[0] absent"))),
    ).toBe("mapping a *3:6 !5:12 6:12");
  });

  test("a child that binds the name again once it is gone has another mapping", () => {
    const text = (cursor: number): string =>
      inScenario(
        `  p: a = ${MMAP}`,
        "  p: c = fork()",
        "  c: munmap(a)",
        `  c: a = ${MMAP}`,
        `  c: write ${cursor === 0 ? "<|>" : ""}a`,
        `  p: write ${cursor === 1 ? "<|>" : ""}a`,
      );
    expect(same(opened(text(0)))).toBe("mapping a *6:6 !7:12");
    expect(same(opened(text(1)))).toBe("mapping a *3:6 !5:13 !8:12");
  });

  test("a name that may stand for something still is the same, made once more", () => {
    const text = opened(inScenario(`  p: a = ${MMAP}   -> ENOMEM`, `  p: a = ${MMAP}`, "  p: read <|>a"));
    expect(same(text)).toBe("mapping a *3:6 *4:6 5:11");
    expect(made(text)).toBe("4");
  });

  test("what is certain of one round is not of the next", () => {
    expect(
      same(
        opened(
          inScenario(
            `  p: a = ${MMAP}`,
            "  repeat 2 {",
            "    p: write <|>a",
            "    p: munmap(a)",
            `    p: a = ${MMAP}`,
            "  }",
          ),
        ),
      ),
    ).toBe("mapping a *3:6 !5:14 !6:15 *7:8");
  });

  test("processes of one name and several indexes have one name's mappings", () => {
    expect(
      same(
        opened(
          inScenario(
            "  for i in 0:2 {",
            "    p: w[i] = fork()",
            `    w[i]: <|>b = ${MMAP}`,
            "    w[i]: write b[i]",
            "  }",
            "  w[0]: write b",
          ),
        ),
      ),
    ).toBe("mapping b *5:11 !6:17 !8:15");
  });

  test("after vfork both have one table until exec", () => {
    expect(same(opened(inScenario("  p: c = vfork()", `  c: a = ${MMAP}`, "  c: exec()", "  p: write <|>a")))).toBe(
      "mapping a *4:6 !6:12",
    );
  });

  test("two processes' mappings of one name are two", () => {
    expect(
      same(opened(inScenario("  process q", `  p: <|>a = ${MMAP}`, `  q: a = ${MMAP}`, "  q: write a", "  p: read a"))),
    ).toBe("mapping a *4:6 7:11");
  });

  test("an invariant that stands above the mapping means it", () => {
    expect(same(opened(inScenario("  always p.<|>a[0] absent", `  p: a = ${MMAP}`)))).toBe("mapping a 3:12 *4:6");
  });
});

describe("processes, segments, numbers", () => {
  test("a process with its indexes is one name", () => {
    expect(
      same(
        opened(
          inScenario("  for i in 0:2 {", "    p: <|>w[i] = fork()", "  }", "  w[0]: exit()", "  expect w[1] alive"),
        ),
      ),
    ).toBe("process w *4:8 !6:3 7:10");
  });

  test("a process of the file is one name in all scenarios", () => {
    const text = opened('process <|>p\nscenario "1" {\n  p: exit()\n}\nscenario "2" {\n  p: exit()\n}\n');
    expect(same(text)).toBe("process p *1:9 !3:3 !6:3");
  });

  test("a loop's number is known in its block alone", () => {
    expect(
      same(
        opened(
          inScenario(
            "  for i in 0:2 {",
            "    p: w[<|>i] = fork()",
            "  }",
            "  for i in 0:2 {",
            "    w[i]: exit()",
            "  }",
          ),
        ),
      ),
    ).toBe("number i *3:7 4:10");
  });

  test("a number's parentheses are no part of its name", () => {
    expect(same(opened("let N = 2\npool (<|>N) + ( (N) )\n"))).toBe("number N *1:5 2:7 2:15");
  });

  test("a scenario's let is the file's, set once more", () => {
    const text = opened('let N = 1\nscenario "s" {\n  let N = 2\n  pool <|>N\n}\n');
    expect(same(text)).toBe("number N *1:5 *3:7 4:8");
    expect(made(text)).toBe("3");
  });

  test("a segment is everybody's", () => {
    expect(
      same(opened(inScenario("  p: s = shmget(2, SHM_HUGETLB)", "  p: a = shmat(<|>s)", "  p: shmctl(s, IPC_RMID)"))),
    ).toBe("segment s *3:6 4:16 !5:13");
  });
});

describe("files, mounts, cgroups", () => {
  test("a file is made by its first mention; numbers put in are left open", () => {
    const text = inScenario(
      "  for i in 0:2 {",
      "    p: a = mmap(/dev/hugepages/f<|>{i}, 1, MAP_SHARED)",
      "    p: unlink(/dev/hugepages/f{ i })",
      "    p: unlink(/dev/hugepages/g)",
      "  }",
    );
    const { document, cursor } = opened(text);
    const file = namesOf(document)
      .between(cursor.line, cursor.line)
      .find(({ kind }) => kind === "file");
    expect(file?.name).toBe("/dev/hugepages/f{}");
    expect(
      file === undefined
        ? []
        : namesOf(document)
            .of(file.symbol)
            .map(({ range: { start, end } }) => [start.line, start.character, end.character]),
    ).toEqual([
      [3, 16, 35],
      [4, 14, 35],
    ]);
  });

  test("the beginning of a path is its mount", () => {
    expect(
      same(opened(`mount /mnt/huge size=4\n${inScenario("  p: unlink(/mnt/h<|>uge/f)", "  p: unlink(/mnt/huger)")}`)),
    ).toBe("mount /mnt/huge *1:7 4:13");
    expect(same(opened(`mount /mnt/huge size=4\n${inScenario("  p: unlink(/mnt/huge/<|>f)")}`))).toBe(
      "file /mnt/huge/f *4:13",
    );
  });

  test("a cgroup", () => {
    expect(
      same(
        opened("cgroup db limit=2\nprocess p in cgroup d<|>b\n" + 'scenario "s" {\n  expect cgroup db usage == 0\n}'),
      ),
    ).toBe("cgroup db *1:8 2:21 4:17");
  });
});

describe("included files", () => {
  const files = { "common.hugetlb": "let N = 4\nprocess p\npool N\n" };

  test("a name that an included file makes", () => {
    const text = opened(`include "common.hugetlb"\nscenario "s" {\n  pool <|>N\n}\n`, files);
    expect(same(text)).toBe("number N common.hugetlb*1:5 common.hugetlb3:6 3:8");
    expect(made(text)).toBe("common.hugetlb1");
  });

  test("a file that includes itself is read once", () => {
    expect(
      same(
        opened(`include "story.hugetlb"\nlet <|>N = 1\n`, { "story.hugetlb": 'include "story.hugetlb"\nlet N = 1\n' }),
      ),
    ).toBe("number N *2:5");
  });
});

describe("text that does not parse", () => {
  test("a fork that is not finished makes its child all the same", () => {
    expect(same(opened(inScenario(`  p: a = ${MMAP}`, "  p: c = fork(", "  <|>c: write a")))).toBe(
      "process c *4:6 5:3",
    );
    expect(same(opened(inScenario(`  p: a = ${MMAP}`, "  p: c = fork(", "  c: write <|>a")))).toBe(
      "mapping a *3:6 !5:12",
    );
  });

  test("known names in it are found", () => {
    expect(same(opened(inScenario(`  p: a = ${MMAP}`, "  p: write a[", "  expect p.<|>a[ absent")))).toBe(
      "mapping a *3:6 4:12 5:12",
    );
    expect(same(opened("process p, q,\n" + 'scenario "s" {\n  <|>q: exit()\n'))).toBe("process q *1:12 !3:3");
  });

  test("nothing stands in a comment or a blank line", () => {
    expect(same(opened(inScenario("  # <|>p")))).toBe("nothing");
  });
});

describe("versions", () => {
  test("what was not edited is not read again, what was is", () => {
    const text = 'process p\nscenario "1" {\n  p: exit()\n}\nscenario "2" {\n  p: exit()\n}\n';
    const { document } = opened(text);
    const before = namesOf(document).between(2, 2)[0];
    document.update(text.replace("  p: exit()\n}\n\n", "").replace(/p: exit\(\)\n\}\n$/u, "p: exec()\n}\n"), 2);
    expect(namesOf(document).between(2, 2)[0]).toBe(before);
    expect(
      namesOf(document)
        .between(5, 5)
        .map(({ name }) => name),
    ).toEqual(["p", "exec"]);
    document.update(`# first\n${text}`, 3);
    expect(
      namesOf(document)
        .between(3, 3)
        .map(({ name }) => name),
    ).toEqual(["p", "exit"]);
  });
});

describe("every example", () => {
  test.each(exampleTexts())("$name", ({ text }) => {
    const { document } = opened(text);
    const lines = text.split("\n");
    for (const occurrence of occurrencesOf(document)) {
      const { start, end } = occurrence.range;
      const written = lines[start.line]?.slice(start.character, end.character);
      expect(written?.replace(/\{[^}]*\}/gu, "{}")).toBe(occurrence.name);
      // The examples use no name that nothing makes.
      if (isMade(occurrence.kind))
        expect(occurrence.definition, `${occurrence.kind} ${occurrence.name}`).not.toBeNull();
    }
  });
});
