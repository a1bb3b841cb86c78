/** Geometry of the timeline. */
import { describe, expect, test } from "vitest";
import { Story } from "../../webview/story/story.js";
import { columnOf, layoutOf, stepAt, windowOf, xOf } from "../../webview/timeline/layout.js";
import { DATABASE, TAKEN } from "./stories.js";
import { tell } from "./told.js";

const small = new Story(tell(TAKEN, "2.6.26+cow"));
const big = new Story(tell(DATABASE, "2.6.26+cow"));

describe("a layout", () => {
  test.each([976, 576, 376, 296])("keeps everything inside %i px, lanes under one another", (width) => {
    for (const story of [small, big]) {
      const layout = layoutOf(story, windowOf(story.length, 1, width, 0), width);
      expect(layout.right).toBeLessThan(width);
      expect(layout.left + layout.lead + layout.column * (layout.to - layout.from + 1)).toBeCloseTo(layout.right);
      layout.lanes.forEach((lane, at) => {
        const above = layout.lanes[at - 1];
        if (above !== undefined) expect(lane.life).toBeGreaterThan(above.end);
      });
      expect(layout.charts[0].top).toBeGreaterThan(layout.lanes.at(-1)?.end ?? 0);
      expect(layout.height).toBeGreaterThan(layout.charts[0].base);
    }
  });

  test("finds the step of a place, and the place of a step", () => {
    const layout = layoutOf(small, { from: 1, to: 6 }, 976);
    for (let step = 1; step <= 6; step++) {
      expect(stepAt(layout, xOf(layout, step))).toBe(step);
      expect(stepAt(layout, columnOf(layout, step).from + 0.5)).toBe(step);
    }
    expect(stepAt(layout, layout.left + 1)).toBe(0);
    expect(stepAt(layout, 5000)).toBe(6);
  });

  test("letters in few steps, thin threads in many", () => {
    expect(layoutOf(small, { from: 1, to: 6 }, 976).dense).toBe(false);
    expect(layoutOf(big, { from: 1, to: 60 }, 976).dense).toBe(true);
  });
});

describe("lanes", () => {
  const workers = Array.from({ length: 40 }, (_, at) => `w${at + 1}`);
  const forking = new Story(
    tell(
      {
        scenario: "a server forks a worker for every request",
        pool: 1,
        processes: ["server"],
        kernels: ["6.12"],
        lines: workers.flatMap((worker) => [`server: ${worker} = fork()`, `${worker}: exit()`]),
      },
      "6.12",
    ),
  );
  const names = (window: { from: number; to: number }): string[] =>
    layoutOf(forking, window, 976).lanes.map(({ pid }) => forking.name(pid));

  test("are everybody's in a whole run", () => {
    expect(names({ from: 1, to: forking.length })).toEqual(["server", ...workers]);
  });

  test("are theirs who live in the window, where processes are many", () => {
    expect(names({ from: 20, to: 23 })).toEqual(["server", "w10", "w11", "w12"]);
  });
});

describe("a window", () => {
  test("is the whole run when that fits", () => {
    expect(windowOf(60, 30, 976, 0)).toEqual({ from: 1, to: 60 });
    expect(windowOf(60, 30, 376, 0)).toEqual({ from: 1, to: 60 });
  });

  test("is the whole run at every width at which it fits", () => {
    for (let width = 240; width <= 1600; width++)
      for (const length of [1, 3, 5, 6, 7, 9, 11, 13, 20])
        expect(windowOf(length, 1, width, 0), `${String(length)} steps in ${String(width)} px`).toEqual({
          from: 1,
          to: length,
        });
  });

  test.each([2000, 100_000])("always holds the chosen step of %i, and stands still for a while", (length) => {
    let moves = 0;
    let last = -1;
    for (let step = 0; step <= 2000; step++) {
      const window = windowOf(length, step, 976, 0);
      expect(Math.max(1, step)).toBeGreaterThanOrEqual(window.from);
      expect(step).toBeLessThanOrEqual(window.to);
      expect(window.to - window.from).toBeLessThan(100);
      if (window.from !== last) moves++;
      last = window.from;
    }
    expect(moves).toBeLessThan(80);
    expect(windowOf(length, length, 976, 0).to).toBe(length);
  });
});
