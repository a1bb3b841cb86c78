/**
 * A run made walkable: the state after any step at once, and lists of what a reader looks for (deaths, takings, forks).
 * One pass over the events when a picture arrives; checkpoints make every later question cheap.
 */
import type { MappingId, PageId, Pid } from "../../engine/index.js";
import type { PictureStep, RunPicture } from "../../language/picture/picture.js";
import { applyStep } from "./apply.js";
import { marksOf } from "./mark.js";
import type { Mark } from "./mark.js";
import { State } from "./state.js";
import type { Process } from "./state.js";

/** A state is rebuilt from at most this many steps (more in very long runs, to bound the checkpoints' memory). */
const CHECKPOINT_STEPS = 64;
const MAX_CHECKPOINTS = 512;

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
    const state = new State(run.start, run.overcommit);
    for (const { pid, name } of run.processes)
      state.processes.set(pid, { pid, name, parent: null, born: 0, end: null });
    this.#checkpoints.push(state.clone());
    const reading = new Reading(state);
    run.steps.forEach((step, at) => {
      this.#actors.push(step.actor === null ? null : (step.pid ?? newestOfName(state, step.actor)));
      reading.step(step, at + 1);
      if ((at + 1) % this.#interval === 0) this.#checkpoints.push(state.clone());
    });
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
    this.#recent.set(wanted, state);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= 8) break;
      this.#recent.delete(oldest);
    }
    return state;
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
    return this.run.steps[number - 1] ?? null;
  }

  /** Whose lane the step belongs to; null for the administrator's. */
  actor(number: number): Pid | null {
    return this.#actors[number - 1] ?? null;
  }

  marks(number: number): readonly Mark[] {
    const step = this.step(number);
    return step === null ? [] : marksOf(step, this.actor(number));
  }

  name(pid: Pid): string {
    return this.lanes.find((process) => process.pid === pid)?.name ?? `pid ${pid}`;
  }

  #fresh(step: number): State {
    const at = Math.min(Math.floor(step / this.#interval), this.#checkpoints.length - 1);
    const checkpoint = this.#checkpoints[at];
    if (checkpoint === undefined) throw new RangeError(`no checkpoint for step ${step}`);
    const state = checkpoint.clone();
    for (let next = at * this.#interval + 1; next <= step; next++) this.#advance(state, next);
    return state;
  }

  #advance(state: State, step: number): void {
    const next = this.run.steps[step - 1];
    if (next !== undefined) applyStep(state, step, next.events, next.counters);
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
    this.lowest = state.available;
  }

  step(step: PictureStep, number: number): void {
    this.#notice(step, number);
    const known = this.#state.mappings.size === 0 ? 0 : Math.max(...this.#state.mappings.keys());
    applyStep(this.#state, number, step.events, step.counters);
    this.maxTotal = Math.max(this.maxTotal, step.counters.total);
    this.maxSurplus = Math.max(this.maxSurplus, step.counters.surp);
    this.lowest = Math.min(this.lowest, this.#state.available);
    if (step.events.some((event) => event.kind === "mmap" || event.kind === "fork" || event.kind === "map"))
      this.#measure(known);
    this.#hold(step, number);
  }

  #notice(step: PictureStep, number: number): void {
    const takings = new Map<PageId, { by: Pid | null; victims: Victim[] }>();
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
        const taking = takings.get(event.page) ?? { by: event.by ?? step.pid, victims: [] };
        takings.set(event.page, taking);
        const row = (this.#state.mappings.get(event.mapping)?.row ?? 0) + event.index;
        taking.victims.push({ pid: event.pid, mapping: event.mapping, index: event.index, row });
      }
    }
    for (const [page, taking] of takings) this.takings.push({ step: number, page, ...taking });
  }

  /** Notes the thread rows of mappings newer than `known`, and of those that grew. */
  #measure(known: number): void {
    for (const mapping of this.#state.mappings.values()) {
      this.rows.set(mapping.pid, Math.max(this.rows.get(mapping.pid) ?? 0, mapping.row + mapping.length));
      if (mapping.id <= known) continue;
      const names = this.rowNames.get(mapping.pid) ?? new Map<number, string>();
      this.rowNames.set(mapping.pid, names);
      for (let index = 0; index < Math.min(mapping.length, MAX_NAMED_ROWS); index++) {
        if (!names.has(mapping.row + index)) names.set(mapping.row + index, `${mapping.name}[${index}]`);
      }
    }
  }

  #hold(step: PictureStep, number: number): void {
    const touched = new Set<Pid>();
    for (const event of step.events) {
      if (
        event.kind === "map" ||
        event.kind === "unmap" ||
        event.kind === "exit" ||
        event.kind === "kill" ||
        event.kind === "exec" ||
        event.kind === "copy"
      )
        touched.add(event.pid);
    }
    for (const pid of touched) {
      const list = this.holdings.get(pid) ?? [];
      this.holdings.set(pid, list);
      const pages = this.#state.mappingsOf(pid).reduce((sum, mapping) => sum + mapping.pages.size, 0);
      if (list.at(-1)?.pages !== pages) list.push({ step: number, pages });
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
