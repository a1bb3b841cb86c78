/** The timeline: step heads, lanes and the pages chart on one axis. Parts that do not depend on the chosen step are made once. */
import { svg } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import type { PageId } from "../../engine/index.js";
import { HUES } from "../ink.js";
import { rank } from "../story/mark.js";
import type { Mark } from "../story/mark.js";
import type { Process } from "../../language/picture/state/state.js";
import type { Story } from "../story/story.js";
import { threadsOf } from "../story/thread.js";
import { axisView } from "./axis.js";
import { availableLabel, chartAreas, chartLabels } from "./chart.js";
import { glyphView, round, tickView } from "./glyph.js";
import { LaneLabels } from "./label.js";
import { laneLines } from "./lane.js";
import { columnOf, laneOf, lanesIn, layoutOf, stepAt, xOf } from "./layout.js";
import type { Form, Layout, Window } from "./layout.js";
import { merged } from "./merged.js";
import { takingViews } from "./taking.js";
import { threadViews } from "./thread.js";

/** Columns narrower than this show small events as ticks. */
const TICK_COLUMN = 7;
const TICKS: ReadonlySet<string> = new Set(["access", "fault", "cached", "reuse", "lucky"]);
/** Width that a signal's name needs. */
const WORD_WIDTH = 56;

export class Timeline {
  readonly story: Story;
  readonly layout: Layout;
  readonly #form: Form;
  readonly #back: ElementView;
  readonly #front: ElementView;
  readonly #deaths: ElementView;
  readonly #labels: LaneLabels;
  readonly #follow: PageId | null;
  /** Those who have a lane. */
  readonly #shown: readonly Process[];

