/**
 * Where everything of the overview lies, whatever the length of the run, and what stands on it: near events become one
 * mark, of each sort, so that no death and no taking is lost.
 */
import type { PageSize, Pid } from "../../engine/index.js";
import type { Bucket, Holding, Story } from "../story/story.js";

/** The step numbers above, and the rail on which deaths and takings are counted. */
export const HEAD = 16;
export const RAIL = 24;
export const CHART = 72;
const CHART_GAP = 8;
const MAX_ROW = 26;
const MIN_ROW = 7;
const MAX_ROWS_HEIGHT = 260;
/** Marks of one sort in one row that lie nearer than this are one. */
export const NEAR = 4;
/** Deaths on the rail that lie nearer than this are counted together: their words would overlap. */
const NEAR_ON_RAIL = 74;

export interface OverviewChart {
  readonly size: PageSize;
  readonly top: number;
}

/** Deaths (`announced`: all of them were), takings or failed calls in one place of one row. */
export interface OverviewMark {
  readonly sort: "death" | "announced" | "taking" | "failure";
  readonly x: number;
  readonly row: number;
  readonly count: number;
  /** The last step that it stands for; the first is at `x`. */
  readonly to: number;
}

/** Deaths counted together above the rows. */
export interface RailDeath {
  readonly x: number;
  readonly count: number;
  readonly signal: string;
  readonly announced: boolean;
  readonly to: number;
}

/** Where the plot begins and ends, CSS pixels. */
export interface Sides {
  readonly left: number;
  readonly right: number;
}

export class Plot implements Sides {
  readonly left: number;
  readonly right: number;
  /** Height of a row. */
  readonly row: number;
  /** Rows of processes; more processes than rows, and neighbours share one. */
  readonly rows: number;
  readonly charts: readonly OverviewChart[];
  readonly height: number;
  readonly #length: number;
  readonly #lanes: number;
  readonly #places: ReadonlyMap<Pid, number>;

  /** Between the x of `sides`, so that it stands over the drawing of the window below it. */
  constructor(story: Story, sides: Sides) {
    this.#length = story.length;
    this.#lanes = story.lanes.length;
    this.left = sides.left;
    this.right = sides.right;
    this.rows = Math.max(1, Math.min(this.#lanes, Math.floor(MAX_ROWS_HEIGHT / MIN_ROW)));
    this.row = Math.max(MIN_ROW, Math.min(MAX_ROW, MAX_ROWS_HEIGHT / this.rows));
    this.#places = new Map(story.lanes.map(({ pid }, at) => [pid, at]));
    let top = HEAD + RAIL + this.row * this.rows + 10;
    this.charts = story.sizes.map((size) => {
      const chart = { size, top };
      top += CHART + CHART_GAP;
      return chart;
    });
    this.height = top - CHART_GAP + 4;
  }

  /** Several processes share a row. */
  get shared(): boolean {
    return this.#lanes > this.rows;
  }

  xOf(step: number): number {
    return this.left + ((step - 0.5) / this.#length) * (this.right - this.left);
  }

  stepAt(x: number): number {
    const step = Math.floor(((x - this.left) / (this.right - this.left)) * this.#length) + 1;
    return Math.max(1, Math.min(this.#length, step));
  }

  /** The row of a process; nobody's is the first. */
  rowOf(pid: Pid | null): number {
    const place = pid === null ? 0 : (this.#places.get(pid) ?? 0);
    return Math.floor((place * this.rows) / Math.max(1, this.#lanes));
  }

  /** y of the bottom of a row. */
  base(row: number): number {
    return HEAD + RAIL + this.row * (row + 1);
  }
}

/** The marks in the rows: those that matter most come last, to lie on top. */
export function marksOn(plot: Plot, story: Story): readonly OverviewMark[] {
  const fatal = (announced: boolean): readonly { step: number; pid: Pid | null }[] =>
    story.deaths.filter((death) => death.announced === announced);
  return [
    ...near(plot, "failure", story.failures),
    ...near(plot, "taking", story.takings),
    ...near(plot, "announced", fatal(true)),
    ...near(plot, "death", fatal(false)),
  ];
}

function near(
  plot: Plot,
  sort: OverviewMark["sort"],
  moments: readonly { readonly step: number; readonly pid: Pid | null }[],
): readonly OverviewMark[] {
  const marks: OverviewMark[] = [];
  /** By row: where its last mark stands. */
  const last = new Map<number, number>();
  for (const { step, pid } of moments) {
    const row = plot.rowOf(pid);
    const x = plot.xOf(step);
    const at = last.get(row);
    const mark = at === undefined ? undefined : marks[at];
    if (at !== undefined && mark !== undefined && x - mark.x < NEAR)
      marks[at] = { ...mark, count: mark.count + 1, to: step };
    else last.set(row, marks.push({ sort, x, row, count: 1, to: step }) - 1);
  }
  return marks;
}

/** The deaths on the rail. */
export function deathsOnRail(plot: Plot, story: Story): readonly RailDeath[] {
  const groups: RailDeath[] = [];
  for (const { step, signal, announced } of story.deaths) {
    const x = plot.xOf(step);
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < NEAR_ON_RAIL)
      groups[groups.length - 1] = {
        ...last,
        count: last.count + 1,
        announced: last.announced && announced,
        to: step,
      };
    else groups.push({ x, count: 1, signal, announced, to: step });
  }
  return groups;
}

/** The worst of the steps of each pixel of the plot. */
export function columnsOn(plot: Plot, story: Story, size: PageSize): readonly Bucket[] {
  const { buckets } = story.pool(size);
  const pixels = Math.max(1, Math.floor(plot.right - plot.left));
  return Array.from({ length: pixels }, (_, pixel): Bucket => {
    const first = Math.floor((pixel * buckets.length) / pixels);
    const last = Math.max(first, Math.ceil(((pixel + 1) * buckets.length) / pixels) - 1);
    let worst = buckets[first] ?? { available: 0, free: 0, total: 0 };
    for (let at = first + 1; at <= last; at++) {
      const { available, free, total } = buckets[at] ?? worst;
      worst = {
        available: Math.min(worst.available, available),
        free: Math.min(worst.free, free),
        total: Math.max(worst.total, total),
      };
    }
    return worst;
  });
}

/** From which step to which a process holds so many pages at the most. */
export function* stretchesOf(
  list: readonly Holding[],
  bucketSize: number,
  end: number,
): Generator<{ readonly from: number; readonly to: number; readonly pages: number }, void> {
  for (const [at, { bucket, pages }] of list.entries()) {
    const next = list[at + 1];
    const to = next === undefined ? end : Math.min(end, next.bucket * bucketSize);
    const from = bucket * bucketSize;
    if (pages > 0 && from < to) yield { from, to, pages };
  }
}
