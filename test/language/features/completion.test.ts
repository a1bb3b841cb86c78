import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type CompletionItem, TextEdit } from "vscode-languageserver-types";
import { plainText } from "../../../language/features/completion/offer.js";
import { completionsAt, resolveCompletion } from "../../../language/features/completion.js";
import { HugetlbDocument } from "../../../language/document.js";
import { isRightSoFar } from "../../../language/syntax/expected.js";
import { opened, type Opened } from "./cursor.js";

const ABLE = { snippets: true, suggests: true };
const PLAIN = { snippets: false, suggests: false };

function offered({ document, cursor }: Opened, trigger?: string): readonly CompletionItem[] {
  return [...completionsAt(document, cursor, ABLE, trigger).items].sort((a, b) =>
    (a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1,
  );
}

function labels(marked: string, trigger?: string): readonly string[] {
  return offered(opened(marked), trigger).map(({ label }) => label);
}

/** The text after an item was chosen. */
function chosen(marked: string, label: string, abilities = PLAIN): string {
  const { document, cursor, text } = opened(marked);
  const item = completionsAt(document, cursor, abilities).items.find((each) => each.label === label);
  if (item?.textEdit === undefined || !TextEdit.is(item.textEdit)) throw new Error(`${label} is not offered`);
  const { range, newText } = item.textEdit;
  const lines = text.split("\n");
  const line = lines[range.start.line] ?? "";
  lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  return lines.join("\n");
}

const about = (marked: string, label: string): string | undefined =>
  offered(opened(marked)).find((item) => item.label === label)?.labelDetails?.description;

const STORY = `kernel 2.6.26+cow, 2.6.26
pool 3
process parent, other

scenario "s" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  other: b = mmap(/dev/hugepages/other, 1, MAP_SHARED)
  parent: child = fork()
  LINE
  child: exit()
}
`;

const at = (line: string): string => STORY.replace("LINE", line);

describe("the beginning of a line", () => {
  test("in a scenario: who is alive here, then blocks and expectations, no settings behind the first step", () => {
    const found = labels(at("<|>"));
    expect(found.slice(0, 3)).toEqual(["parent", "other", "child"]);
    expect(found).toContain("expect");
    expect(found).toContain("concurrent");
    expect(found).not.toContain("pool");
    expect(found).not.toContain("scenario");
  });

  test("outside: settings and scenarios, nobody who acts", () => {
    const found = labels("<|>\nprocess p\n");
    expect(found).toContain("kernel");
    expect(found).toContain("scenario");
    expect(found).toContain("scenario: a fork story");
    expect(found).not.toContain("p");
    expect(found).not.toContain("expect");
  });

  test("at a scenario's head: settings as well", () => {
    expect(labels('scenario "s" {\n  <|>\n}')).toContain("pool");
  });

  test("whoever has died is not offered, and no one before his fork", () => {
    expect(labels(STORY.replace("  LINE\n", "").replace("exit()\n}", "exit()\n  <|>\n}"))).not.toContain("child");
    expect(labels(STORY.replace("LINE", "").replace("  parent: write a\n", "  <|>\n"))).not.toContain("child");
  });

  test("killed by the kernel is dead, too", () => {
    const story = `scenario "s" {
  kernel 2.6.26
  pool 1
  process p
  p: a = mmap(/dev/hugepages/data, 1, MAP_PRIVATE)
  p: write a
  p: c = fork()
  c: write a
  <|>
}`;
    expect(labels(story)).toContain("p");
    expect(labels(story)).not.toContain("c");
  });

  test("a child that the line above forks is offered before that was run", () => {
    const { document, text } = opened(at(""));
    const lines = text.split("\n");
    lines.splice(10, 0, "  parent: third = fork()", "  ");
    document.update(lines.join("\n"), 2);
    const { items } = completionsAt(document, { line: 11, character: 2 }, ABLE);
    expect(items.map(({ label }) => label)).toContain("third");
  });

  test("in a loop: the loop's own worker first", () => {
    const found = labels(`scenario "s" {
  pool 4
  process p
  for i in 0:2 {
    p: worker[i] = fork()
    <|>
  }
}`);
    expect(found.slice(0, 4)).toEqual(["worker[i]", "p", "worker[0]", "worker[1]"]);
  });

  test("no expectation inside concurrent", () => {
    expect(labels('scenario "s" {\n  process p\n  concurrent {\n    <|>\n  }\n}')).not.toContain("expect");
  });

  test("a blank opens no list on a blank line", () => {
    expect(labels(at("<|>"), " ")).toEqual([]);
  });
});

describe("what somebody does", () => {
  test("verbs, then calls; those that no kernel listed has are left out", () => {
    const found = labels(at("parent: <|>"));
    expect(found.slice(0, 3)).toEqual(["read", "write", "mmap"]);
    expect(found).toContain("madvise");
    expect(found).not.toContain("fallocate");
    expect(found).not.toContain("mremap");
    expect(labels(at("parent: <|>").replace("2.6.26+cow, 2.6.26", "6.1"))).toContain("fallocate");
  });

  test("what some of the kernels do not have says so", () => {
    expect(about(at("parent: <|>").replace("2.6.26+cow", "6.1"), "fallocate")).toBe("not under 2.6.26");
  });

  test("behind `=` only what makes something", () => {
    expect(labels(at("parent: x = <|>"))).toEqual(["mmap", "fork", "vfork", "shmget", "shmat"]);
  });

  test("a half-typed word is replaced, whatever else is broken", () => {
    expect(chosen(at("parent: wri<|>\n  parent: what is this"), "write")).toContain("  parent: write a\n");
    expect(labels(at("parent: wri<|>").replace("process parent", "process parent,,"))).toContain("write");
  });

  test("a call that makes something brings a fresh name", () => {
    expect(chosen(at("parent: <|>"), "mmap")).toContain("  parent: b = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)\n");
    expect(chosen(at("parent: <|>"), "fork")).toContain("  parent: other = fork()\n".replace("other", "third"));
    expect(chosen(at("parent: x = <|>"), "fork")).toContain("  parent: x = fork()\n");
  });

  test("an editor that knows snippets gets places to fill in", () => {
    expect(chosen(at("parent: <|>"), "munmap", ABLE)).toContain("  parent: munmap(${1:a})\n");
  });
});

describe("mappings and pages", () => {
  test("only those of whoever acts, with their pages here", () => {
    expect(labels(at("parent: write <|>"))).toEqual(["a"]);
    expect(labels(at("other: write <|>"))).toEqual(["b"]);
    expect(labels(at("child: write <|>"))).toEqual(["a"]);
    expect(about(at("child: write <|>"), "a")).toBe("AB");
    expect(about(at("other: write <|>"), "b")).toBe("-");
  });

  test("not before they are made, and not when they are gone", () => {
    expect(labels(STORY.replace("LINE", "").replace("  parent: write a\n", "  other: write <|>\n"))).toEqual([]);
    expect(labels(at("parent: munmap(a)\n  parent: write <|>"))).toEqual([]);
  });

  test("pages within the length", () => {
    expect(labels(at("parent: write a[<|>"))).toEqual(["0", "1"]);
    expect(labels(at("other: read b[<|>]"))).toEqual(["0"]);
    expect(labels(at("parent: write a[0:<|>"))).toEqual(["0", "1"]);
    expect(about(at("child: write a[<|>"), "1")).toBe("page B");
  });

  test("of the process before the dot in an expectation", () => {
    expect(labels(at("expect other.<|>"))).toEqual(["b"]);
    expect(labels(at("expect child.a[<|>"))).toEqual(["0", "1"]);
  });
});

describe("arguments", () => {
  test("files that are used, then mounts", () => {
    expect(labels(at("other: c = mmap(<|>"))).toEqual([
      "/dev/hugepages/data",
      "/dev/hugepages/other",
      "/dev/hugepages/",
    ]);
    expect(chosen(at("other: c = mmap(/dev/huge<|>"), "/dev/hugepages/data")).toContain("mmap(/dev/hugepages/data\n");
  });

  test("anon where a kernel has it", () => {
    expect(labels(at("other: c = mmap(<|>").replace("2.6.26+cow", "6.12"))).toContain("anon");
  });

  test("the flags that are not there yet", () => {
    expect(labels(at("other: c = mmap(/dev/hugepages/x, 1, <|>"))).toEqual([
      "MAP_PRIVATE",
      "MAP_SHARED",
      "MAP_NORESERVE",
      "MAP_POPULATE",
      "MAP_LOCKED",
    ]);
    expect(labels(at("other: c = mmap(/dev/hugepages/x, 1, MAP_SHARED | MAP_<|>"))).toEqual([
      "MAP_NORESERVE",
      "MAP_POPULATE",
      "MAP_LOCKED",
    ]);
    expect(about(at("other: c = mmap(/dev/hugepages/x, 1, <|>"), "MAP_NORESERVE")).toBe("not under 2.6.26+cow, 2.6.26");
  });

  test("options of mmap, each once", () => {
    expect(labels(at("other: c = mmap(/dev/hugepages/x, 1, MAP_SHARED, <|>"))).toEqual([
      "pagesize=",
      "offset=",
      "prot=",
    ]);
    expect(labels(at("other: c = mmap(/dev/hugepages/x, 1, MAP_SHARED, offset=1, <|>"))).not.toContain("offset=");
  });

  test("constants of their own call", () => {
    expect(labels(at("parent: madvise(a, <|>"))).toEqual(["MADV_DONTNEED", "MADV_DONTFORK", "MADV_DOFORK"]);
    expect(labels(at("parent: mprotect(a, <|>"))).toEqual(["PROT_READ", "PROT_WRITE", "PROT_NONE"]);
    expect(labels(at("parent: s = shmget(1, <|>"))).toEqual(["SHM_HUGETLB", "SHM_NORESERVE"]);
  });

  test("whom to kill, and by what", () => {
    expect(labels(at("parent: kill(<|>"))).toEqual(["other", "child"]);
    expect(labels(at("parent: kill(child, <|>")).slice(0, 3)).toEqual(["SIGBUS", "SIGKILL", "SIGSEGV"]);
  });

  test("segments made above", () => {
    expect(labels(at("parent: seg = shmget(1, SHM_HUGETLB)\n  parent: x = shmat(<|>"))).toEqual(["seg"]);
  });
});

describe("settings", () => {
  test("kernels with what each stands for", () => {
    const found = labels("kernel <|>");
    expect(found.slice(0, 3)).toEqual(["all", "2.6.26", "2.6.26+reserve"]);
    expect(about("kernel <|>", "2.6.26")).toMatch(/^before the patchset of 2008/u);
    expect(labels("kernel 2.6.26, <|>").slice(0, 2)).toEqual(["2.6.26+reserve", "2.6.26+cow"]);
  });

  test("an id is replaced as a whole", () => {
    expect(chosen("kernel 2.6.26+c<|>", "2.6.26+cow")).toBe("kernel 2.6.26+cow");
  });

  test("options of a mount and a control group", () => {
    expect(labels("kernel 6.1\nmount /mnt/huge <|>")).toEqual(["size=", "min_size=", "pagesize="]);
    expect(labels("kernel 2.6.26\nmount /mnt/huge <|>")).not.toContain("min_size=");
    expect(labels("cgroup db <|>")).toEqual(["limit=", "rsvd="]);
  });

  test("sysctls, and where settings have numbers", () => {
    expect(labels(at("sysctl <|>"))).toEqual(["vm.nr_hugepages", "vm.nr_overcommit_hugepages"]);
    expect(chosen(at("sysctl vm.nr_o<|>"), "vm.nr_overcommit_hugepages")).toContain(
      "sysctl vm.nr_overcommit_hugepages\n",
    );
    expect(labels("let N = 4\npool <|>")).toEqual(["N"]);
  });
});

describe("outcomes", () => {
  const story = (line: string): string => `kernel 2.6.26, 2.6.26+cow
pool 2
process parent
scenario "s" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  ${line}
}`;

  test("what would happen comes first, of every kernel and of the one shown", () => {
    const found = labels(story("parent: write a[0] -> <|>"));
    expect(found.slice(0, 3)).toEqual(["SIGKILL before 2.6.26+cow; ok otherwise", "SIGKILL", "ok"]);
    expect(about(story("parent: write a[0] -> <|>"), "SIGKILL")).toBe("what happens under 2.6.26");
    expect(labels(story("child: read a[0] -> <|>"))[0]).toBe("ok");
    expect(chosen(story("parent: write a[0] -> <|>"), "SIGKILL before 2.6.26+cow; ok otherwise")).toContain(
      "write a[0] -> SIGKILL before 2.6.26+cow; ok otherwise\n",
    );
  });

  test("an errno of a call", () => {
    expect(labels(story("child: b = mmap(/dev/hugepages/x, 9, MAP_SHARED) -> <|>"))[0]).toBe("ENOMEM");
  });

  test("guards of an outcome, the kernels listed first", () => {
    expect(labels(story("parent: write a[0] -> SIGKILL <|>"))).toEqual(["since", "before", "on", "otherwise"]);
    expect(labels(story("parent: write a[0] -> SIGKILL before <|>")).slice(0, 2)).toEqual(["2.6.26", "2.6.26+cow"]);
  });

  test("an arrow behind a whole step", () => {
    expect(labels(story("parent: write a[0] <|>"))).toContain("->");
    expect(labels(story("parent: write a[0] <|>"), " ")).toEqual([]);
  });
});

describe("expectations", () => {
  test("processes, also dead ones, and counters", () => {
    const found = labels(at("expect <|>"));
    expect(found.slice(0, 3)).toEqual(["parent", "other", "child"]);
    expect(found).toContain("free");
    expect(found).toContain("sometimes");
    expect(labels(STORY.replace("  LINE\n", "").replace("exit()\n}", "exit()\n  expect <|>\n}"))).toContain("child");
  });

  test("states of a process, of a page, comparisons of a counter", () => {
    expect(labels(at("expect child <|>"))).toEqual(expect.arrayContaining(["alive", "exited", "killed"]));
    expect(labels(at("expect child.a[0] <|>"))).toEqual(
      expect.arrayContaining(["present", "absent", "unmapped", "same"]),
    );
    expect(labels(at("expect free <|>"))).toEqual(expect.arrayContaining(["==", ">="]));
    expect(chosen(at("expect child.a[0] <|>"), "same")).toContain("child.a[0] same as \n");
  });

  test("groups and their counters", () => {
    expect(labels('kernel 6.1\ncgroup db limit=2\nscenario "s" {\n  expect cgroup <|>\n}')).toEqual(["db"]);
    expect(labels('kernel 6.1\ncgroup db limit=2\nscenario "s" {\n  expect cgroup db <|>\n}')).toEqual([
      "usage",
      "rsvd",
    ]);
  });
});

describe("where nothing is offered", () => {
  test.each([
    ["a comment", at("parent: write a # <|>")],
    ["a string", 'scenario "<|>" {\n}'],
    ["behind something wrong", at("parent: wirte a <|>")],
    ["a new name", at("for <|>")],
  ])("%s", (_, marked) => {
    expect(labels(marked)).toEqual([]);
  });
});

test("what an item says comes when it is looked at", () => {
  const { document, cursor } = opened(at("parent: <|>"));
  const item = completionsAt(document, cursor, ABLE).items.find(({ label }) => label === "write");
  expect(item?.documentation).toBeUndefined();
  const resolved: unknown = resolveCompletion(JSON.parse(JSON.stringify(item)) as CompletionItem).documentation;
  expect(resolved).toMatchObject({ kind: "markdown" });
  expect(JSON.stringify(resolved)).toContain("copy-on-write");
  expect(resolveCompletion({ label: "x" })).toEqual({ label: "x" });
});

test("a snippet without its places", () => {
  expect(plainText("${1:a} = mmap(${2:/f\\}}, ${3|x,y|}) ${1:a} $1 $0\\$")).toBe("a = mmap(/f}, x) a a $");
});

/** The lines of every example, with some half typed. */
const EXAMPLES = path.resolve("examples");
const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hugetlb"));

describe.each(files)("%s", (name) => {
  test("at every position: an answer, and nothing chosen makes the line worse", () => {
    const text = readFileSync(path.join(EXAMPLES, name), "utf8");
    const document = new HugetlbDocument(`file:///${name}`, { include: () => ({ state: "missing", reason: "none" }) });
    document.update(text, 1);
    document.analyse();
    const lines = text.split("\n");
    const tried = new Set<string>();
    lines.forEach((line, number) => {
      for (let character = 0; character <= line.length; character++) {
        const { items } = completionsAt(document, { line: number, character }, PLAIN);
        for (const { textEdit, label } of items) {
          if (!TextEdit.is(textEdit)) throw new Error(`${label} has no edit`);
          const { start, end } = textEdit.range;
          expect(start.line).toBe(number);
          expect(start.character).toBeLessThanOrEqual(character);
          expect(end.character).toBe(character);
          const [first = "", ...others] = (line.slice(0, start.character) + textEdit.newText).split("\n");
          for (const written of [first, ...others]) {
            if (tried.has(written)) continue;
            tried.add(written);
            expect(isRightSoFar(written), `${label}: ${written}`).toBe(true);
          }
        }
      }
    });
  }, 60_000);
});

test("any text: an answer at any position", () => {
  const piece = fc.constantFrom(
    "p: ",
    "write ",
    "a",
    "[",
    "0",
    "mmap(",
    "/dev/x",
    ", ",
    "-> ",
    "expect ",
    "kernel ",
    "{",
    "}",
    "\n",
    '"',
    'scenario "s" {\n',
    "é",
    "fork()",
    "c = ",
    "free ",
    "for i in ",
    "#",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(), (pieces, where) => {
      const text = pieces.join("");
      const document = new HugetlbDocument("file:///x", { include: () => ({ state: "missing", reason: "none" }) });
      document.update(text, 1);
      document.analyse();
      const lines = text.split("\n");
      const line = where % lines.length;
      const { items } = completionsAt(document, { line, character: where % ((lines[line]?.length ?? 0) + 1) }, ABLE);
      expect(Array.isArray(items)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
