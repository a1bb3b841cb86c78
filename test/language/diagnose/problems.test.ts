import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import type { KernelId } from "../../../engine/index.js";
import {
  type JudgedRun,
  mergeKernels,
  messageText,
  problemsOf,
  toDiagnostic,
} from "../../../language/diagnose/index.js";
import { type Run, runProgram } from "../../../language/run/index.js";
import { access, config, mmap, program, runStory, stealStory } from "../story.js";

const told = (run: Run) =>
  problemsOf(run).map((problem) => `${problem.range.start.line + 1} ${problem.code}: ${problem.message}`);
const related = (run: Run, code: string) =>
  problemsOf(run)
    .find((problem) => problem.code === code)
    ?.related.map(({ location, message }) => `${location.range.start.line + 1} ${message}`);

describe("who dies, where and why", () => {
  test("the parent, by its copy-on-write", () => {
    const run = runStory("2.6.26+reserve");
    expect(told(run)).toEqual([
      "4 killed: parent is killed by SIGKILL: its write to a[0] needs a copy of page A, shared with child since the fork at line 3, and no page is left for one (0 free; overcommit is 0).",
    ]);
    expect(related(run, "killed")).toEqual(["3 the fork that shared the page", "1 the mmap of a"]);
  });

  test("the child, because a page was taken from it", () => {
    const run = runStory("2.6.26+cow");
    expect(told(run)).toEqual([
      "4 unmapped: parent's write takes page A (a[0]) from child: it made the mapping and must not die, and no page is left for a copy (0 free; overcommit is 0).",
      "5 killed: child is killed by SIGBUS: parent's write at line 4 had taken its page A away.",
      "6 never-reached: child was killed by SIGBUS at line 5: this is never reached.",
    ]);
    expect(related(run, "killed")).toEqual([
      "4 the write of parent that took the page",
      "3 the fork that shared the mapping",
      "1 the mmap of a",
    ]);
    expect(related(run, "unmapped")).toEqual(["3 the fork that shared the page", "1 the mmap of the mapping"]);
  });

  test("the child, on a page that was never its own, because its mapping is marked", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 3), [
        { step: mmap("parent", "a", 3) },
        { step: access("write", "parent", "a", 0, 2) },
        { step: { call: "fork", actor: "parent", child: "child" } },
        { step: access("write", "parent", "a", 0, 2) },
        { step: access("read", "child", "a", 2, 3) },
      ]),
    );
    expect(told(run)).toContain(
      "5 killed: child is killed by SIGBUS: parent's write at line 4 had taken page A (a[0]) away and marked the mapping, so a[2], which is not present, kills too.",
    );
  });

  test("whoever touches a page that was never promised", () => {
    const run = runProgram(
      program(config("2.6.26", 1), [{ step: mmap("parent", "a", 2) }, { step: access("write", "parent", "a") }]),
    );
    expect(told(run)).toEqual([
      "2 killed: parent is killed by SIGKILL: no page is left for its first touch of a[1] (0 free; overcommit is 0).",
    ]);
  });

  test("a death by kill() is nobody's problem", () => {
    const run = runProgram(
      program(config("2.6.26", 1, 0, ["parent", "other"]), [
        { step: { call: "kill", actor: "other", target: "parent", signal: "SIGKILL" } },
      ]),
    );
    expect(told(run)).toEqual([]);
  });
});

test("what was announced and came is no problem", () => {
  const run = runStory("2.6.26+cow", { 4: ["ok"], 5: ["SIGBUS"], 6: ["unreached"] });
  expect(told(run)).toEqual([]);
});

test("what was announced and did not come is told at the announcement", () => {
  const run = runStory("2.6.26+cow", { 5: ["ok"] });
  const problem = problemsOf(run).find(({ code }) => code === "expectation-failed");
  expect(problem).toMatchObject({
    range: { start: { line: 4, character: 14 } },
    message: "child: read a[0] was to come to ok, but came to SIGBUS.",
  });
  expect(told(run)).toHaveLength(4);
});

test("a refused mmap is a warning with the numbers", () => {
  const run = runProgram(
    program(config("2.6.26+reserve", 1), [{ step: mmap("parent", "a", 2) }, { step: access("write", "parent", "a") }]),
  );
  expect(told(run)).toEqual([
    "1 call-failed: mmap of parent answers ENOMEM: 1 free, 0 promised; overcommit is 0.",
    "2 never-reached: parent has no mapping a, because its mmap at line 1 answered ENOMEM: this is never reached.",
  ]);
});

test("what the administrator is refused is told as it is written", () => {
  const text = "sysctl vm.nr_overcommit_hugepages = 2 x 1G";
  const step = { call: "sysctl", actor: null, name: "nr_overcommit_hugepages", value: 2, pageSize: "1G" } as const;
  const { pools, ...rest } = config("6.12", 1);
  const gigantic = { ...rest, pools: [...pools, { pageSize: "1G", pages: 1, overcommit: 0 } as const] };
  expect(told(runProgram(program(gigantic, [{ step, text }])))).toEqual([`1 call-failed: ${text} answers EINVAL.`]);
});

