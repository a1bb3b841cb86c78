/**
 * What a reader looks for in a run, found in one pass over its events: who lived when, who died, whose page was taken, and
 * how the pages went, in buckets in which the worst wins. With it a run of any length is drawn without being read.
 */
import type { Counters, Event, PageSize, Pid } from "../../engine/index.js";
import type { PictureStep, RunHead } from "./picture.js";
import { RowReading } from "./rows.js";
import type { Row } from "./rows.js";
import { applyStep } from "./state/apply.js";
import { State } from "./state/state.js";
import type { Pool, Process } from "./state/state.js";

export interface Death {
  readonly step: number;
  readonly pid: Pid;
  readonly signal: string;
  readonly announced: boolean;
  /** By a touch; not by kill(2). */
  readonly fault: boolean;
}

/** A step that something befell somebody in; pid null = nobody's. */
export interface Moment {
  readonly step: number;
  readonly pid: Pid | null;
}

/** The most pages that a process holds in a bucket, and in those behind it until the next one of the list. */
export interface Holding {
  readonly bucket: number;
  readonly pages: number;
}

/** The worst of some steps: the fewest pages available and free, the largest pool. */
export interface Bucket {
  readonly available: number;
  readonly free: number;
  readonly total: number;
}

/** How the pages of one pool go over a run. */
export interface PoolOutline {
  readonly most: number;
  /** The fewest pages available at any time. */
  readonly lowest: number;
  readonly mostSurplus: number;
  /** One for every `bucketSize` steps. */
  readonly buckets: readonly Bucket[];
}

export interface Outline {
  /** Everybody, in the order of birth. */
  readonly processes: readonly Process[];
  readonly deaths: readonly Death[];
  /** Steps that took pages from somebody, and who did it. */
  readonly takings: readonly Moment[];
  readonly failures: readonly Moment[];
  /** The step in which the kernel itself failed; nothing right of it counts. */
  readonly broken: number | null;
  /** The thread rows of every lane. */
  readonly rows: ReadonlyMap<Pid, readonly Row[]>;
  /** Steps in one bucket; the last one may have fewer. */
  readonly bucketSize: number;
  readonly holdings: ReadonlyMap<Pid, readonly Holding[]>;
  /** By page size; the default pool's first. */
  readonly pools: ReadonlyMap<PageSize, PoolOutline>;
}

/** Buckets of a run; a screen has hardly more pixels. */
const MOST_BUCKETS = 2048;
/** Holdings of all processes together; beyond that, one stands for several buckets. */
const MOST_HOLDINGS = 100_000;

/** Reads a run step by step; `state` is the one after the step read last. */
export class Reading {
  readonly state: State;
  readonly #bucketSize: number;
  readonly #deaths: Death[] = [];
  readonly #takings: Moment[] = [];
  readonly #failures: Moment[] = [];
  readonly #rows = new RowReading();
  readonly #holdings = new Map<Pid, Held>();
  readonly #pools: ReadonlyMap<PageSize, PoolReading>;
  #broken: number | null = null;
  #number = 0;

  constructor(head: RunHead, length: number) {
    this.state = State.before(head);
    this.#bucketSize = Math.max(1, Math.ceil(length / MOST_BUCKETS));
    this.#pools = new Map([...poolsOf(this.state)].map(([size, pool]) => [size, new PoolReading(pool)]));
  }

