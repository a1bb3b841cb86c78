import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MarkupContent } from "vscode-languageserver-types";
import { HugetlbDocument } from "../../../language/document.js";
import { hoverAt } from "../../../language/features/hover.js";
import { opened } from "./cursor.js";

const STORY = `kernel 2.6.26+cow, 2.6.26
pool 2
process parent
let N = 2
scenario "s" {
  parent: a = mmap(/dev/hugepages/data, N, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child: read a[1]
  child: read a[0]
  expect free == 0
}
`;

/** The hover's paragraphs at the cursor that stands in the last occurrence of `at`. */
function told(line: string, text = STORY): readonly string[] {
  const bare = line.replace("<|>", "");
  if (!text.includes(bare)) throw new Error(`there is no ${bare}`);
  const { document, cursor } = opened(text.replace(bare, line));
  const hover = hoverAt(document, cursor);
  if (hover === null) return [];
  if (!MarkupContent.is(hover.contents)) throw new Error("no Markdown");
  return hover.contents.value.split("\n\n");
}

describe("hover", () => {
  test("a process: born by which fork, died where; what it maps here, and what is otherwise under other kernels", () => {
    expect(told("chi<|>ld: read a[1]")).toEqual([
      "**child**: a process. parent forks it at line 8. It is killed by SIGBUS at line 11.",
      "Here it is alive.",
      "- a `!B` private, inherited",
    ]);
    expect(told("par<|>ent: write a[0]")).toEqual([
      "**parent**: a process. It is there from the start.",
      "Here it is alive.",
      "- a `AB` private, its owner",
      "*But under 2.6.26 it has been killed by SIGKILL.*",
    ]);
  });

  test("a segment: how long, who made it, its pages here, who has attached it", () => {
    const text = `kernel 6.12, 2.6.26
pool 3
process server, client
scenario "s" {
  server: seg = shmget(3, SHM_HUGETLB)
  server: a = shmat(seg)
  client: b = shmat(seg)
  server: write a[0:2]
  server: shmctl(seg, IPC_RMID)
  client: late = shmat(seg)
  server: big = shmget(9, SHM_HUGETLB)
}
`;
    expect(told("server: <|>seg = shmget(3", text)).toEqual([
      "**seg**: a System V segment of 3 pages, made by server at line 5.",
      "Here `---`: 0 of 3 pages in it, 3 promised to it.",
      "Nobody has attached it.",
    ]);
    expect(told("shmctl(<|>seg, IPC_RMID)", text)).toEqual([
      "**seg**: a System V segment of 3 pages, made by server at line 5.",
      "Here `AB-`: 2 of 3 pages in it, 1 promised to it.",
      "Attached by server.a, client.b.",
      "Removed at line 9: it is gone with the last who has attached it.",
    ]);
    expect(told("server: <|>big = shmget(9", text)).toEqual([
      "**big**: a System V segment that is not there (line 11: ENOMEM).",
    ]);
  });

  test("a mapping: length, file, whose; pages here; what was taken away", () => {
    expect(told("parent: write <|>a\n")).toEqual([
      "**a** of parent: 2 pages of `/dev/hugepages/data`, private, made at line 6, its owner.",
      "Here `AB`: 2 of 2 pages present, 0 promised.",
    ]);
    expect(told("parent: <|>a = mmap")[1]).toBe("Here `--`: 0 of 2 pages present, 2 promised.");
    expect(told("parent: <|>a = mmap")[2]).toBe("*But under 2.6.26 `--`: 0 of 2 pages present, 0 promised.*");
    expect(told("child: read <|>a[1]")).toEqual([
      "**a** of child: 2 pages of `/dev/hugepages/data`, private, inherited from parent by the fork at line 8; parent is the owner.",
      "Here `!B`: 1 of 2 pages present, 0 promised.",
      "Page A (a[0]) was taken away by parent at line 9: touching a page that is not there kills.",
      "*But under 2.6.26 `AB`: 2 of 2 pages present, 0 promised.*",
    ]);
  });

  test("a mapping whose process dies here, as it was before", () => {
    const found = told("child: read <|>a[0]");
    expect(found[1]).toBe("Here `!B`: 1 of 2 pages present, 0 promised.");
    expect(found.at(-1)).toBe("It is gone after this line.");
  });

  test("free is not available", () => {
    const text = STORY.replace("  parent: write a\n", "  expect free == 2\n");
    const found = told("expect fr<|>ee == 2", text);
    expect(found[0]).toContain("**free** is **2** here.");
    expect(found[1]).toBe(
      "Total 2, free 2, promised 2, surplus 0: **available 0**. All 2 free pages are promised: nobody without a promise gets one.",
    );
  });

  test("a counter that is another under another kernel", () => {
    const text = STORY.replace("  parent: write a\n", "  expect rsvd == 2\n");
    expect(told("expect rs<|>vd == 2", text).at(-1)).toBe("*But under 2.6.26 it is 0.*");
  });

  test("a file: its own pages, what is promised to it, who maps it", () => {
    const text = `scenario "s" {
  kernel 6.12
  pool 3
  process p
  p: a = mmap(/dev/hugepages/data, 3, MAP_SHARED)
  p: write a[1]
  p: munmap(a)
  p: b = mmap(/dev/hugepages/data, 3, MAP_SHARED)
}`;
    expect(told("p: b = mmap(/dev/huge<|>pages/data", text)).toEqual([
      "**/dev/hugepages/data**",
      "Here `-A`: 1 page in the file, 2 promised to it.",
      "Mapped by p.b (shared).",
    ]);
  });

  test("a number, a call, a flag, what a step came to", () => {
    expect(told("let <|>N")).toEqual(["**N** = 2"]);
    const write = told("parent: wri<|>te a[0]");
    expect(write[1]).toContain("copy-on-write");
    expect(write[2]).toBe("Here: **ok** under 2.6.26+cow; under 2.6.26 SIGKILL.");
    expect(told("MAP_PRI<|>VATE").join(" ")).toContain("copied first");
  });

  test("a diagnostic's code is explained under the word that it is about", () => {
    expect(told("parent: wri<|>te a[0]").join("\n")).toContain("**unmapped**");
    expect(told("child: re<|>ad a[0]").join("\n")).toContain("**killed**");
  });

  test("a kernel: what it stands for, what it changed with commit, how the scenario ends", () => {
    const text = STORY.replace('scenario "s" {\n', 'scenario "s" {\n  kernel 2.6.26+cow\n');
    const found = told("  kernel 2.6.26+<|>cow\n", text).join("\n");
    expect(found).toContain("(commit 04f2cbe3)");
    expect(found).toContain(
      "**the owner's copy-on-write takes the page from its children when there is none** (`unmap_ref_private`, 04f2cbe35699)",
    );
    expect(found).toContain("This scenario under it: **child SIGBUS**.");
  });

  test("the language's words", () => {
    expect(told("po<|>ol 2").join(" ")).toContain("vm.nr_hugepages");
    expect(told("exp<|>ect free").join(" ")).toContain("must hold here");
  });

  test("a scenario's name has its verdicts", () => {
    expect(told('scenario "<|>s"')[1]).toBe("- 2.6.26+cow: child SIGBUS\n- 2.6.26: parent SIGKILL");
  });

  test.each(["# <|>parent", "<|>\n", "2 + <|>"])("nothing at %s", (line) => {
    const { document, cursor } = opened(`${line}\nprocess parent\n`);
    expect(hoverAt(document, cursor)).toBeNull();
  });
});

const EXAMPLES = path.resolve("examples");
const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hugetlb"));

test.each(files)(
  "%s: at every word an answer that is about that word",
  (name) => {
    const text = readFileSync(path.join(EXAMPLES, name), "utf8");
    const document = new HugetlbDocument(`file:///${name}`, { include: () => ({ state: "missing", reason: "none" }) });
    document.update(text, 1);
    document.analyse();
    text.split("\n").forEach((line, number) => {
      for (const { index } of line.matchAll(/\b\w/gu)) {
        const hover = hoverAt(document, { line: number, character: index });
        if (hover?.range === undefined) continue;
        expect(hover.range.start.line).toBe(number);
        expect(hover.range.start.character).toBeLessThanOrEqual(index);
        expect(hover.range.end.character).toBeGreaterThanOrEqual(index);
        expect(JSON.stringify(hover.contents)).not.toMatch(/undefined|NaN|\[object/u);
      }
    });
  },
  60_000,
);
