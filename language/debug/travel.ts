/** From a place to the next one: on to a stop or a step, and back. */
import type { RunStep } from "../run/index.js";
import { beforeStep, type Place, type Replay } from "./replay.js";
import { stopAfter, stopBefore, type Stop, type Stopper } from "./stops.js";

export interface Arrival {
  readonly place: Place;
  readonly reason: Stop["reason"] | "step" | "entry" | "end";
  readonly stop: Stop | null;
}

/** On to the next stop, at most to `goal` (a step's end; null = the end of the run). Null: one stands at the end already. */
export function onward(replay: Replay, stoppers: readonly Stopper[], from: Place, goal: Place | null): Arrival | null {
  if (from >= replay.end) return null;
  const furthest = goal ?? replay.end;
  const stop = stopAfter(stoppers, from);
  if (stop !== null && stop.place <= furthest) return { place: stop.place, reason: stop.reason, stop };
  return { place: furthest, reason: goal === null ? "end" : "step", stop: null };
}

/** Back to the stop before, at least to `goal` (the step before; null = the first step). */
export function backward(replay: Replay, stoppers: readonly Stopper[], from: Place, goal: Place | null): Arrival {
  const nearest = goal ?? replay.entry;
  const stop = stopBefore(stoppers, from);
  if (stop !== null && stop.place >= nearest) return { place: stop.place, reason: stop.reason, stop };
  return { place: nearest, reason: goal === null ? "entry" : "step", stop: null };
}

/** Into a fork: the first step of the child; else over the step. */
export function intoStep(replay: Replay, place: Place): Place {
  const over = replay.forward(place);
  const born = replay.upcoming(place)?.trace.events.find((event) => event.kind === "fork");
  const first = born?.kind === "fork" ? replay.nextOf(born.child, over) : null;
  return first === null ? over : beforeStep(first.number);
}

/** Behind the innermost loop; outside of loops behind the last step of the process. */
export function outOfStep(replay: Replay, place: Place): Place {
  const step = replay.upcoming(place) ?? replay.justTaken(place);
  if (step === null) return replay.end;
  const pass = step.item.rounds.at(-1)?.pass;
  const pid = replay.actor(step);
  const isInside = (each: RunStep): boolean =>
    pass === undefined ? replay.actor(each) === pid : each.item.rounds.some((round) => round.pass === pass);
  const last = replay.run.steps.findLast(isInside) ?? step;
  return replay.forward(beforeStep(last.number));
}
