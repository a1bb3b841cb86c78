/** The C program made of a run. It is played on a real kernel by `npm run test:reproducer`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filesOf } from "../../language/cli/folders.js";
import { HugetlbDocument } from "../../language/document.js";
import { reproducerOf } from "../../language/reproducer/index.js";
import type { Run } from "../../language/run/index.js";

function runsOf(text: string): readonly Run[] {
  const document = new HugetlbDocument("file:///story.hugetlb", {
    include: () => ({ state: "missing", reason: "none" }),
    kernels: ["6.12"],
  });
  document.update(text, 1);
  return document.analyse().scenarios.flatMap(({ runs }) => runs.map(({ run }) => run));
}

const programOf = (text: string): string =>
  runsOf(text)
    .map((run) => reproducerOf(run, { file: "story.hugetlb", text, program: "story", otherwise: "" }))
    .join("\n");

/** The part that is made of the run. */
const storyOf = (program: string): string =>
  program.slice(program.indexOf("#define MODEL"), program.indexOf("/* ---- everything below"));

describe("the C program of a run", () => {
  test("every step stands in it with its words, its call and what the model says", () => {
    const story = storyOf(
      programOf(`scenario "s" {
  pool 2
  process parent
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child: read a[0]
}`),
    );
    expect(story).toContain('#define MODEL "6.12"');
    expect(story).toContain("enum { P_parent, P_child, PROCESSES };");
    expect(story).toContain(
      `if (turn(P_parent, "write a[0]", "ok", 2, 0, 0, 0))
    came_to(write_pages(M_a, 0, 1));
  /* line 8 */
  if (turn(P_child, "read a[0]", "SIGBUS", 2, 0, 0, 0))
    came_to(read_pages(M_a, 0, 1));`,
    );
  });

  test("whoever has a name again is somebody else", () => {
    const story = storyOf(
      programOf(`scenario "s" {
  process p
  repeat 2 {
    p: c = fork()
    c: exit()
  }
}`),
    );
    expect(story).toContain("enum { P_p, P_c, P_c_2, PROCESSES };");
    expect(story.match(/turn\(P_\w+, "exit\(\)"/gu)).toEqual(['turn(P_c, "exit()"', 'turn(P_c_2, "exit()"']);
  });

  test("files lie on mounts of its own, with their options", () => {
    const story = storyOf(
      programOf(`scenario "s" {
  pool 4
  mount /mnt/huge size=4 min_size=1
  process p
  p: a = mmap(/mnt/huge/x"y, 3M, MAP_SHARED | MAP_POPULATE)
  p: b = mmap(/mnt/huge/z, 2, MAP_SHARED)
}`),
    );
    expect(story).toContain("MB2, 4, 1); /* /mnt/huge */");
    expect(story).toMatch(/map\(M_b, "m\d\/z", MB2, 2 \* MB2, PROT_READ \| PROT_WRITE, MAP_SHARED, 0\)/u);
  });

  test("nothing in the text ends the comment or a string", () => {
    const program = programOf(`# a */ int x; /* b
scenario "*/ \\"quoted\\" \\\\ ??/" {
  process p
  p: exit() # */
}`);
    expect(program.slice(0, program.indexOf("#define _GNU_SOURCE")).match(/\*\/|\/\*/gu)).toEqual(["/*", "*/"]);
  });

  test("every name that the examples' stories use is declared once", async () => {
    for (const file of await filesOf(["examples", "test/reproducer"])) {
      for (const run of runsOf(readFileSync(file, "utf8"))) {
        const story = storyOf(reproducerOf(run, { file, text: "", program: "story", otherwise: "" }));
        const declared = [...story.matchAll(/^enum \{ (.*) \};$/gmu)].flatMap(([, names]) => (names ?? "").split(", "));
        expect(new Set(declared).size).toBe(declared.length);
        const used = story.match(/\b[PMS]_\w+/gu) ?? [];
        expect(used.filter((name) => !declared.includes(name))).toEqual([]);
        expect(story.match(/ {2}if \(turn\(/gu) ?? []).toHaveLength(run.steps.length);
      }
    }
  });
});
