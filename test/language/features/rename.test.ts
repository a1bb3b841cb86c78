import { describe, expect, test } from "vitest";
import type { TextEdit } from "vscode-languageserver-types";
import { HugetlbDocument } from "../../../language/document.js";
import { finished } from "../../../language/finished.js";
import { prepareRename, rename } from "../../../language/features/rename.js";
import { isMade, occurrencesOf, type Occurrence } from "../../../language/names/index.js";
import { exampleTexts } from "../../examples/texts.js";
import { opened, URI } from "./cursor.js";

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split("\n");
  for (const { range, newText } of [...edits].sort((a, b) => b.range.start.character - a.range.start.character)) {
    const line = lines[range.start.line] ?? "";
    lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  }
  return lines.join("\n");
}

/** The text with what stands at the cursor renamed, or why that cannot be. */
function renamed(marked: string, name: string, files?: Readonly<Record<string, string>>): string {
  const { document, cursor, text } = opened(marked, files);
  const result = finished(rename(document, cursor, name, []));
  return "refused" in result ? result.refused : applied(text, result.edits.get(URI) ?? []);
}

const MMAP = "mmap(anon, 2, MAP_PRIVATE)";
const story = (...lines: readonly string[]): string => ["process p", 'scenario "s" {', ...lines, "}", ""].join("\n");

describe("rename", () => {
  test("a process, with its indexes, in all scenarios that know it", () => {
    expect(renamed(story("p: w[0] = fork()", "<|>w[0]: exit()", "expect w[0] exited"), "worker")).toBe(
      story("p: worker[0] = fork()", "worker[0]: exit()", "expect worker[0] exited"),
    );
    expect(renamed('process <|>p\nscenario "1" {\np: exit()\n}\nscenario "2" {\np: exit()\n}\n', "q")).toBe(
      'process q\nscenario "1" {\nq: exit()\n}\nscenario "2" {\nq: exit()\n}\n',
    );
  });

  test("a mapping, with its copies; another process's mapping of that name stays", () => {
    expect(
      renamed(
        story("process q", `p: a = ${MMAP}`, `q: a = ${MMAP}`, "p: c = fork()", "c: write <|>a[0]", "q: read a"),
        "heap",
      ),
    ).toBe(story("process q", `p: heap = ${MMAP}`, `q: a = ${MMAP}`, "p: c = fork()", "c: write heap[0]", "q: read a"));
  });

  test("numbers, segments, cgroups", () => {
    expect(renamed("let N = 2\npool (<|>N) + N\n", "pages")).toBe("let pages = 2\npool (pages) + pages\n");
    expect(renamed(story("for i in 0:2 {", "p: w[<|>i] = fork()", "}"), "n")).toBe(
      story("for n in 0:2 {", "p: w[n] = fork()", "}"),
    );
    expect(renamed(story("p: <|>s = shmget(2, SHM_HUGETLB)", "p: s = shmat(s)"), "key")).toBe(
      story("p: key = shmget(2, SHM_HUGETLB)", "p: s = shmat(key)"),
    );
    expect(renamed("cgroup db limit=2\nprocess p in cgroup <|>db\n", "web")).toBe(
      "cgroup web limit=2\nprocess p in cgroup web\n",
    );
  });

  test("a file keeps the numbers in its path, a mount the rest of the paths on it", () => {
    expect(
      renamed(
        story(
          "for i in 0:2 {",
          "p: a = mmap(/dev/hugepages/f<|>{i}, 1, MAP_SHARED)",
          "p: unlink(/dev/hugepages/f{ i })",
          "}",
        ),
        "/dev/hugepages/g{i}.tmp",
      ),
    ).toContain("unlink(/dev/hugepages/g{ i }.tmp)");
    expect(
      renamed(`mount /mnt/h<|>uge size=2\n${story("p: unlink(/mnt/huge/f)", "p: unlink(/dev/hugepages/f)")}`, "/mnt/x"),
    ).toBe(`mount /mnt/x size=2\n${story("p: unlink(/mnt/x/f)", "p: unlink(/dev/hugepages/f)")}`);
  });

  test("a scenario, its quotes escaped", () => {
    expect(renamed('scenario "<|>a" {\n}\n', 'say "hi"')).toBe('scenario "say \\"hi\\"" {\n}\n');
    const { document, cursor } = opened('scenario "say \\"<|>hi\\"" {\n}\n');
    expect(prepareRename(document, cursor)).toMatchObject({ placeholder: 'say "hi"' });
  });

  test("a name that the file has already is refused, also where no line of the scenario says it", () => {
    const other = 'scenario "other" {\n  p: exit()\n}\n';
    const marked = `process p, q\n${other}scenario "s" {\n  p: <|>c = fork()\n  c: exit()\n}\n`;
    expect(renamed(marked, "q")).toContain("There is a process `q` already, on line 1.");
    expect(renamed(marked, "r")).toContain("  p: r = fork()\n  r: exit()");
    expect(renamed(marked.replace("<|>", "").replace("process p", "process <|>p"), "c")).toContain(
      "There is a process",
    );
  });

  test("a line that does not parse goes along", () => {
    expect(renamed(story(`p: a = ${MMAP}`, "p: write a[", "p: read <|>a"), "b")).toBe(
      story(`p: b = ${MMAP}`, "p: write b[", "p: read b"),
    );
  });

  test("an included file gets its edits, and so do the other files that include it", () => {
    const common = new HugetlbDocument("file:///c", { include: () => ({ state: "missing", reason: "none" }) });
    common.update("process p\n", 1);
    const reader = (uri: string): HugetlbDocument => {
      const document = new HugetlbDocument(uri, { include: () => ({ state: "loaded", document: common }) });
      document.update('include "c"\nscenario "s" {\n  p: exit()\n}\n', 1);
      return document;
    };
    const [a, b] = [reader("file:///a"), reader("file:///b")];
    const result = finished(rename(a, { line: 2, character: 2 }, "init", [a, b, common]));
    expect("edits" in result ? [...result.edits.keys()].sort() : result).toEqual([
      "file:///a",
      "file:///b",
      "file:///c",
    ]);
  });
});

