/**
 * A run made walkable: the state after any step at once, and lists of what a reader looks for (deaths, takings, forks).
 * One pass over the events when a picture arrives; checkpoints make every later question cheap.
 */
import type { Event, MappingId, PageId, Pid } from "../../engine/index.js";
import type { PictureStep, RunPicture } from "../../language/picture/picture.js";
import { applyStep } from "./apply.js";
import { marksOf } from "./mark.js";
import type { Mark } from "./mark.js";
import { State } from "./state.js";
import type { Process } from "./state.js";

/** A state is rebuilt from at most this many steps (more in very long runs, to bound what the copies cost). */
const CHECKPOINT_STEPS = 64;
const MAX_CHECKPOINTS = 128;
/** States lately looked at: a step further from one of them is a step. */
const MAX_RECENT = 32;
/** On the way to a state, one is kept every so many steps: whoever walks back finds them. */
const KEPT_STEPS = 64;

export interface Death {
  readonly step: number;
  readonly pid: Pid;
  readonly signal: string;
  readonly announced: boolean;
}

export interface Victim {
  readonly pid: Pid;
  readonly mapping: MappingId;
  readonly index: number;
  readonly row: number;
}

/** One page taken from everybody who shared it. */
export interface Taking {
  readonly step: number;
  readonly by: Pid | null;
  readonly page: PageId;
  readonly victims: readonly Victim[];
}

/** Pages held by a process from a step on. */
export interface Holding {
  readonly step: number;
  readonly pages: number;
}

export class Story {
  readonly run: RunPicture;
  readonly length: number;
  /** Everybody, in the order of the lanes: each fork under its parent. */
  readonly lanes: readonly Process[];
  readonly deaths: readonly Death[];
  readonly takings: readonly Taking[];
  readonly failures: readonly { readonly step: number; readonly pid: Pid | null }[];
  /** The step in which the kernel itself failed; nothing right of it counts. */
  readonly broken: number | null;
  /** Greatest number of thread rows that a process ever needs. */
  readonly rows: ReadonlyMap<Pid, number>;
  /** First name of each thread row, for its label. */
  readonly rowNames: ReadonlyMap<Pid, ReadonlyMap<number, string>>;
  readonly holdings: ReadonlyMap<Pid, readonly Holding[]>;
  readonly maxTotal: number;
  readonly lowest: number;
  readonly maxSurplus: number;
  readonly #interval: number;
  readonly #checkpoints: State[] = [];
  readonly #recent = new Map<number, State>();
  readonly #actors: (Pid | null)[] = [];

