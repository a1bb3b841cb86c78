/** Worst event wins: at every width and zoom every death and every taking is to be seen, and no low of the pool is higher. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { View } from "../../webview/dom/view.js";
import { Story } from "../../webview/story/story.js";
import type { Death } from "../../webview/story/story.js";
import { MAX_ZOOM, windowOf } from "../../webview/timeline/layout.js";
import { columnsOn, deathsOnRail, marksOn, NEAR, Plot } from "../../webview/timeline/plot.js";
import { Timeline } from "../../webview/timeline/timeline.js";
import { indexOf } from "../../language/picture/run-index.js";
import { DATABASE, longTale, TAKEN } from "./stories.js";
import { tell } from "./told.js";

const empty = tell({ ...TAKEN, lines: [] }, "2.6.26+cow");
const { outline, frames } = indexOf(empty);

/** A run of which only the outline is known: what is drawn of a long one. */
function storyOf(length: number, processes: number, troubles: readonly (readonly [number, number, number])[]): Story {
  const lanes = Array.from({ length: processes }, (_, at) => ({
    pid: at + 1,
    name: `p${at}`,
    parent: null,
    born: 0,
    end: null,
  }));
  const moments = troubles
    .map(([step, pid, sort]) => ({ step: 1 + (step % length), pid: 1 + (pid % processes), sort }))
    .sort((left, right) => left.step - right.step);
  const deaths = moments
    .filter(({ sort }) => sort < 2)
    .map(({ step, pid, sort }): Death => ({ step, pid, signal: "SIGBUS", announced: sort === 1, fault: true }));
  const takings = moments.filter(({ sort }) => sort === 2);
  const steps = { length, at: () => undefined, [Symbol.iterator]: () => [][Symbol.iterator]() };
  return new Story({ ...empty, steps, index: { outline: { ...outline, processes: lanes, deaths, takings }, frames } });
}

const width = fc.integer({ min: 320, max: 3000 });
const story = fc
  .record({
    length: fc.integer({ min: 1, max: 100_000 }),
    processes: fc.integer({ min: 1, max: 300 }),
    troubles: fc.array(fc.tuple(fc.nat({ max: 1_000_000 }), fc.nat({ max: 1000 }), fc.constantFrom(0, 1, 2)), {
      maxLength: 200,
    }),
  })
  .map(({ length, processes, troubles }) => storyOf(length, processes, troubles));

describe("the overview", () => {
  test("has a mark where anybody dies or loses a page, in the row of the process", () => {
    fc.assert(
      fc.property(story, width, (story, width) => {
        const plot = new Plot(story, { left: 6, right: width - 84 });
        const marks = marksOn(plot, story);
        const shown = (sort: string, step: number, pid: number | null): boolean =>
          marks.some(({ sort: of, x, row, to }) => {
            const away = plot.xOf(step) - x;
            return of === sort && row === plot.rowOf(pid) && away >= 0 && away < NEAR && step <= to;
          });
        for (const { step, pid, announced } of story.deaths)
          expect(shown(announced ? "announced" : "death", step, pid)).toBe(true);
        for (const { step, pid } of story.takings) expect(shown("taking", step, pid)).toBe(true);
        const count = (sort: string): number =>
          marks.filter((mark) => mark.sort === sort).reduce((sum, mark) => sum + mark.count, 0);
        expect(count("death") + count("announced")).toBe(story.deaths.length);
        expect(count("taking")).toBe(story.takings.length);
        for (const { x, row } of marks) {
          expect(x).toBeGreaterThanOrEqual(plot.left);
          expect(x).toBeLessThanOrEqual(plot.right);
          expect(plot.base(row)).toBeLessThan(plot.charts[0]?.top ?? 0);
        }
      }),
    );
  });

  test("counts every death on its rail, and calls none announced that stands beside one that was not", () => {
    fc.assert(
      fc.property(story, width, (story, width) => {
        const plot = new Plot(story, { left: 6, right: width - 84 });
        const rail = deathsOnRail(plot, story);
        expect(rail.reduce((sum, { count }) => sum + count, 0)).toBe(story.deaths.length);
        for (const { step, announced } of story.deaths) {
          const group = rail.findLast(({ x }) => x <= plot.xOf(step));
          expect(group?.to).toBeGreaterThanOrEqual(step);
          if (!announced) expect(group?.announced).toBe(false);
        }
      }),
    );
  });

  test.each([
    ["that fits", tell(DATABASE, "2.6.26+cow")],
    ["of thousands of steps", tell(longTale(900), "2.6.26+cow")],
  ])("shows the fewest pages available in the pixel of every step of a run %s", (_, run) => {
    const long = new Story(run);
    fc.assert(
      fc.property(width, (width) => {
        const plot = new Plot(long, { left: 6, right: width - 84 });
        const columns = columnsOn(plot, long, "2M");
        for (let step = 1; step <= long.length; step++) {
          const { free, rsvd } = long.counters("2M", step);
          const bucket = Math.floor((step - 1) / long.bucketSize);
          const buckets = long.pool("2M").buckets.length;
          const from = Math.floor((bucket * columns.length) / buckets);
          const to = Math.max(from, Math.ceil(((bucket + 1) * columns.length) / buckets) - 1);
          const shown = columns.slice(from, to + 1).map(({ available }) => available);
          expect(Math.min(...shown)).toBeLessThanOrEqual(free - rsvd);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** The keys of everything drawn. */
function keysOf(view: View): readonly string[] {
  if (view === null || typeof view === "string") return [];
  return [view.extras.key ?? "", ...view.children.flatMap(keysOf)];
}

describe("the timeline", () => {
  test("draws every death and every taking of its window", () => {
    const stories = [TAKEN, DATABASE, longTale(300)].map((tale) => new Story(tell(tale, "2.6.26+cow")));
    fc.assert(
      fc.property(
        fc.constantFrom(...stories),
        fc.nat({ max: 10_000 }),
        width,
        fc.integer({ min: -MAX_ZOOM, max: MAX_ZOOM }),
        (story, at, width, zoom) => {
          // Every second window stands where something happens.
          const troubles = [...story.deaths, ...story.takings];
          const step = at % 2 === 0 ? at % (story.length + 1) : (troubles[at % troubles.length]?.step ?? 0);
          const window = windowOf(story.length, step, width, zoom);
          const drawn = new Set(keysOf(new Timeline(story, window, width).view(step, null, () => undefined)));
          const inside = ({ step: of }: { readonly step: number }): boolean => of >= window.from && of <= window.to;
          for (const { step: of, pid } of story.deaths.filter(inside)) expect(drawn).toContain(`d${of}:${pid}`);
          for (const { step: of } of story.takings.filter(inside))
            for (const { page } of story.takingsAt(of)) expect(drawn).toContain(`k${of}:${page}`);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
