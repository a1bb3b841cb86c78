/** Where everything of the timeline lies. Pure geometry: CSS pixels in, CSS pixels out. */
import type { PageSize, Pid } from "../../engine/index.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { Process } from "../../language/picture/state/state.js";
import type { Story } from "../story/story.js";
import { written } from "../number.js";

export type Breadth = "wide" | "normal" | "narrow";

/** A step of zoom makes columns half as wide again. */
const ZOOM = 1.5;
/** The most steps of zoom, in and out. */
export const MAX_ZOOM = 12;
/** Below this column width nobody can tell steps apart: an overview and a window are drawn instead. */
const MIN_COLUMN = 4;
/** What a division may lack of a whole number. */
const ROUNDING = 1e-6;
/** Steps that a window shows at the least. */
const SMALLEST_WINDOW = 3;
/** Column width inside a window. */
const WINDOW_COLUMN = 12;
/** More steps than this, and threads lose their letters. */
const LETTER_STEPS = 20;
const LETTER_ROWS = 6;
/** Widths of a character in the labels beside the lanes: names, what is below them, slots, counts. */
const CHARACTER = { name: 8.2, sub: 6.3, slot: 6.7, count: 8 } as const;
/** Gutters grow with their labels up to this width. */
const MAX_LEFT = 200;
/** Between two labels, and between a label and the plot. */
const SPACE = 10;
/** Characters of a process's name that a gutter grows for. */
const MAX_NAME = 14;
/** Characters of a row's name. */
export const LONGEST_SLOT = 16;
/** What the right gutter has room for at least. */
const SHORT_COUNT = "available 0";

export interface Lane {
  readonly pid: Pid;
  readonly top: number;
  /** y of the life line. */
  readonly life: number;
  /** y of the first thread. */
  readonly threads: number;
  readonly end: number;
}

/** Where the pages of one pool are drawn. */
export interface Chart {
  readonly size: PageSize;
  /** The most pages that the pool ever has. */
  readonly most: number;
  readonly top: number;
  /** y of zero pages. */
  readonly base: number;
  /** Pixels a page. */
  readonly scale: number;
  /** Room below the base for a negative number of available pages. */
  readonly below: number;
}

