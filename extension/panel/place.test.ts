import { describe, expect, test } from "vitest";
import type { Picture, PictureStep, RunPicture } from "../../language/picture/picture.js";
import { hasStep, lineOf, scenarioAt, shownStep, stepAt, tellingStep } from "./place.js";

const COUNTERS = { total: 2, free: 2, rsvd: 0, surp: 0 };
const VERDICT = { outcome: "fine", words: "nobody dies", passed: true } as const;

function runOn(lines: readonly (number | null)[]): RunPicture {
  const steps = lines.map((line): PictureStep => ({
    line,
    actor: "p",
    pid: 1,
    text: "read a",
    result: "ok",
    announced: false,
    events: [],
    counters: COUNTERS,
  }));
  return {
    scenario: "s",
    kernel: "2.6.26",
    processes: [{ pid: 1, name: "p" }],
    pool: 2,
    overcommit: 0,
    start: COUNTERS,
    others: [],
    nodes: [],
    cgroups: [],
    steps,
    verdict: VERDICT,
    headline: [],
    leftOut: [],
    limit: null,
  };
}

describe("a line's step", () => {
  const straight = runOn([4, 5, 8]);
  test("is its own", () => {
    expect(stepAt(straight, 5, 1)).toBe(2);
  });
  test("is the last one above, when it has none", () => {
    expect(stepAt(straight, 7, 1)).toBe(2);
    expect(stepAt(straight, 100, 1)).toBe(3);
  });
  test("is 0 above the first", () => {
    expect(stepAt(straight, 3, 2)).toBe(0);
  });
  test("passes over steps of included files", () => {
    expect(stepAt(runOn([null, 4, null, 6]), 5, 0)).toBe(2);
  });

  const loop = runOn([2, 4, 5, 4, 5, 4, 5, 8]);
  test("is the first round of a loop, when one comes from outside", () => {
    expect(stepAt(loop, 4, 1)).toBe(2);
    expect(stepAt(loop, 5, 1)).toBe(3);
  });
  test("stays in the round where one is", () => {
    expect(stepAt(loop, 5, 5)).toBe(5);
  });
  test("is the last round from below the loop", () => {
    expect(stepAt(loop, 6, 1)).toBe(7);
  });
});

test("a step's line is null in an included file and outside the run", () => {
  const run = runOn([3, null]);
  expect([lineOf(run, 1), lineOf(run, 2), lineOf(run, 3), lineOf(run, 0)]).toEqual([3, null, null, null]);
  expect([hasStep(run, 3), hasStep(run, 4)]).toEqual([true, false]);
});

test("the remembered step is cut to the run, and null means the end", () => {
  const run = runOn([1, 2, 3]);
  expect([shownStep(run, null), shownStep(run, 2), shownStep(run, 9), shownStep(run, 0), shownStep(null, 5)]).toEqual([
    3, 2, 3, 0, 0,
  ]);
});

test("a scenario reaches from its first to its last line", () => {
  const picture: Picture = {
    uri: "file:///a.hugetlb",
    version: 1,
    scenarios: [
      { name: "one", line: 2, endLine: 5, kernels: [] },
      { name: "two", line: 7, endLine: 9, kernels: [] },
    ],
    scenario: 0,
    run: null,
    brokenLine: null,
    whatIf: null,
  };
  const names = [1, 2, 5, 6, 7, 9, 10].map((line) => scenarioAt(picture, line)?.name);
  expect(names).toEqual([undefined, "one", "one", undefined, "two", "two", undefined]);
});

test("the step that the headline is about is the one to begin with, unless nobody comes to harm", () => {
  const dying = {
    ...runOn([4, 5, 8]),
    verdict: { outcome: "dies", words: "p SIGBUS", passed: false },
    headline: [{ name: "p" }, " dies at ", { step: 2 }, " by ", { signal: "SIGBUS" }, ": ", { step: 1 }],
  } as const;
  expect(tellingStep(dying)).toBe(2);
  expect(tellingStep({ ...dying, headline: ["Nobody dies, but the text has errors."] })).toBe(null);
  expect(tellingStep({ ...dying, verdict: VERDICT, headline: ["tightest at ", { step: 1 }] })).toBe(null);
});
