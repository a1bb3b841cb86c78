import { describe, expect, test } from "vitest";
import type { KernelId } from "../../../engine/index.js";
import { headlineOf, plain, verdictOf, whyOf } from "../../../language/explain/index.js";
import { type Run, runProgram } from "../../../language/run/index.js";
import { access, config, mmap, program, runStory } from "../story.js";

const chain = (run: Run, step: number) =>
  whyOf(run, step)?.links.map((link) => `${link.step} ${link.glyph}: ${plain(link.phrase)}`);
const headline = (run: Run, errors = 0) => plain(headlineOf(run, verdictOf(run, { errors, leftOut: 0 })));

describe("why", () => {
  test("a SIGBUS goes back to the write that took the page, and to the fork", () => {
    const why = whyOf(runStory("2.6.26+cow"), 5);
    expect(why?.links.map((link) => `${link.step} ${link.glyph}: ${plain(link.phrase)}`)).toEqual([
      "4 look: parent writes a[0]. Page A is shared with child since the fork at step 3, so it must be copied.",
      "4 none: No page for it: 0 free; overcommit is 0.",
      "4 taken: parent made this mapping and must not die: page A is taken from child instead. Nothing is copied.",
      "5 look: child reads a[0]: no page there, and its mapping is marked: a page was taken from it.",
      "5 killed: SIGBUS to child.",
    ]);
    expect(why?.links.find((link) => link.glyph === "taken")).toMatchObject({
      fn: "unmap_ref_private",
      commit: expect.stringMatching(/^04f2cbe3/) as unknown,
    });
    expect(why?.printk).toMatch(/killed due to inadequate hugepage pool/);
    expect(plain(why?.summary ?? [])).toBe(
      "child is killed by SIGBUS: parent's write at step 4 had taken its page A away.",
    );
  });

  test("a copy that finds no page", () => {
    expect(chain(runStory("2.6.26+reserve"), 4)).toEqual([
      "4 look: parent writes a[0]. Page A is shared with child since the fork at step 3, so it must be copied.",
      "4 none: No page for it: 0 free; overcommit is 0.",
      "4 killed: No copy, no write: SIGKILL to whoever wrote.",
    ]);
  });

  test("a promise kept", () => {
    expect(chain(runStory("2.6.26+reserve"), 2)).toEqual([
      "2 look: parent touches a[0] for the first time.",
      "2 page: A page was promised at mmap: A. Promised 2 → 1.",
      "2 look: parent touches a[1] for the first time.",
      "2 page: A page was promised at mmap: B. Promised 1 → 0.",
    ]);
  });

  test("a promise made, and none", () => {
    expect(chain(runStory("2.6.26+reserve"), 1)).toEqual([
      "1 ok: parent maps 2 pages of /dev/hugepages/data, private, as a.",
      "1 page: 2 pages are promised to parent.",
    ]);
    expect(chain(runStory("2.6.26"), 1)?.at(-1)).toBe(
      "1 look: Nothing is promised: a page comes only with its first touch.",
    );
  });

  test("a child's first touch tells whose the promise is", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 2), [
        { step: mmap("parent", "a", 2) },
        { step: { call: "fork", actor: "parent", child: "child" } },
        { step: access("write", "child", "a", 0, 1) },
      ]),
    );
    expect(chain(run, 3)).toEqual([
      "3 look: child touches a[0] for the first time. parent made the mapping: the promise is the maker's, a fork does not inherit it.",
      "3 none: No page for it: 2 free, all 2 promised; overcommit is 0.",
      "3 killed: SIGKILL to child.",
    ]);
  });

  test("a surplus page is made for a copy", () => {
    const lines = [
      { step: mmap("parent", "a", 1) },
      { step: access("write", "parent", "a") },
      { step: { call: "fork", actor: "parent", child: "child" } as const },
      { step: access("write", "parent", "a") },
    ];
    const run = runProgram(program(config("2.6.26+cow", 1, 1), lines));
    expect(chain(run, 4)).toContain(
      "4 page: No unpromised page is left: a surplus page is made: B. The others keep A.",
    );
  });

  test("a refused mmap", () => {
    const run = runProgram(
      program(config("2.6.26+reserve", 1), [
        { step: mmap("parent", "a", 2), text: "a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)" },
      ]),
    );
    expect(chain(run, 1)?.at(-1)).toBe(
      "1 failed: mmap answers ENOMEM. Nobody dies: better no promise than a broken one.",
    );
  });

  test("a step that is not run says since when", () => {
    expect(chain(runStory("2.6.26+cow"), 6)).toEqual([
      "6 failed: child was killed by SIGBUS at step 5: this is never reached.",
    ]);
  });

  test("there is no why of a step that is not there", () => {
    expect(whyOf(runStory("2.6.26+cow"), 7)).toBeNull();
    expect(whyOf(runStory("2.6.26+cow"), 0)).toBeNull();
  });

  test("many pages are told by the first few", () => {
    const run = runProgram(
      program(config("2.6.26+reserve", 9), [
        { step: mmap("parent", "a", 9) },
        { step: access("write", "parent", "a") },
      ]),
    );
    expect(chain(run, 2)?.at(-1)).toBe("2 ok: 7 more pages in the same way.");
  });

  test("what went well is counted before the death, not behind it", () => {
    const run = runProgram(
      program(config("2.6.26", 6), [{ step: mmap("parent", "a", 9) }, { step: access("write", "parent", "a") }]),
    );
    const told = chain(run, 2) ?? [];
    expect(told.at(-1)).toBe("2 killed: SIGKILL to parent.");
    expect(told).toContain("2 ok: 4 more pages in the same way.");
  });
});