export interface Layout {
  readonly breadth: Breadth;
  readonly width: number;
  readonly height: number;
  /** Small threads, no letters. */
  readonly dense: boolean;
  /** Steps drawn, both inclusive, from 1. */
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  /** Where lanes and threads end: at `right`, or where the kernel itself fails, as nothing right of it is true. */
  readonly end: number;
  /** Room before the first column for the state before the first step. */
  readonly lead: number;
  readonly column: number;
  readonly glyph: number;
  readonly thread: number;
  readonly gap: number;
  readonly head: number;
  readonly lanes: readonly Lane[];
  /** One for every pool that matters, the first right below the lanes. */
  readonly charts: readonly [Chart, ...Chart[]];
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

export function breadthOf(width: number): Breadth {
  return width >= 800 ? "wide" : width >= 500 ? "normal" : "narrow";
}

/**
 * The steps drawn in full, `zoom` steps of magnification away from what fits. The whole run when it fits; else the window `set` by the reader (its first step), while the
 * chosen step is in it; else one that stands still while the chosen step moves inside it and jumps by half its size at its edges.
 */
export function windowOf(length: number, step: number, width: number, zoom: number, set: number | null = null): Window {
  const { plot, column: fitting } = fit(length, width);
  const column = Math.max(MIN_COLUMN, fitting * ZOOM ** zoom);
  const size = Math.max(Math.min(length, SMALLEST_WINDOW), Math.floor(plot / column + ROUNDING));
  if (size >= length) return { from: 1, to: length };
  if (set !== null) {
    const from = Math.max(1, Math.min(set, length - size + 1));
    if (Math.max(1, step) >= from && step < from + size) return { from, to: from + size - 1 };
  }
  const half = Math.floor(size / 2);
  const start = Math.floor(Math.max(0, step - 1 - Math.floor(half / 2)) / half) * half;
  const from = Math.max(1, Math.min(start + 1, length - size + 1));
  return { from, to: Math.min(length, from + size - 1) };
}

/** The window whose one edge the reader draws to a step: it keeps the chosen step, and its columns can be told apart. */
export function drawn(edge: keyof Window, to: number, { from, to: end }: Window, step: number, most: number): Window {
  const chosen = Math.max(1, step);
  return edge === "from"
    ? { from: Math.max(end - most + 1, Math.min(to, chosen, end - SMALLEST_WINDOW + 1)), to: end }
    : { from, to: Math.min(from + most - 1, Math.max(to, chosen, from + SMALLEST_WINDOW - 1)) };
}

/** The most steps that a window can show. */
export function mostSteps(length: number, width: number): number {
  return Math.max(SMALLEST_WINDOW, Math.min(length, Math.floor(fit(length, width).plot / MIN_COLUMN)));
}

/** The zoom at which a window has so many steps. */
export function zoomOf(size: number, length: number, width: number): number {
  const { plot, column } = fit(length, width);
  return Math.log(plot / Math.max(1, size) / column) / Math.log(ZOOM);
}

/** Width of the plot, and of a column without zoom. */
function fit(length: number, width: number): { readonly plot: number; readonly column: number } {
  const plot = width - gutters(breadthOf(width), length).sum;
  const fits = length * MIN_COLUMN <= plot;
  return { plot, column: fits ? plot / Math.max(1, length) : WINDOW_COLUMN };
}

/** Least widths of the gutters left and right of the plot. */
export function gutters(breadth: Breadth, steps: number): { left: number; right: number; sum: number } {
  const many = steps > LETTER_STEPS;
  const left = breadth === "narrow" ? 6 : many ? 84 : 122;
  const right = breadth === "narrow" ? 84 : breadth === "wide" ? 104 : 84;
  return { left, right, sum: left + right };
}

/** The gutters as wide as the labels of a story need them. */
function measured(story: Story, breadth: Breadth, steps: number, dense: boolean): { left: number; right: number } {
  const least = gutters(breadth, steps);
  const most = Math.max(...story.sizes.map((size) => story.pool(size).most));
  const digits = `available ${written(most)}`.length - SHORT_COUNT.length;
  const right = least.right + Math.max(0, digits) * CHARACTER.count;
  if (breadth === "narrow") return { left: least.left, right };
  const labels = story.lanes.map(({ pid, name, parent }) => {
    const named = Math.min(name.length, MAX_NAME) * CHARACTER.name;
    if (dense) return named + SPACE;
    const below = parent === null ? `pid ${pid}` : `fork of ${story.name(parent)}`;
    const slots = Math.min(LONGEST_SLOT, Math.max(0, ...story.rowsOf(pid).map((row) => row.name.length)));
    return Math.max(named, below.length * CHARACTER.sub) + SPACE + slots * CHARACTER.slot + SPACE;
  });
  return {
    left: Math.min(
      MAX_LEFT,
      labels.reduce((most, label) => Math.max(most, label), least.left),
    ),
    right,
  };
}

/** Characters of a process's name, and of the words below it, for which a gutter has room beside the slots' names. */
export function labelRoom(left: number, slots: number): { name: number; below: number } {
  const room = left - SPACE * 2 - slots * CHARACTER.slot;
  return {
    name: Math.max(4, Math.floor((left - SPACE) / CHARACTER.name + 0.1)),
    below: Math.max(4, Math.floor(room / CHARACTER.sub + 0.1)),
  };
}

/** The whole timeline, or a row of a comparison: smaller, and with step heads only in the first. */
export type Form = "full" | "row" | "row-with-heads";

/** Room between two charts. */
const CHART_GAP = 18;
/** Height of a row's chart. */
const ROW_CHART = 24;
/** Height of a row's thread, and of one with letters in it. */
const ROW_THREAD = 10;

/** Below the life line: where the words below a name end. */
const LABEL_END = 21;

/** More processes than this, and a window has only those who live in it. */
const MANY_LANES = 12;

/** The processes that a window has lanes for. */
export function lanesIn({ lanes }: Story, { from, to }: Window): readonly Process[] {
  if (lanes.length <= MANY_LANES) return lanes;
  return lanes.filter(({ born, end }) => born <= to && (end === null || end.step >= from));
}

/** Lays out the window of a story in `width` pixels. */
export function layoutOf(story: Story, window: Window, width: number, form: Form = "full"): Layout {
  const breadth = breadthOf(width);
  const steps = window.to - window.from + 1;
  const narrow = breadth === "narrow";
  const dense = steps > LETTER_STEPS || story.lanes.some(({ pid }) => story.rowsOf(pid).length > LETTER_ROWS);
  const { left, right: gutter } = measured(story, breadth, steps, dense);
  const plot = Math.max(40, width - left - gutter);
  const lead = window.from === 1 ? Math.min(24, plot / (steps * 3 + 1)) : 0;
  const column = (plot - lead) / steps;
  const glyph = dense ? Math.min(15, Math.max(8, column * 0.86)) : 15;
  const row = form !== "full";
  const thread = dense ? (narrow ? 4 : 5) : row ? ROW_THREAD : narrow ? 13 : 14;
  const gap = dense ? 1.5 : 3;
  const head = form === "row" ? 6 : column >= ACTION_COLUMN ? 34 : 18;
  const lanes: Lane[] = [];
  let y = head;
  for (const process of lanesIn(story, window)) {
    if (narrow) y += 15;
    const life = y + (dense ? 8 : 11);
    const threads = life + (dense ? 8 : 14);
    // Without threads a lane is still as high as its label.
    const end = Math.max(threads + story.rowsOf(process.pid).length * (thread + gap), life + (narrow ? 0 : LABEL_END));
    lanes.push({ pid: process.pid, top: y, life, threads, end });
    y = end + (dense ? 8 : 13);
  }
  const tall = row ? ROW_CHART : narrow ? 58 : dense ? 84 : 70;
  const chartOf = (size: PageSize): Chart => {
    const { most, lowest } = story.pool(size);
    const scale = tall / Math.max(1, most);
    const below = lowest < 0 ? Math.min(20, Math.max(6, -lowest * scale)) : 0;
    const top = y + 4;
    y = top + tall + below + CHART_GAP;
    return { size, most, top, base: top + tall, scale, below };
  };
  const [size = DEFAULT_SIZE, ...sizes] = story.sizes;
  const charts: Layout["charts"] = [chartOf(size), ...(row ? [] : sizes.map(chartOf))];
  return {
    breadth,
    width,
    height: y - CHART_GAP + 6,
    dense,
    from: window.from,
    to: window.to,
    left,
    right: left + plot,
    end: endOf(story, window, left + lead - column / 2, left + plot, column),
    lead,
    column,
    glyph,
    thread,
    gap,
    head,
    lanes,
    charts,
  };
}

/** The place of a step whose kernel fails is that of its glyph. */
function endOf({ broken }: Story, { from, to }: Window, before: number, right: number, column: number): number {
  return broken === null || broken > to ? right : before + Math.max(0.5, broken - from + 1) * column;
}

/** From this column width on, the step heads say the action too. */
export const ACTION_COLUMN = 62;

/** x of the middle of a step's column, where its state begins; the window's edge for the state before it. */
export function xOf(layout: Layout, step: number): number {
  if (step < layout.from) return layout.left;
  return layout.left + layout.lead + (step - layout.from + 0.5) * layout.column;
}

/** x where the column of a step begins and ends; step `from` - 1 is the room before the first column. */
export function columnOf(layout: Layout, step: number): { from: number; to: number } {
  if (step < layout.from) return { from: layout.left, to: layout.left + Math.max(layout.lead, 2) };
  const from = layout.left + layout.lead + (step - layout.from) * layout.column;
  return { from, to: from + layout.column };
}

/** The step whose column holds x; 0 is the room before the first step. */
export function stepAt(layout: Layout, x: number): number {
  if (layout.from === 1 && x < layout.left + layout.lead) return 0;
  const step = layout.from + Math.floor((x - layout.left - layout.lead) / layout.column);
  return Math.min(layout.to, Math.max(layout.from, step));
}

export function laneOf(layout: Layout, pid: Pid): Lane | undefined {
  return layout.lanes.find((lane) => lane.pid === pid);
}
