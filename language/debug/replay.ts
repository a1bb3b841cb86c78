/**
 * A finished run as a debugger walks through it. Nothing is executed: a place is a number, and every place is reached at
 * once, in either direction.
 *
 * The place `2 * taken + 1` is before a step, with `taken` steps behind it; `2 * taken` is right after a step, where one
 * stops because of what happened in it. Steps that were not run (their process is dead) are passed over.
 */
import type { Machine, Pid } from "../../engine/index.js";
import type { CheckedScenario } from "../check/index.js";
import { notRun, type Run, type RunStep } from "../run/index.js";
import { ascending, nextAfter, nextBefore } from "./sorted.js";

export type Place = number;

/** Steps that are sooner taken one by one than by way of the history's next copy. */
const FAR = 256;

/** Before anything, also before what is found wrong at the start. */
export const NOWHERE: Place = -1;

export const afterStep = (number: number): Place => 2 * number;
export const beforeStep = (number: number): Place => 2 * (number - 1) + 1;

export class Replay {
  readonly run: Run;
  readonly scenario: CheckedScenario;
  /** Who acts in each step; null = the administrator, or a process that never came to be. */
  readonly #actors: readonly (Pid | null)[];
  /** Places before the steps that were run, in order. */
  readonly #befores: readonly Place[];
  /** Steps that were run, by who acts in them. */
  readonly #own = new Map<Pid | null, number[]>();
  readonly #births: ReadonlyMap<Pid, RunStep>;
  readonly #lines: ReadonlyMap<number, readonly RunStep[]>;
  readonly #sortedLines: readonly number[];
  #machine: { readonly taken: number; readonly machine: Machine } | null = null;

  constructor(run: Run, scenario: CheckedScenario) {
    this.run = run;
    this.scenario = scenario;
    this.#actors = actorsOf(run);
    this.#births = birthsOf(run);
    this.#lines = linesOf(run);
    this.#sortedLines = ascending(this.#lines.keys());
    const befores: Place[] = [];
    for (const step of run.steps) {
      if (notRun(step.trace.result)) continue;
      befores.push(beforeStep(step.number));
      const pid = this.actor(step);
      const own = this.#own.get(pid);
      if (own === undefined) this.#own.set(pid, [step.number]);
      else own.push(step.number);
    }
    this.#befores = befores;
  }

  /** The first place to stop at: before the first step that is run. */
  get entry(): Place {
    return this.#befores[0] ?? this.end;
  }

  /** Behind the last step. */
  get end(): Place {
    return beforeStep(this.run.steps.length + 1);
  }

  /** Who acts in a step. */
  actor(step: RunStep): Pid | null {
    return this.#actors[step.number - 1] ?? null;
  }

  /** Steps that have been taken at a place. */
  taken(place: Place): number {
    return Math.max(0, place >> 1);
  }

  /** The step that one stands before; null right after a step and at the end. */
  upcoming(place: Place): RunStep | null {
    return place % 2 === 1 ? (this.run.steps[this.taken(place)] ?? null) : null;
  }

  /** The step that one stands right after; null elsewhere. */
  justTaken(place: Place): RunStep | null {
    return place >= 0 && place % 2 === 0 ? (this.run.steps[this.taken(place) - 1] ?? null) : null;
  }

  /** The place before the next step that is run, or the end. */
  forward(place: Place): Place {
    return nextAfter(this.#befores, place) ?? this.end;
  }

  /** The place before the step before, or the first. */
  back(place: Place): Place {
    return nextBefore(this.#befores, place) ?? this.entry;
  }

  /** The place before the next step of a process, from this place on; null when it takes none any more. */
  nextOf(pid: Pid | null, place: Place): RunStep | null {
    const own = this.#own.get(pid) ?? [];
    const number = nextAfter(own, this.taken(place));
    return number === undefined ? null : (this.run.steps[number - 1] ?? null);
  }

  /** The fork that made a process; null for those alive at the start. */
  birth(pid: Pid): RunStep | null {
    return this.#births.get(pid) ?? null;
  }

  /** The machine at a place, to look at. */
  machine(place: Place): Machine | null {
    const taken = this.taken(place);
    if (this.#machine?.taken !== taken) {
      const machine = this.run.history?.at(taken);
      if (machine === undefined) return null;
      this.#machine = { taken, machine };
    }
    return this.#machine.machine;
  }

  /** The machine at many places, in their order: each is a short way from the one before. The machine is the walker's own. */
  *walk(takens: readonly number[]): Generator<Machine> {
    const { history, steps } = this.run;
    if (history === null) return;
    let at = 0;
    let machine = history.at(0);
    for (const taken of takens) {
      if (taken < at || taken - at > FAR) {
        machine = history.at(taken);
        at = taken;
      }
      for (; at < taken; at++) {
        const step = steps[at];
        if (step !== undefined) machine.step(step.item.step);
      }
      yield machine;
    }
  }

  /** Steps, by their numbers, that stand on a line (0-based) of a file, in order. */
  stepsOn(isFile: (uri: string) => boolean, line: number): readonly RunStep[] {
    return (this.#lines.get(line) ?? []).filter((step) => isFile(step.item.uri));
  }

  /** The first line from this one on, in the same file, that has a step. */
  lineFrom(isFile: (uri: string) => boolean, line: number): number | null {
    return this.#sortedLines.find((each) => each >= line && this.stepsOn(isFile, each).length > 0) ?? null;
  }
}

function actorsOf({ processes, steps }: Run): readonly (Pid | null)[] {
  const newest = new Map(processes.map(({ name, pid }) => [name, pid]));
  return steps.map(({ trace, item }) => {
    const { actor } = item.step;
    const pid = actor === null ? null : (newest.get(actor) ?? null);
    for (const event of trace.events) if (event.kind === "fork") newest.set(event.name, event.child);
    return pid;
  });
}

function birthsOf({ steps }: Run): ReadonlyMap<Pid, RunStep> {
  const births = new Map<Pid, RunStep>();
  for (const step of steps)
    for (const event of step.trace.events) if (event.kind === "fork") births.set(event.child, step);
  return births;
}

function linesOf({ steps }: Run): ReadonlyMap<number, readonly RunStep[]> {
  const lines = new Map<number, RunStep[]>();
  for (const step of steps) {
    const { line } = step.item.range.start;
    const known = lines.get(line);
    if (known === undefined) lines.set(line, [step]);
    else known.push(step);
  }
  return lines;
}
