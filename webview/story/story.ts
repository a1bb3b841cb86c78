/**
 * A run made walkable: the state after any step at once, and lists of what a reader looks for (deaths, takings, forks).
 * Its index says what happens in it and has states to begin at, so that no question costs a walk over the whole run.
 */
import type { Counters, MappingId, PageId, PageSize, Pid } from "../../engine/index.js";
import type { Bucket, Death, Holding, Moment, PoolOutline } from "../../language/picture/outline.js";
import type { PictureStep, RunPicture } from "../../language/picture/picture.js";
import { rowAt } from "../../language/picture/rows.js";
import type { Row } from "../../language/picture/rows.js";
import { indexOf } from "../../language/picture/run-index.js";
import type { KeyFrame } from "../../language/picture/run-index.js";
import { applyStep } from "../../language/picture/state/apply.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { Process, State } from "../../language/picture/state/state.js";
import { marksOf } from "./mark.js";
import type { Mark } from "./mark.js";

export type { Bucket, Death, Holding, Moment, PoolOutline };

/** States lately looked at: a step further from one of them is a step. */
const MAX_RECENT = 32;
/** On the way to a state, one is kept every so many steps: whoever walks back finds them. */
const KEPT_STEPS = 64;
/** Reading a frame takes about as long as a step for every so many pages. */
const PAGES_PER_STEP = 200;
const NO_ROWS: readonly Row[] = [];

export interface Victim {
  readonly pid: Pid;
  readonly mapping: MappingId;
  readonly index: number;
  /** The slot of its lane. */
  readonly slot: number;
}

/** One page taken from everybody who shared it. */
export interface Taking {
  readonly step: number;
  readonly by: Pid | null;
  readonly page: PageId;
  readonly victims: readonly Victim[];
}

const NO_POOL: PoolOutline = { most: 0, lowest: 0, mostSurplus: 0, buckets: [] };

export class Story {
  readonly run: RunPicture;
  readonly length: number;
  /** Everybody, in the order of the lanes: each fork under its parent. */
  readonly lanes: readonly Process[];
  readonly deaths: readonly Death[];
  /** Steps that take pages, one each. */
  readonly takings: readonly Moment[];
  readonly failures: readonly Moment[];
  /** The step in which the kernel itself failed; nothing right of it counts. */
  readonly broken: number | null;
  /** Steps in one bucket of `holdings` and of the pools' outlines. */
  readonly bucketSize: number;
  readonly holdings: ReadonlyMap<Pid, readonly Holding[]>;
  /** The pools that are drawn over the steps: those with pages in use or promised; at least one. */
  readonly sizes: readonly PageSize[];
  readonly #pools: ReadonlyMap<PageSize, PoolOutline>;
  readonly #rows: ReadonlyMap<Pid, readonly Row[]>;
  readonly #frames: readonly KeyFrame[];
  readonly #recent = new Map<number, State>();
  readonly #processes: ReadonlyMap<Pid, Process>;
  /** By name, in the order of birth. */
  readonly #named = new Map<string, Process[]>();

  constructor(run: RunPicture) {
    this.run = run;
    this.length = run.steps.length;
    const { outline, frames } = run.index ?? indexOf(run);
    this.#frames = frames;
    this.#processes = new Map(outline.processes.map((process) => [process.pid, process]));
    for (const process of outline.processes) {
      const list = this.#named.get(process.name);
      if (list === undefined) this.#named.set(process.name, [process]);
      else list.push(process);
    }
    this.lanes = laneOrder(outline.processes);
    this.deaths = outline.deaths;
    this.takings = outline.takings;
    this.failures = outline.failures;
    this.broken = outline.broken;
    this.#rows = outline.rows;
    this.bucketSize = outline.bucketSize;
    this.holdings = outline.holdings;
    this.#pools = outline.pools;
    this.sizes = drawnSizes(outline.pools);
  }

  /** How the pages of the pool of a size go. */
  pool(size: PageSize): PoolOutline {
    return this.#pools.get(size) ?? NO_POOL;
  }

  /** The counters of the pool of a size after a step; 0 = before the first. */
  counters(size: PageSize, number: number): Counters {
    const step = this.step(number);
    const of = size === DEFAULT_SIZE ? step?.counters : step?.sizes?.[size];
    if (of !== undefined) return of;
    const other = this.run.others.find(({ pageSize }) => pageSize === size);
    return other === undefined ? this.run.start : other.start;
  }

  /** Pages that the pool of a size is set up with. */
  configured(size: PageSize): number {
    return this.run.others.find(({ pageSize }) => pageSize === size)?.pages ?? this.run.pool;
  }

  /** The thread rows of a lane, whatever the step. */
  rowsOf(pid: Pid): readonly Row[] {
    return this.#rows.get(pid) ?? NO_ROWS;
  }