  /** `follow`: the page whose threads and glyphs keep their ink; null = all do. */
  constructor(story: Story, window: Window, width: number, form: Form = "full", follow: PageId | null = null) {
    this.story = story;
    this.#form = form;
    this.#follow = follow;
    this.layout = layoutOf(story, window, width, form);
    this.#shown = lanesIn(story, window);
    const { layout } = this;
    this.#labels = new LaneLabels(story, this.#shown, layout);
    const under: ElementView[] = [];
    const over: ElementView[] = [];
    this.#shown.forEach((process, at) => {
      const lines = laneLines(layout, process, at === 0);
      under.push(...lines.under);
      over.push(...lines.over);
    });
    const threads = threadViews(threadsOf(story, layout.from - 1, layout.to), this.#shown, layout, follow);
    const few = (views: readonly ElementView[]): readonly ElementView[] => (layout.dense ? merged(views) : views);
    this.#back = svg("g", { class: "back" }, [...few(under), ...inOrder(few(threads))], { key: "back" });
    const { glyphs, deaths } = this.#marks();
    this.#front = svg(
      "g",
      { class: "front" },
      [...few(over), ...takingViews(story, layout, follow), ...few(glyphs), ...chartAreas(story, layout)],
      { key: "front" },
    );
    this.#deaths = svg("g", { class: "deaths" }, deaths, { key: "deaths" });
  }

  /** Is this the picture of that window? */
  serves(story: Story, window: Window, width: number, follow: PageId | null): boolean {
    return (
      story === this.story &&
      follow === this.#follow &&
      width === this.layout.width &&
      window.from === this.layout.from &&
      window.to === this.layout.to
    );
  }

  /** Is it a picture of these steps in this form? */
  isOf(window: Window, width: number, form: Form): boolean {
    const { layout } = this;
    return layout.width === width && layout.from === window.from && layout.to === window.to && this.#form === form;
  }

  /** The drawing as a row of a comparison: the state of the last step, and a line before the first step that differs. */
  row(current: number, difference: number | null, choose: (step: number) => void): ElementView {
    const { layout, story } = this;
    const last = Math.min(story.length, layout.to);
    const state = story.at(last);
    const at =
      difference === null || difference < layout.from || difference > layout.to
        ? null
        : columnOf(layout, difference).from;
    const children: View[] = [
      patterns(),
      this.#form === "row" ? null : axisView(story, layout, current),
      this.#back,
      this.#front,
      at === null
        ? null
        : svg("path", { class: "difference", d: `M${round(at)} 0V${round(layout.height)}` }, [], { key: "difference" }),
      this.#labels.view(last, state),
      wallOf(layout),
      availableLabel(story, layout, last),
      this.#deaths,
    ];
    return this.#frame(children, choose);
  }

  /** The drawing with `current` chosen and `pin` marked. `choose` is called with the step that was clicked. */
  view(current: number, pin: number | null, choose: (step: number) => void): ElementView {
    const { layout, story } = this;
    const state = story.at(current);
    const children: View[] = [
      patterns(),
      nowColumn(layout, current),
      pin === null ? null : pinColumn(layout, pin),
      axisView(story, layout, current),
      this.#back,
      this.#front,
      this.#labels.view(current, state),
      veil(layout, current),
      wallOf(layout),
      ...chartLabels(story, layout, current),
      this.#deaths,
    ];
    return this.#frame(children, choose);
  }

  #frame(children: readonly View[], choose: (step: number) => void): ElementView {
    const { layout, story } = this;
    const attributes = {
      class: "timeline",
      width: layout.width,
      height: round(layout.height),
      viewBox: `0 0 ${layout.width} ${round(layout.height)}`,
      role: "img",
      "aria-label": sentence(story, layout),
    };
    // The label says it all; some browsers read the words of a drawing out one by one.
    const drawing = svg("g", { "aria-hidden": "true" }, children, { key: "drawing" });
    return svg("svg", attributes, [drawing], {
      key: "timeline",
      on: {
        click: (event) => {
          const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
          if (box === null) return;
          const x = (event.clientX - box.left) * (layout.width / box.width);
          if (x >= layout.left && x <= layout.right) choose(stepAt(layout, x));
        },
      },
    });
  }

  #marks(): { glyphs: ElementView[]; deaths: ElementView[] } {
    const { layout, story } = this;
    const glyphs: { readonly rank: number; readonly hue: number; readonly view: ElementView }[] = [];
    const deaths: ElementView[] = [];
    for (let step = layout.from; step <= layout.to; step++) {
      const x = xOf(layout, step);
      for (const mark of story.marks(step)) {
        const y = mark.pid === null ? layout.charts[0].top - 7 : laneOf(layout, mark.pid)?.life;
        if (y === undefined) continue;
        const fatal =
          mark.glyph === "kill" || mark.glyph === "announced" || mark.glyph === "bug" || mark.glyph === "hang";
        if (fatal) deaths.push(...deathViews(layout, mark, step, x, y));
        else {
          const hue = mark.page === null ? HUES : mark.page % HUES;
          glyphs.push({ rank: rank(mark.glyph), hue, view: this.#glyph(mark, step, x, y) });
        }
      }
    }
    // Where columns are narrower than glyphs the worst lies on top.
    glyphs.sort((left, right) => right.rank - left.rank || left.hue - right.hue);
    return { glyphs: glyphs.map(({ view }) => view), deaths };
  }

  #glyph(mark: Mark, step: number, x: number, y: number): ElementView {
    const { layout } = this;
    const key = `g${step}:${mark.pid ?? "admin"}`;
    const aside = this.#follow !== null && mark.page !== this.#follow;
    if (layout.column < TICK_COLUMN && TICKS.has(mark.glyph))
      return tickView(x, y, mark.glyph === "access" ? null : mark.page, key, aside);
    const size =
      mark.glyph === "taking" ? layout.glyph + 4 : mark.glyph === "sysctl" ? Math.min(13, layout.glyph) : layout.glyph;
    return glyphView(mark.glyph, x, y, size, mark.page, key, aside);
  }
}

