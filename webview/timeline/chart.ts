/** The pages of the pool over the steps: a tank whose flat bottom is what is available. */
import { svg, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import type { Counters, PageSize } from "../../engine/index.js";
import type { Story } from "../story/story.js";
import { round } from "./glyph.js";
import { columnOf, xOf } from "./layout.js";
import type { Chart, Layout } from "./layout.js";
import { written } from "../number.js";

const MAX_RUNGS = 4;

/** What stays whatever step is chosen: a chart for every pool. */
export function chartAreas(story: Story, layout: Layout): ElementView[] {
  return layout.charts.map((chart) => areasOf(story, layout, chart));
}

function areasOf(story: Story, layout: Layout, chart: Chart): ElementView {
  const { most, size } = chart;
  const states = countersOf(story, layout, size);
  const pool = story.configured(size);
  const y = (pages: number): number => round(yOf(chart, pages));
  const x = (at: number): number =>
    at === 0 ? layout.left : at >= states.length ? round(layout.end) : round(xOf(layout, layout.from + at - 1));
  const line = (value: (c: Counters) => number): string =>
    states.map((c, at) => `${at === 0 ? `M${x(0)} ` : "V"}${y(value(c))}H${x(at + 1)}`).join("");
  const area = (low: (c: Counters) => number, high: (c: Counters) => number): string => {
    const back: string[] = [];
    for (let at = states.length - 1; at >= 0; at--) {
      const c = states[at];
      if (c !== undefined) back.push(`V${y(low(c))}H${x(at)}`);
    }
    return `${line(high)}${back.join("")}Z`;
  };
  const views: View[] = [];
  const every = rungOf(most);
  for (let pages = 0; pages <= most; pages += every)
    views.push(
      svg("path", { class: "rung", d: `M${layout.left} ${y(pages)}H${layout.right}` }, [], { key: `r${pages}` }),
    );
  const available = (c: Counters): number => c.free - c.rsvd;
  views.push(
    keyed(
      "path",
      "used",
      area(
        (c) => c.free,
        (c) => c.total,
      ),
    ),
    keyed(
      "path",
      "promised-area",
      area(available, (c) => c.free),
    ),
    keyed(
      "path",
      "promised-line",
      line((c) => c.free),
    ),
    states.some((c) => c.surp > 0)
      ? keyed(
          "path",
          "surplus-area",
          area(
            (c) => c.total - c.surp,
            (c) => c.total,
          ),
        )
      : null,
    keyed(
      "path",
      "total-line",
      line((c) => c.total),
    ),
    states.some((c) => c.total !== pool)
      ? keyed("path", "pool-line", `M${layout.left} ${y(pool)}H${layout.right}`)
      : null,
    keyed(
      "path",
      "available-area",
      area(() => 0, available),
    ),
    keyed("path", "available-halo", line(available)),
    keyed("path", "available-line", line(available)),
    keyed("path", "floor", zeros(states, available, x, chart.base)),
    chart.below > 0 ? keyed("path", "owed", owed(states, available, x, chart)) : null,
  );
  return svg("g", { class: "chart" }, views, { key: `chart${size}` });
}

/** What does not fit into the pool at its largest is drawn at its edge. */
function yOf({ most, base, scale }: Chart, pages: number): number {
  return base - Math.min(most, Math.max(0, pages)) * scale;
}

/** Pages from rung to rung: 1, 2 or 5 of a power of ten, so that there are four at the most. */
function rungOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return (
    [power / 5, power / 2, power, power * 2, power * 5].find((every) => every >= 1 && most / every <= MAX_RUNGS) ??
    power * 5
  );
}

function keyed(tag: string, name: string, d: string): ElementView {
  return svg(tag, { class: name, d }, [], { key: name });
}

/** The stretches in which nothing is available. */
function zeros(
  states: readonly Counters[],
  available: (c: Counters) => number,
  x: (at: number) => number,
  base: number,
): string {
  return states.map((c, at) => (available(c) <= 0 ? `M${x(at)} ${base}H${x(at + 1)}` : "")).join("");
}

/** More promised than free: below the floor. */
function owed(
  states: readonly Counters[],
  available: (c: Counters) => number,
  x: (at: number) => number,
  { base, below, scale }: Chart,
): string {
  return states
    .map((c, at) => {
      const depth = Math.min(below, -available(c) * scale);
      return depth > 0 ? `M${x(at)} ${base}H${x(at + 1)}V${round(base + depth)}H${x(at)}Z` : "";
    })
    .join("");
}