test("an access that was only lucky is a hint", () => {
  const run = runProgram(
    program(config("2.6.26", 2), [{ step: mmap("parent", "a", 1) }, { step: access("write", "parent", "a") }]),
  );
  expect(told(run)).toEqual([
    "2 lucky: parent got a page only because 2 unpromised pages happened to be free: nothing guaranteed it.",
  ]);
});

test("rounds of a loop are one diagnostic", () => {
  const lines = program(config("2.6.26+cow", 2), [
    ...stealStory(),
    ...stealStory().slice(5),
    ...stealStory().slice(5),
    ...stealStory().slice(5),
  ]);
  const place = lines.items[5];
  if (place?.kind !== "step") throw new Error("no step");
  const items = lines.items.map((item, i) => (i >= 5 && item.kind === "step" ? { ...item, range: place.range } : item));
  const reached = problemsOf(runProgram({ ...lines, items })).filter(({ code }) => code === "never-reached");
  expect(reached.map(({ message }) => message)).toEqual([
    "child was killed by SIGBUS at line 5: this is never reached. (in round 1 of 4, and in 3 more)",
  ]);
});

describe("after a BUG", () => {
  test("the bug is told with its release, and the rest is faded", () => {
    const shifted = { ...mmap("parent", "a", 1), offset: 2 * 1024 ** 2 };
    const run = runProgram(
      program(config("2.6.26+cow", 1), [
        { step: shifted },
        { step: access("write", "parent", "a") },
        { step: { call: "fork", actor: "parent", child: "child" } },
        { step: access("write", "parent", "a") },
        { step: access("read", "child", "a") },
        { expect: [{ kind: "process", name: "parent", is: "alive", signal: null }] },
      ]),
    );
    const problems = problemsOf(run);
    expect(problems.map(({ code, range }) => [code, range.start.line + 1])).toEqual([
      ["kernel-bug", 4],
      ["never-reached", 5],
      ["never-reached", 6],
    ]);
    expect(problems[0]?.message).toMatch(/BUG_ON.*hugetlb_cow.*Fixed in 2\.6\.28\./);
    const faded = toDiagnostic(problems[1]!);
    expect(faded).toMatchObject({
      severity: DiagnosticSeverity.Hint,
      tags: [DiagnosticTag.Unnecessary],
      source: "hugetlb",
    });
  });
});

describe("several kernels", () => {
  const judged = (...runs: Run[]): JudgedRun[] => runs.map((run) => ({ run, problems: problemsOf(run) }));
  const shown = (...runs: Run[]) =>
    mergeKernels(judged(...runs)).map(
      (diagnostic) => `${diagnostic.range.start.line + 1} ${String(diagnostic.code)}: ${messageText(diagnostic)}`,
    );

  test("one kernel says nothing of kernels", () => {
    expect(shown(runStory("2.6.26+reserve")).join()).not.toMatch(/\[2\.6/);
  });

  test("of a kernel that is not shown a death is one piece of information, and no error", () => {
    const all = shown(runStory("2.6.26+cow"), runStory("2.6.26"), runStory("2.6.26+reserve"), runStory("2.6.27"));
    expect(all.map((line) => line.replace(/: .*\[/, " ["))).toEqual([
      "4 unmapped [2.6.26+cow, 2.6.27]",
      "5 killed [2.6.26+cow, 2.6.27]",
      expect.stringMatching(/^6 never-reached/),
      "4 differs-by-kernel: parent survives here under 2.6.26+cow, but parent is killed by SIGKILL under 2.6.26, 2.6.26+reserve.",
      "5 differs-by-kernel: child is killed by SIGBUS here under 2.6.26+cow, but child survives under 2.6.26, 2.6.26+reserve.",
    ]);
  });

  test("a death that is another one, or that the shown kernel never comes to, is told too", () => {
    const lines = [
      { step: mmap("parent", "a", 3) },
      { step: { call: "fork", actor: "parent", child: "child" } },
      { step: access("write", "child", "a", 0, 1) },
      { step: access("write", "child", "a", 1, 2) },
    ] as const;
    const under = (kernel: KernelId, pages: number) => runProgram(program(config(kernel, pages), lines));
    expect(shown(under("2.6.27", 3), under("6.12", 3)).filter((line) => line.includes("differs"))).toEqual([
      "3 differs-by-kernel: child is killed by SIGKILL here under 2.6.27, but child is killed by SIGBUS under 6.12.",
    ]);
    expect(shown(under("2.6.27", 3), under("6.12", 4)).filter((line) => line.includes("4 differs"))).toEqual([
      "4 differs-by-kernel: Nobody comes here under 2.6.27, but child is killed by SIGBUS under 6.12.",
    ]);
  });

  test("an announcement that fails under another kernel is an error all the same", () => {
    const all = shown(runStory("2.6.26+cow", { 5: ["SIGBUS"] }), runStory("2.6.26", { 5: ["SIGBUS"] }));
    expect(all.filter((line) => line.includes("expectation-failed"))).toEqual([expect.stringMatching(/\[2\.6\.26\]$/)]);
  });

  test("who announced the death knows of the difference", () => {
    const runs = [
      runStory("2.6.26", { 4: ["SIGKILL"] }),
      runStory("2.6.26+cow", { 4: ["ok"], 5: ["SIGBUS"], 6: ["unreached"] }),
    ];
    expect(shown(...runs).filter((line) => line.includes("differs"))).toEqual([]);
  });
});