  constructor(run: RunPicture) {
    this.run = run;
    this.length = run.steps.length;
    this.#interval = Math.max(CHECKPOINT_STEPS, Math.ceil(this.length / MAX_CHECKPOINTS));
    const state = State.before(run);
    this.#checkpoints.push(state.clone());
    const reading = new Reading(state);
    let number = 0;
    for (const step of run.steps) {
      number++;
      this.#actors.push(step.actor === null ? null : (step.pid ?? newestOfName(state, step.actor)));
      reading.step(step, number);
      if (number % this.#interval === 0) this.#checkpoints.push(state.clone());
    }
    this.lanes = laneOrder(state);
    this.deaths = reading.deaths;
    this.takings = reading.takings;
    this.failures = reading.failures;
    this.broken = reading.broken;
    this.rows = reading.rows;
    this.rowNames = reading.rowNames;
    this.holdings = reading.holdings;
    this.maxTotal = reading.maxTotal;
    this.lowest = reading.lowest;
    this.maxSurplus = reading.maxSurplus;
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
    return this.#actors[number - 1] ?? null;
  }

  marks(number: number): readonly Mark[] {
    const step = this.step(number);
    return step === null ? [] : marksOf(step, this.actor(number));
  }

  deathsAt(step: number): readonly Death[] {
    return this.deaths.filter((death) => death.step === step);
  }

  takingsAt(step: number): readonly Taking[] {
    return this.takings.filter((taking) => taking.step === step);
  }

  name(pid: Pid): string {
    return this.lanes.find((process) => process.pid === pid)?.name ?? `pid ${pid}`;
  }

  /** A state of its own: from the nearest one before it that is known. */
  #fresh(step: number): State {
    let nearest = this.#checkpoints[Math.min(Math.floor(step / this.#interval), this.#checkpoints.length - 1)];
    for (const state of this.#recent.values())
      if (state.step <= step && (nearest === undefined || state.step > nearest.step)) nearest = state;
    if (nearest === undefined) throw new RangeError(`no state before step ${step}`);
    const state = nearest.clone();
    for (let next = nearest.step + 1; next <= step; next++) {
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

/** What one pass over the events collects. */
class Reading {
  readonly deaths: Death[] = [];
  readonly takings: Taking[] = [];
  readonly failures: { step: number; pid: Pid | null }[] = [];
  readonly rows = new Map<Pid, number>();
  readonly rowNames = new Map<Pid, Map<number, string>>();
  readonly holdings = new Map<Pid, Holding[]>();
  broken: number | null = null;
  maxTotal: number;
  lowest: number;
  maxSurplus = 0;
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
    this.maxTotal = state.counters.total;
    this.lowest = state.pool.available;
  }

  step(step: PictureStep, number: number): void {
    this.#notice(step, number);
    applyStep(this.#state, number, step);
    this.maxTotal = Math.max(this.maxTotal, step.counters.total);
    this.maxSurplus = Math.max(this.maxSurplus, step.counters.surp);
    this.lowest = Math.min(this.lowest, this.#state.pool.available);
    for (const event of step.events) {
      // Most events of a long run: nothing came of them.
      if (event.kind === "hit") continue;
      this.#measure(event);
      this.#hold(event, number);
    }
  }

  #notice(step: PictureStep, number: number): void {
    let takings: Map<PageId, { by: Pid | null; victims: Victim[] }> | null = null;
    for (const event of step.events) {
      if (event.kind === "kill")
        this.deaths.push({
          step: number,
          pid: event.pid,
          signal: event.signal,
          announced: step.announced || event.cause.why === "kill",
        });
      else if (event.kind === "bug" || (event.kind === "hang" && !event.killable)) this.broken ??= number;
      else if (event.kind === "fail") this.failures.push({ step: number, pid: event.pid });
      else if (event.kind === "unmap" && event.why === "taken") {
        takings ??= new Map();
        const taking = takings.get(event.page) ?? { by: event.by ?? step.pid, victims: [] };
        takings.set(event.page, taking);
        const row = (this.#state.mappings.get(event.mapping)?.row ?? 0) + event.index;
        taking.victims.push({ pid: event.pid, mapping: event.mapping, index: event.index, row });
      }
    }
    if (takings !== null) for (const [page, taking] of takings) this.takings.push({ step: number, page, ...taking });
  }

  /** Notes the thread rows of a mapping that is new or grew. */
  #measure(event: Event): void {
    if (event.kind === "mmap") this.#rowsOf(event.mapping, true);
    else if (event.kind === "map") this.#rowsOf(event.mapping, false);
    else if (event.kind === "fork") for (const { to } of event.maps) this.#rowsOf(to, true);
  }

  #rowsOf(id: MappingId, isNew: boolean): void {
    const mapping = this.#state.mappings.get(id);
    if (mapping === undefined) return;
    const { pid, row, length, name } = mapping;
    if ((this.rows.get(pid) ?? 0) < row + length) this.rows.set(pid, row + length);
    if (!isNew) return;
    const names = this.rowNames.get(pid) ?? new Map<number, string>();
    this.rowNames.set(pid, names);
    for (let index = 0; index < Math.min(length, MAX_NAMED_ROWS); index++)
      if (!names.has(row + index)) names.set(row + index, `${name}[${index}]`);
  }

  #hold(event: Event, number: number): void {
    switch (event.kind) {
      case "map":
      case "unmap":
      case "exit":
      case "kill":
      case "exec":
      case "copy": {
        const list = this.holdings.get(event.pid) ?? [];
        this.holdings.set(event.pid, list);
        const pages = this.#state.held.get(event.pid) ?? 0;
        if (list.at(-1)?.pages !== pages) list.push({ step: number, pages });
        return;
      }
      default:
        return;
    }
  }
}

const MAX_NAMED_ROWS = 12;

function newestOfName(state: State, name: string): Pid | null {
  let found: Pid | null = null;
  for (const process of state.processes.values()) if (process.name === name) found = process.pid;
  return found;
}

function laneOrder(state: State): Process[] {
  const order: Process[] = [];
  const children = new Map<Pid | null, Process[]>();
  for (const process of state.processes.values())
    children.set(process.parent, [...(children.get(process.parent) ?? []), process]);
  const walk = (process: Process): void => {
    order.push(process);
    for (const child of children.get(process.pid) ?? []) walk(child);
  };
  for (const process of children.get(null) ?? []) walk(process);
  return order;
}
