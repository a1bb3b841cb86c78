/** Drawings of one ink as one shape: nothing is lost, nothing changes its place or its ink. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { svg } from "../../webview/dom/view.js";
import type { View } from "../../webview/dom/view.js";
import type { Glyph } from "../../webview/story/mark.js";
import { Story } from "../../webview/story/story.js";
import { threadsOf } from "../../webview/story/thread.js";
import { glyphView, tickView } from "../../webview/timeline/glyph.js";
import { merged } from "../../webview/timeline/merged.js";
import { Timeline } from "../../webview/timeline/timeline.js";
import { longTale } from "../bench/tales.js";
import { tell } from "./told.js";

const GLYPHS: readonly Glyph[] = [
  "access",
  "mmap",
  "fault",
  "cached",
  "copy",
  "reuse",
  "taking",
  "fork",
  "exec",
  "fail",
];

/** Where each outline of a path begins. */
function starts(path: string): readonly (readonly [x: number, y: number])[] {
  return [...path.matchAll(/M(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]) => [Number(x), Number(y)] as const);
}

function pathsIn(view: View): readonly string[] {
  if (view === null || typeof view === "string") return [];
  const own = view.tag === "path" ? [String(view.attributes.d)] : [];
  return [...own, ...view.children.flatMap(pathsIn)];
}

function partOf(view: View, name: string): View {
  if (view === null || typeof view === "string") return null;
  if (view.attributes.class === name) return view;
  return view.children.map((child) => partOf(child, name)).find((found) => found !== null) ?? null;
}

describe("glyphs of one ink", () => {
  const place = fc.record({
    glyph: fc.constantFrom(...GLYPHS),
    x: fc.integer({ min: 0, max: 2000 }),
    y: fc.integer({ min: 0, max: 900 }),
    page: fc.oneof(fc.constant(null), fc.nat({ max: 40 })),
    aside: fc.boolean(),
  });

  test("become one, each where it stood", () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 60 }), (places) => {
        const views = places.map(({ glyph, x, y, page, aside }, at) =>
          glyphView(glyph, x, y, 10, page, `g${at}`, aside),
        );
        const found = merged(views);
        const inks = new Set(views.map(({ attributes }) => attributes.class));
        expect(found.map(({ attributes }) => attributes.class)).toEqual([...inks]);
        for (const ink of inks) {
          const alike = places.filter((_, at) => views[at]?.attributes.class === ink);
          const layer = found.find(({ attributes }) => attributes.class === ink);
          const one = merged([glyphView(alike[0]?.glyph ?? "access", 0, 0, 10, alike[0]?.page ?? null, "g")]);
          const outlines = pathsIn(one[0] ?? null);
          pathsIn(layer ?? null).forEach((path, shape) => {
            const alone = starts(outlines[shape] ?? "");
            const expected = alike.flatMap(({ x, y }) => alone.map(([dx, dy]) => [x + dx, y + dy] as const));
            const told = starts(path);
            expect(told.length).toBe(expected.length);
            told.forEach(([x, y], at) => {
              expect(Math.abs(x - (expected[at]?.[0] ?? NaN))).toBeLessThan(0.1);
              expect(Math.abs(y - (expected[at]?.[1] ?? NaN))).toBeLessThan(0.1);
            });
          });
        }
      }),
    );
  });

  test("ticks of one hue are one path", () => {
    const ticks = [10, 20, 30].map((x, at) => tickView(x, 50, 2, `t${at}`, false));
    expect(merged([...ticks, tickView(40, 50, 3, "other", false)])).toEqual([
      expect.objectContaining({ attributes: { class: "tick hue2", d: "M10 47v6M20 47v6M30 47v6" } }),
      expect.objectContaining({ attributes: { class: "tick hue3", d: "M40 47v6" } }),
    ]);
  });

  test("absolute coordinates move, relative ones do not", () => {
    const drawing = svg("g", { class: "g", transform: "translate(100 7)" }, [
      svg("path", { class: "line", d: "M0 -5L5 0h3V2c1 2 3 4 5 6H-1S1 2 3 4Z" }),
    ]);
    const [view] = merged([drawing]);
    expect(pathsIn(view ?? null)).toEqual(["M100 2L105 7h3V9c1 2 3 4 5 6H99S101 9 103 11Z"]);
  });

  test("words, and shapes that are turned, stay as they are", () => {
    const words = svg("g", { class: "w" }, [svg("text", { x: 1, y: 2 }, ["A"])], { key: "w" });
    const turned = glyphView("sysctl", 5, 5, 10, null, "s");
    expect(merged([words, turned])).toEqual([words, turned]);
  });
});

test("a window of a long run has as many bars as it has threads, in a few shapes", () => {
  const story = new Story(tell(longTale({ steps: 2_000, processes: 8, pages: 64 }), "2.6.26+cow"));
  const view = new Timeline(story, { from: 900, to: 980 }, 1000).view(950, null, () => undefined);
  const back = partOf(view, "back");
  const bars = pathsIn(back);
  expect(bars.length).toBeLessThan(40);
  const rules = story.lanes.length - 1;
  expect(bars.flatMap(starts).length).toBe(threadsOf(story, 899, 980).length + rules);
});