  step(step: PictureStep): void {
    const number = ++this.#number;
    this.#notice(step, number);
    applyStep(this.state, number, step);
    const bucket = Math.floor((number - 1) / this.#bucketSize);
    for (const [size, pool] of poolsOf(this.state)) this.#pools.get(size)?.count(pool, bucket);
    for (const event of step.events) {
      // Most events of a long run: nothing came of them.
      if (event.kind === "hit") continue;
      this.#rows.event(event, this.state);
      this.#hold(event, bucket);
    }
    this.#rows.endStep();
  }

  outline(): Outline {
    return {
      processes: [...this.state.processes.values()],
      deaths: this.#deaths,
      takings: this.#takings,
      failures: this.#failures,
      broken: this.#broken,
      rows: this.#rows.rows(),
      bucketSize: this.#bucketSize,
      holdings: listed(this.#holdings),
      pools: this.#pools,
    };
  }

  #notice(step: PictureStep, number: number): void {
    let takes = false;
    for (const event of step.events) {
      if (event.kind === "kill")
        this.#deaths.push({
          step: number,
          pid: event.pid,
          signal: event.signal,
          announced: step.announced || event.cause.why === "kill",
          fault: event.cause.why !== "kill",
        });
      else if (event.kind === "bug" || (event.kind === "hang" && !event.killable)) this.#broken ??= number;
      else if (event.kind === "fail") this.#failures.push({ step: number, pid: event.pid });
      else if (event.kind === "unmap" && event.why === "taken" && !takes) {
        takes = true;
        this.#takings.push({ step: number, pid: event.by ?? step.pid });
      }
    }
  }

  #hold(event: Event, bucket: number): void {
    switch (event.kind) {
      case "map":
      case "unmap":
      case "exit":
      case "kill":
      case "exec":
      case "copy": {
        const held = this.#holdings.get(event.pid) ?? new Held();
        this.#holdings.set(event.pid, held);
        held.at(bucket, this.state.held.get(event.pid) ?? 0);
        return;
      }
      default:
        return;
    }
  }
}

/** What one process holds, bucket by bucket: what it held before counts for the bucket in which that changes. */
class Held {
  readonly #list: Holding[] = [];
  #bucket = 0;
  #most = 0;
  #now = 0;

  at(bucket: number, pages: number): void {
    if (bucket > this.#bucket) {
      this.#push(this.#bucket, this.#most);
      if (bucket > this.#bucket + 1) this.#push(this.#bucket + 1, this.#now);
      this.#bucket = bucket;
      this.#most = this.#now;
    }
    this.#now = pages;
    this.#most = Math.max(this.#most, pages);
  }

  list(): readonly Holding[] {
    this.at(this.#bucket + 2, this.#now);
    return this.#list;
  }

  #push(bucket: number, pages: number): void {
    if ((this.#list.at(-1)?.pages ?? 0) !== pages) this.#list.push({ bucket, pages });
  }
}

function listed(holdings: ReadonlyMap<Pid, Held>): ReadonlyMap<Pid, readonly Holding[]> {
  const lists = new Map([...holdings].map(([pid, held]) => [pid, held.list()]));
  let count = 0;
  for (const list of lists.values()) count += list.length;
  const times = Math.ceil(count / MOST_HOLDINGS);
  if (times <= 1) return lists;
  return new Map(
    [...lists].map(([pid, list]) => {
      const held = new Held();
      for (const { bucket, pages } of list) held.at(Math.floor(bucket / times), pages);
      return [pid, held.list().map(({ bucket, pages }) => ({ bucket: bucket * times, pages }))];
    }),
  );
}

function* poolsOf(state: State): Generator<readonly [PageSize, Pool], void> {
  yield ["2M", state.pool];
  yield* state.others;
}

class PoolReading implements PoolOutline {
  most: number;
  lowest: number;
  mostSurplus = 0;
  readonly buckets: Bucket[] = [];
  #last: Counters | null = null;

  constructor({ counters, available }: Pool) {
    this.most = counters.total;
    this.lowest = available;
  }

  count({ counters, available }: Pool, bucket: number): void {
    const old = this.buckets[bucket];
    if (counters === this.#last && old !== undefined) return;
    this.#last = counters;
    const { total, free, surp } = counters;
    this.most = Math.max(this.most, total);
    this.mostSurplus = Math.max(this.mostSurplus, surp);
    this.lowest = Math.min(this.lowest, available);
    this.buckets[bucket] =
      old === undefined
        ? { available, free, total }
        : {
            available: Math.min(old.available, available),
            free: Math.min(old.free, free),
            total: Math.max(old.total, total),
          };
  }
}
