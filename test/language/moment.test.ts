import { describe, expect, test } from "vitest";
import { machineAt, type Moment, momentAfter, momentBefore } from "../../language/moment.js";
import type { Run } from "../../language/run/index.js";
import { opened } from "./features/cursor.js";

const TEXT = `scenario "s" {
  kernel 6.12
  pool 4
  process p
  p: a = mmap(anon, 4, MAP_PRIVATE)

  for i in 0:3 {
    p: write a[i]
  }<|>
  p: write a[3]
}`;

function run(): Run {
  const found = opened(TEXT).document.analysis?.scenarios[0]?.runs[0]?.run;
  if (found === undefined) throw new Error("nothing was run");
  return found;
}

const free = (moment: Moment): number | undefined => machineAt(moment)?.counters().free;

describe("moments", () => {
  const story = run();
  const line = opened(TEXT).cursor.line;

  test("above every step it is the start", () => {
    expect(momentAfter(story, 0).step).toBe(0);
    expect(free(momentAfter(story, 0))).toBe(4);
  });

  test("a line without a step is where the steps above it lead", () => {
    expect(momentAfter(story, 5)).toEqual({ run: story, step: 1 });
    expect(free(momentAfter(story, line))).toBe(1);
  });

  test("a line of a loop is its last round", () => {
    expect(free(momentBefore(story, line - 1))).toBe(2);
    expect(free(momentAfter(story, line - 1))).toBe(1);
  });

  test("a step's line is before it or after it", () => {
    expect(free(momentBefore(story, line + 1))).toBe(1);
    expect(free(momentAfter(story, line + 1))).toBe(0);
  });
});