describe("what is refused", () => {
  test("no name, or no place for one", () => {
    expect(renamed("process <|>p\n", "2x")).toContain("`2x` is no name");
    expect(renamed("process <|>p\n", "p q")).toContain("is no name");
    expect(renamed('scenario "<|>s" {\n}\n', " ")).toContain("one line of text");
    expect(renamed("# <|>p\n", "q")).toContain("none stands here");
    expect(renamed("kernel <|>6.12\n", "q")).toBe("`6.12` is a word of the language: it cannot be renamed.");
    expect(renamed(story("<|>q: exit()"), "r")).toBe("Nothing makes `q`: there is nothing to rename.");
  });

  test("names that are taken", () => {
    expect(renamed("process <|>p, q\n", "q")).toBe("There is a process `q` already, on line 1.");
    expect(renamed(story(`p: a = ${MMAP}`, `p: <|>b = ${MMAP}`), "a")).toBe(
      "There is a mapping `a` already, on line 3.",
    );
    expect(renamed(story(`p: a = ${MMAP}`, "p: c = fork()", `c: <|>b = ${MMAP}`), "a")).toContain(
      "a mapping `a` already",
    );
    expect(renamed('scenario "<|>1" {\n}\nscenario "2" {\n}\n', "2")).toBe('There is a scenario "2" already.');
    expect(renamed(story("for i in 0:2 {", "for <|>j in 0:2 {", "p: w[i + j] = fork()", "}", "}"), "i")).toContain(
      "already",
    );
  });

  test("names that would be read as something else", () => {
    expect(renamed(`let <|>N = 2\n${story("expect N == 2")}`, "free")).toBe(
      "With the name `free`, line 4 would mean something else.",
    );
  });

  test("paths that are none, leave their mount, or are another file", () => {
    const unlink = story(
      "p: unlink(/dev/hugepages/<|>f)",
      "p: unlink(/dev/hugepages/g)",
      "p: unlink(/dev/hugepages/n{0})",
    );
    expect(renamed(unlink, "f")).toContain("no absolute path");
    expect(renamed(unlink, "/tmp/f")).toBe("A file stays on its mount: the path must begin with `/dev/hugepages/`.");
    expect(renamed(unlink, "/dev/hugepages/")).toContain("is the mount itself");
    expect(renamed(unlink, "/dev/hugepages/g")).toBe("There is a file `/dev/hugepages/g` already.");
    expect(renamed(unlink, "/dev/hugepages/n7")).toBe("There is a file `/dev/hugepages/n{}` already.");
    expect(renamed(unlink, "/dev/hugepages/f{1}")).toContain("must stay as they are");
    const alias = story("p: unlink(/dev/hugepages/<|>n0)", "p: unlink(/dev/hugepages/n{0})");
    expect(renamed(alias, "/dev/hugepages/x")).toContain("may be the same file");
  });
});

/** What the runs of a text came to, without the names in it. */
function results(document: HugetlbDocument): unknown {
  return document
    .analyse()
    .scenarios.map(({ runs }) =>
      runs.map(({ kernel, run, verdict, problems }) => [
        kernel,
        verdict.outcome,
        problems.map(({ code }) => code),
        run.steps.map(({ trace: { result, counters, events } }) => [result, counters, events.map(({ kind }) => kind)]),
      ]),
    );
}

/** The first occurrence of everything that a text makes. */
function symbolsOf(document: HugetlbDocument): readonly Occurrence[] {
  const seen = new Set<unknown>();
  return occurrencesOf(document).filter(({ kind, symbol }) => isMade(kind) && !seen.has(symbol) && seen.add(symbol));
}

/** A name that no example has. */
function freshName({ kind, name, written }: Occurrence, number: number): string {
  if (kind === "scenario") return `${name} ${number}`;
  return kind === "file" || kind === "mount" ? `${written}-${number}` : `renamed_${number}`;
}

describe("every name of every example", () => {
  test.each(exampleTexts())("can be renamed and back, and the runs stay the same: $name", ({ text }) => {
    const { document } = opened(text);
    const before = results(document);
    const count = symbolsOf(document).length;
    const back: { readonly name: string; readonly number: number }[] = [];
    const put = (at: number, name: string): void => {
      const found = symbolsOf(document)[at];
      if (found === undefined) throw new Error("a name is gone");
      const result = finished(rename(document, found.range.start, name, []));
      if ("refused" in result) throw new Error(`${found.name}: ${result.refused}`);
      document.update(applied(document.text, result.edits.get(URI) ?? []), document.version + 1);
    };
    for (let number = 0; number < count; number += 1) {
      const found = symbolsOf(document)[number];
      if (found === undefined) throw new Error("a name is gone");
      back.push({ name: found.kind === "scenario" ? found.name : found.written, number });
      put(number, freshName(found, number));
    }
    expect(document.text).not.toBe(text);
    expect(results(document)).toEqual(before);
    for (const { name, number } of back.reverse()) put(number, name);
    expect(document.text).toBe(text);
  });
});