/** By their keys: threads do not lie on one another, and those of the next window are mostly of the same inks. */
function inOrder(views: readonly ElementView[]): readonly ElementView[] {
  const keyOf = ({ extras }: ElementView): string => extras.key ?? "";
  return [...views].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function deathViews(layout: Layout, mark: Mark, step: number, x: number, y: number): ElementView[] {
  const size = layout.dense ? 15 : 19;
  const key = `${step}:${mark.pid ?? "admin"}`;
  const views = [glyphView(mark.glyph, x, y, size, null, `d${key}`)];
  if (mark.word !== null) {
    const flip = x + size / 2 + WORD_WIDTH > layout.width;
    const at = flip ? x - size / 2 - 4 : x + size / 2 + 4;
    views.push(
      svg("text", { class: flip ? "signal flip" : "signal", x: round(at), y: round(y + 4.5) }, [mark.word], {
        key: `w${key}`,
      }),
    );
  }
  return views;
}

function nowColumn(layout: Layout, current: number): ElementView | null {
  if (current > layout.to || current < layout.from - 1) return null;
  const column = columnOf(layout, current);
  const name = layout.dense ? "now-column dense" : "now-column";
  return svg(
    "rect",
    {
      class: name,
      x: round(column.from),
      y: 0.5,
      width: round(column.to - column.from),
      height: round(layout.height - 5),
      rx: 3,
    },
    [],
    { key: "now" },
  );
}

/** The step compared with: a dashed edge round its column, and a pin's head above it. */
function pinColumn(layout: Layout, pin: number): ElementView | null {
  if (pin > layout.to || pin < layout.from - 1) return null;
  const { from, to } = columnOf(layout, pin);
  const middle = (from + to) / 2;
  return svg(
    "g",
    { class: "pin-column" },
    [
      svg("rect", {
        x: round(from + 0.5),
        y: 1,
        width: round(Math.max(1, to - from - 1)),
        height: round(layout.height - 6),
        rx: 3,
      }),
      svg("circle", { cx: round(middle), cy: 2.5, r: 2.5 }),
    ],
    { key: "pin" },
  );
}

/** The future is faint. */
function veil(layout: Layout, current: number): ElementView | null {
  if (current >= layout.to) return null;
  const from = columnOf(layout, current).to + 0.5;
  return svg(
    "rect",
    {
      class: "veil",
      x: round(from),
      y: 15,
      width: round(Math.max(0, layout.right - from + 2)),
      height: round(layout.height - 17),
    },
    [],
    { key: "veil" },
  );
}

/** Where the kernel itself fails, a wall through every lane and chart. */
function wallOf(layout: Layout): ElementView | null {
  const [first, last] = [layout.lanes[0], layout.charts.at(-1)];
  if (layout.end >= layout.right || first === undefined || last === undefined) return null;
  const d = `M${round(layout.end)} ${round(first.life)}V${round(last.base)}`;
  return svg("path", { class: "wall killed", d }, [], { key: "broken" });
}

function sentence(story: Story, layout: Layout): string {
  const processes = `${story.lanes.length} ${story.lanes.length === 1 ? "process" : "processes"}`;
  const steps =
    layout.from === 1 && layout.to === story.length
      ? `${story.length} ${story.length === 1 ? "step" : "steps"}`
      : `steps ${layout.from} to ${layout.to} of ${story.length}`;
  const deaths = story.deaths.map(
    (death) => `${story.name(death.pid)} is killed by ${death.signal} at step ${death.step}`,
  );
  const said =
    deaths.length === 0
      ? "nobody dies"
      : deaths.length > 3
        ? `${deaths.slice(0, 3).join(", ")} and ${deaths.length - 3} more`
        : deaths.join(", ");
  return `Timeline: ${processes}, ${steps}; ${said}.`;
}

const HATCHES = [
  { id: "hatch-promised", size: 5 },
  { id: "hatch-lost", size: 5 },
  { id: "hatch-fine", size: 3 },
] as const;

let defs: ElementView | null = null;

function patterns(): ElementView {
  defs ??= svg(
    "defs",
    {},
    HATCHES.map(({ id, size }) =>
      svg(
        "pattern",
        { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        [svg("path", { class: id, d: `M0 0V${size}` })],
      ),
    ),
    { key: "defs" },
  );
  return defs;
}
