import { describe, expect, test } from "vitest";
import { covers, rebind, runProgram } from "../../../language/run/index.js";
import { access, config, mmap, program, runStory, stealStory } from "../story.js";

describe("announced outcomes", () => {
  test.each([
    ["ok", "ok", true],
    ["ok", "ENOMEM", false],
    ["killed", "SIGBUS", true],
    ["killed", "dead", false],
    ["unreached", "dead", true],
    ["unreached", "nomap", true],
    ["unreached", "blocked", false],
    ["SIGBUS", "SIGBUS", true],
    ["SIGKILL", "SIGBUS", false],
    ["BUG", "BUG", true],
    ["HANG", "BUG", false],
  ])("%s announced, %s came: %s", (word, result, came) => {
    expect(covers(word, result)).toBe(came);
  });

  test("what came is marked on its step, what did not is a finding", () => {
    const run = runStory("2.6.26+cow", { 4: ["SIGKILL"], 5: ["ok", "SIGBUS"], 6: ["unreached"] });
    expect(run.steps.map((step) => step.announced)).toEqual([null, null, null, "missed", "came", "came"]);
    expect(run.findings).toMatchObject([{ kind: "outcome", step: { number: 4 } }]);
  });
});

describe("expectations", () => {
  const judged = (lines: Parameters<typeof program>[1]) =>
    runProgram(program(config("2.6.26+cow", 2), lines)).findings.map((finding) =>
      finding.kind === "expectation" ? finding.judgement : finding,
    );
  const slot = { process: "parent", mapping: "a", from: 0, to: 1 };
  const start = { step: mmap("parent", "a", 2) };

  test("a counter that differs is told with its value", () => {
    const free = { kind: "counter", counter: "free", pageSize: "2M", node: null } as const;
    expect(
      judged([start, { expect: [{ kind: "compare", op: "==", left: free, right: { kind: "number", value: 1 } }] }]),
    ).toEqual([{ holds: false, actual: "free is 2" }]);
    expect(
      judged([start, { expect: [{ kind: "compare", op: "==", left: free, right: { kind: "number", value: 2 } }] }]),
    ).toEqual([]);
  });

  test("a division by zero is neither true nor false", () => {
    const zero = {
      kind: "binary",
      op: "/",
      left: { kind: "number", value: 1 },
      right: { kind: "number", value: 0 },
    } as const;
    expect(judged([{ expect: [{ kind: "compare", op: "==", left: zero, right: zero }] }])).toEqual([
      { holds: "gone", what: "1 / 0 divides by zero" },
    ]);
  });

  test("pages are present, absent or unmapped", () => {
    expect(judged([start, { expect: [{ kind: "page", place: slot, is: "absent" }] }])).toEqual([]);
    expect(
      judged([
        start,
        { step: access("write", "parent", "a") },
        { expect: [{ kind: "page", place: { ...slot, to: null }, is: "absent" }] },
      ]),
    ).toEqual([{ holds: false, actual: "parent.a[0] is present (page A)" }]);
  });

  test("the same page in two processes", () => {
    const story = stealStory().slice(0, 3);
    const places = { left: slot, right: { ...slot, process: "child" } };
    expect(judged([...story, { expect: [{ kind: "same", ...places, same: true }] }])).toEqual([]);
    expect(judged([...story, { expect: [{ kind: "same", ...places, same: false }] }])).toEqual([
      { holds: false, actual: "both are page A" },
    ]);
  });

  test("about what is gone it is an error, not false", () => {
    const [judgement] = judged([
      ...stealStory(),
      { expect: [{ kind: "page", place: { ...slot, process: "child" }, is: "absent" }] },
    ]);
    expect(judgement).toEqual({ holds: "gone", what: "child is gone: it was killed by SIGBUS" });
    expect(judged([{ expect: [{ kind: "process", name: "nobody", is: "alive", signal: null }] }])).toEqual([
      { holds: "gone", what: "nobody never came to be" },
    ]);
    expect(judged([start, { expect: [{ kind: "page", place: { ...slot, from: 5, to: 6 }, is: "absent" }] }])).toEqual([
      { holds: "gone", what: "parent.a has no page 5: it has 2" },
    ]);
  });

  test("how a process ended", () => {
    const killed = { kind: "process", name: "child", is: "killed" } as const;
    expect(
      judged([
        ...stealStory(),
        {
          expect: [
            { ...killed, signal: null },
            { ...killed, signal: "SIGBUS" },
          ],
        },
      ]),
    ).toEqual([]);
    expect(judged([...stealStory(), { expect: [{ ...killed, signal: "SIGKILL" }] }])).toEqual([
      { holds: false, actual: "child is killed by SIGBUS" },
    ]);
    const gone = { kind: "process", name: "parent", is: "exited", signal: null } as const;
    expect(judged([...stealStory(), { expect: [gone] }])).toEqual([{ holds: false, actual: "parent is alive" }]);
  });
});