function countersOf(story: Story, layout: Layout, size: PageSize): Counters[] {
  const states: Counters[] = [];
  for (let step = layout.from - 1; step <= layout.to; step++) states.push(story.counters(size, step));
  return states;
}

/** The chosen step's numbers, right of each chart, and its point on the line. */
export function chartLabels(story: Story, layout: Layout, current: number): ElementView[] {
  return layout.charts.map((chart) => labelsOf(story, layout, chart, current));
}

function labelsOf(story: Story, layout: Layout, chart: Chart, current: number): ElementView {
  const { size } = chart;
  const c = story.counters(size, current);
  const pool = story.configured(size);
  const available = c.free - c.rsvd;
  const y = (pages: number): number => yOf(chart, pages);
  const narrow = layout.breadth === "narrow";
  const lines: { word: string; pages: number; y: number }[] = [
    ...(story.pool(size).mostSurplus > 0
      ? [{ word: "surplus", pages: c.surp, y: y((c.total + Math.min(c.total, pool)) / 2) }]
      : []),
    { word: "in use", pages: c.total - c.free, y: y((c.total + c.free) / 2) + 4 },
    { word: "promised", pages: c.rsvd, y: y(c.free - c.rsvd / 2) + 4 },
    { word: "available", pages: available, y: y(available) + 4 },
  ];
  spread(lines, chart.base + 3, narrow ? 13.5 : 16);
  const spot = columnOf(layout, current);
  const views: View[] = lines.map((line) => {
    const strong = line.word === "available";
    return svg(
      "text",
      {
        class: classes("value", strong && "strong", strong && line.pages <= 0 && "zero"),
        x: layout.right + 8,
        y: round(line.y),
      },
      [line.word, svg("tspan", { class: "count", dx: 4 }, [written(line.pages)])],
      { key: line.word },
    );
  });
  if (narrow && story.run.others.length > 0)
    views.push(
      svg(
        "text",
        { class: "name small", x: layout.left, y: chart.top - 4 },
        [`${size} pages`, svg("tspan", { class: "sub", dx: 6 }, [`pool ${written(pool)}`])],
        { key: "pages" },
      ),
    );
  if (!narrow) {
    views.push(
      svg(
        "text",
        { class: "name", x: 0, y: layout.dense ? chart.base - 3 : chart.top + 12 },
        [story.run.others.length === 0 ? "pages" : `${size} pages`],
        { key: "pages" },
      ),
    );
    views.push(
      layout.dense
        ? svg(
            "text",
            { class: "slot-name plain", x: layout.left - 5, y: round(y(pool) + 4) },
            [`pool ${written(pool)}`],
            { key: "pool" },
          )
        : svg("text", { class: "sub", x: 0, y: chart.top + 27 }, [`pool ${written(pool)}`], {
            key: "pool",
          }),
    );
  }
  const x = current < layout.from ? layout.left : Math.min((xOf(layout, current) + spot.to) / 2, layout.end - 2);
  views.push(
    svg(
      "circle",
      {
        class: classes("spot", available <= 0 && "zero"),
        cx: round(x),
        cy: round(y(available)),
        r: layout.dense ? 4 : 4.5,
      },
      [],
      { key: "spot" },
    ),
  );
  return svg("g", { class: "chart-labels" }, views, { key: `chart-labels${size}` });
}

/** What a row of a comparison says of the pages: what is available after a step. */
export function availableLabel(story: Story, layout: Layout, step: number): ElementView {
  const [chart] = layout.charts;
  const c = story.counters(chart.size, step);
  const available = c.free - c.rsvd;
  return svg(
    "text",
    {
      class: classes("value strong", available <= 0 && "zero"),
      x: layout.right + 8,
      y: round(yOf(chart, available) + 4),
    },
    ["available", svg("tspan", { class: "count", dx: 4 }, [written(available)])],
    { key: "available" },
  );
}

/** Pushes labels up, from the lowest, so that none lies on another. */
function spread(lines: { y: number }[], lowest: number, height: number): void {
  let limit = lowest;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (line === undefined) continue;
    line.y = Math.min(line.y, limit);
    limit = line.y - height;
  }
}