describe("headline", () => {
  test.each<[KernelId, string]>([
    [
      "2.6.26+reserve",
      "parent dies at step 4 by SIGKILL: its write to a[0] needs a copy of page A, shared with child since the fork at step 3, and no page is left for one (0 free; overcommit is 0).",
    ],
    ["2.6.26+cow", "child dies at step 5 by SIGBUS: parent's write at step 4 had taken its page A away."],
  ])("%s", (kernel, sentence) => {
    expect(headline(runStory(kernel), 1)).toBe(sentence);
  });

  test("an announced death", () => {
    expect(headline(runStory("2.6.26+cow", { 5: ["SIGBUS"] }))).toBe(
      "child dies at step 5 by SIGBUS, as line 5 says: parent's write at step 4 had taken its page A away.",
    );
  });

  test("nobody dies", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 3), [{ step: mmap("parent", "a", 2) }, { step: access("write", "parent", "a") }]),
    );
    expect(headline(run)).toBe("Nobody dies. 1 process, 2 steps; tightest at step 1, 1 available.");
  });

  test("an expectation that does not hold", () => {
    const free = { kind: "counter", counter: "free", pageSize: "2M", node: null } as const;
    const run = runProgram(
      program(config("2.6.26+cow", 3), [
        { step: mmap("parent", "a", 2) },
        { expect: [{ kind: "compare", op: "==", left: free, right: { kind: "number", value: 1 } }] },
      ]),
    );
    expect(headline(run, 1)).toBe("Nobody dies, but line 2 expects claim compare: free is 3.");
  });
});

describe("verdict", () => {
  test.each([
    ["2.6.26+cow", {}, 1, { outcome: "dies", words: "child SIGBUS", passed: false }],
    ["2.6.26+cow", { 5: ["SIGBUS"] }, 0, { outcome: "announced", words: "child SIGBUS", passed: true }],
    ["2.6.26+reserve", {}, 1, { outcome: "dies", words: "parent SIGKILL", passed: false }],
  ] as const)("%s %j", (kernel, announced, errors, verdict) => {
    expect(verdictOf(runStory(kernel, announced), { errors, leftOut: 0 })).toEqual(verdict);
  });

  test("says how many lines were left out, whoever dies", () => {
    expect(verdictOf(runStory("2.6.26+cow", {}), { errors: 3, leftOut: 2 }).words).toBe(
      "child SIGBUS, 2 lines left out",
    );
  });
});