  /** The row of a lane's slot. */
  rowAt(pid: Pid, slot: number): number {
    return rowAt(this.rowsOf(pid), slot);
  }

  /** The state after `step`; 0 = before the first. Not to be changed. */
  at(step: number): State {
    const wanted = Math.min(Math.max(0, step), this.length);
    const known = this.#recent.get(wanted);
    if (known !== undefined) return known;
    const state = this.#fresh(wanted);
    this.#keep(state);
    return state;
  }

  #keep(state: State): void {
    this.#recent.set(state.step, state);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= MAX_RECENT) break;
      this.#recent.delete(oldest);
    }
  }

  /** Visits the states after `from`, `from` + 1, ... `to`; the state is only good inside the visit. */
  walk(from: number, to: number, visit: (state: State, step: number) => void): void {
    const state = this.#fresh(from);
    visit(state, from);
    for (let step = from + 1; step <= to; step++) {
      this.#advance(state, step);
      visit(state, step);
    }
  }

  step(number: number): PictureStep | null {
    return number < 1 ? null : (this.run.steps.at(number - 1) ?? null);
  }

  /** Whose lane the step belongs to; null for the administrator's. */
  actor(number: number): Pid | null {
    const step = this.step(number);
    if (step?.actor == null) return null;
    return step.pid ?? this.#named.get(step.actor)?.findLast(({ born }) => born < number)?.pid ?? null;
  }

  marks(number: number): readonly Mark[] {
    const step = this.step(number);
    return step === null ? [] : marksOf(step, this.actor(number));
  }

  deathsAt(step: number): readonly Death[] {
    return within(this.deaths, step, step);
  }

  /** The pages that a step takes, with those who lose them. */
  takingsAt(step: number): readonly Taking[] {
    const [moment] = within(this.takings, step, step);
    if (moment === undefined) return [];
    const before = this.at(step - 1);
    const pages = new Map<PageId, { by: Pid | null; victims: Victim[] }>();
    for (const event of this.step(step)?.events ?? []) {
      if (event.kind !== "unmap" || event.why !== "taken") continue;
      const taking = pages.get(event.page) ?? { by: event.by ?? moment.pid, victims: [] };
      pages.set(event.page, taking);
      const slot = (before.mappings.get(event.mapping)?.row ?? 0) + event.index;
      taking.victims.push({ pid: event.pid, mapping: event.mapping, index: event.index, slot });
    }
    return [...pages].map(([page, taking]) => ({ step, page, ...taking }));
  }

  name(pid: Pid): string {
    return this.#processes.get(pid)?.name ?? `pid ${pid}`;
  }

  /** A state of its own: from the nearest one before it that is known. */
  #fresh(step: number): State {
    let nearest: State | null = null;
    for (const state of this.#recent.values())
      if (state.step <= step && (nearest === null || state.step > nearest.step)) nearest = state;
    const frame = this.#frames.findLast((each) => each.step <= step);
    const fromFrame =
      frame !== undefined && (nearest === null || frame.step - nearest.step > this.run.pool / PAGES_PER_STEP);
    const state = fromFrame ? frame.state() : nearest?.clone();
    if (state === undefined) throw new RangeError(`no state before step ${step}`);
    for (let next = state.step + 1; next <= step; next++) {
      this.#advance(state, next);
      if (next % KEPT_STEPS === 0 && next < step) this.#keep(state.clone());
    }
    return state;
  }

  #advance(state: State, step: number): void {
    const next = this.step(step);
    if (next !== null) applyStep(state, step, next);
  }
}

function drawnSizes(pools: ReadonlyMap<PageSize, PoolOutline>): readonly PageSize[] {
  const isUsed = ({ buckets }: PoolOutline): boolean => buckets.some(({ available, total }) => available !== total);
  const used = [...pools].filter(([, pool]) => isUsed(pool));
  const shown = used.length > 0 ? used : [...pools].filter(([, { most }]) => most > 0).slice(0, 1);
  return shown.length > 0 ? shown.map(([size]) => size) : [DEFAULT_SIZE];
}

/** Those of the moments (in order) that lie in steps `from` to `to`. */
export function within<M extends { readonly step: number }>(
  moments: readonly M[],
  from: number,
  to: number,
): readonly M[] {
  return moments.slice(firstFrom(moments, from), firstFrom(moments, to + 1));
}

function firstFrom(moments: readonly { readonly step: number }[], step: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function laneOrder(processes: readonly Process[]): Process[] {
  const children = new Map<Pid | null, Process[]>();
  for (const process of processes) {
    const siblings = children.get(process.parent);
    if (siblings === undefined) children.set(process.parent, [process]);
    else siblings.push(process);
  }
  const order: Process[] = [];
  // A chain of forks may be longer than a call stack is deep.
  const ahead = [...(children.get(null) ?? [])].reverse();
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    order.push(next);
    ahead.push(...[...(children.get(next.pid) ?? [])].reverse());
  }
  return order;
}