describe("invariants", () => {
  const free = { kind: "counter", counter: "free", pageSize: "2M", node: null } as const;

  test("are judged before the first step and after every one, and told once", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 2), stealStory(), [
        { condition: { kind: "compare", op: ">=", left: free, right: { kind: "number", value: 1 } }, never: false },
      ]),
    );
    expect(run.findings).toMatchObject([{ kind: "invariant", after: 2, actual: "free is 0", more: 4 }]);
  });

  test("never", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 2), stealStory(), [
        { condition: { kind: "process", name: "child", is: "killed", signal: null }, never: true },
      ]),
    );
    expect(run.findings).toMatchObject([{ kind: "invariant", never: true, after: 5, more: 1 }]);
  });

  test("say nothing about what is not there yet", () => {
    const run = runProgram(
      program(config("2.6.26+cow", 4), stealStory(), [
        { condition: { kind: "process", name: "child", is: "alive", signal: null }, never: false },
      ]),
    );
    expect(run.findings).toEqual([]);
  });
});

describe("a run ends with the kernel", () => {
  test("at a BUG, and the rest is never reached", () => {
    // The owner's copy at a file offset looks for the child in the wrong place, and the page's count is not 1.
    const shifted = { ...mmap("parent", "a", 1), offset: 2 * 1024 ** 2 };
    const run = runProgram(
      program(config("2.6.26+cow", 1), [
        { step: shifted },
        { step: access("write", "parent", "a") },
        { step: { call: "fork", actor: "parent", child: "child" } },
        { step: access("write", "parent", "a") },
        { step: access("read", "child", "a"), announced: ["ok"] },
        { step: access("read", "child", "a"), announced: ["unreached"] },
        { expect: [{ kind: "process", name: "parent", is: "alive", signal: null }] },
      ]),
    );
    expect(run.end).toEqual({ by: "BUG", step: 4 });
    expect(run.steps).toHaveLength(4);
    expect(run.unreached).toHaveLength(3);
    expect(run.findings).toMatchObject([{ kind: "outcome", step: null }]);
  });
});

test("what the machine refuses to take is a limit, not a crash", () => {
  const run = runProgram(program({ ...config("2.6.26", 2), mounts: [] }, stealStory()));
  expect(run.limit).toMatch(/mount/);
  expect(run.steps).toEqual([]);
  expect(run.unreached).toHaveLength(6);
});

test("a run of too many events stops, and says so", () => {
  const whole = program(config("2.6.26+cow", 2), stealStory());
  const events = runProgram(whole).trace.steps.map((step) => step.events.length);
  const maxEvents = events[0]! + events[1]!;
  const run = runProgram(whole, { maxEvents: maxEvents - 1 });
  expect(run.limit).toContain(`more than ${maxEvents - 1} things have happened`);
  expect(run.steps).toHaveLength(2);
  expect(run.unreached).toHaveLength(4);
  expect(runProgram(whole, { maxEvents }).steps).toHaveLength(3);
  const all = events.reduce((sum, count) => sum + count, 0);
  expect(runProgram(whole, { maxEvents: all }).limit).toBeNull();
});

test("page maps are kept when they are asked for", () => {
  const run = runProgram(program(config("2.6.26+cow", 2), stealStory()), { maps: true });
  expect(run.steps[3]?.maps).toEqual({ parent: { a: "AB" }, child: { a: "-B" } });
  expect(runStory("2.6.26+cow").steps[3]?.maps).toBeUndefined();
});

test("a run is told at the places of a program that only moved", () => {
  const run = runStory("2.6.26+cow", { 4: ["SIGKILL"] });
  const moved = program(config("2.6.26+cow", 2), [{}, {}, ...stealStory({ 4: ["SIGKILL"] })]);
  const told = rebind(run, moved);
  expect(told?.steps.map((step) => step.item.range.start.line)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(told?.findings).toMatchObject([{ kind: "outcome", item: { range: { start: { line: 5 } } } }]);
  expect(rebind(run, program(config("2.6.26+cow", 2), []))).toBeNull();
});
