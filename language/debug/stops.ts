/** Where a run is stopped: each breakpoint knows all its places beforehand, so that going on and back is a look-up. */
import type { Pid } from "../../engine/index.js";
import type { Happening } from "./happenings.js";
import { afterStep, beforeStep, type Place, type Replay } from "./replay.js";
import { notRun } from "../run/index.js";
import { nextAfter, nextBefore } from "./sorted.js";
import { type Expressions, WatchError } from "./watch.js";
import type { Watch } from "../syntax/tree.js";

export type StopReason = "breakpoint" | "data breakpoint" | "function breakpoint" | "exception";

/** Why one stopped at a place. */
export interface Stop {
  readonly place: Place;
  readonly reason: StopReason;
  /** What happened, in a few words; the empty string for a plain breakpoint. */
  readonly text: string;
  readonly breakpoint: number | null;
  readonly pid: Pid | null;
  readonly spot: Happening["place"];
}

/** Something that stops a run. */
export interface Stopper {
  /** In ascending order. */
  readonly places: readonly Place[];
  readonly stop: (place: Place) => Stop;
}

/** The next stop after a place. */
export function stopAfter(stoppers: readonly Stopper[], place: Place): Stop | null {
  return nearest(
    stoppers,
    (places) => nextAfter(places, place),
    (a, b) => a < b,
  );
}

/** The last stop before a place. */
export function stopBefore(stoppers: readonly Stopper[], place: Place): Stop | null {
  return nearest(
    stoppers,
    (places) => nextBefore(places, place),
    (a, b) => a > b,
  );
}

function nearest(
  stoppers: readonly Stopper[],
  find: (places: readonly Place[]) => Place | undefined,
  isNearer: (a: Place, b: Place) => boolean,
): Stop | null {
  let found: { readonly place: Place; readonly stopper: Stopper } | null = null;
  for (const stopper of stoppers) {
    const place = find(stopper.places);
    if (place !== undefined && (found === null || isNearer(place, found.place))) found = { place, stopper };
  }
  return found === null ? null : found.stopper.stop(found.place);
}

/** Places at which a condition holds; a condition that means nothing at a place does not hold there. */
export function where(
  replay: Replay,
  expressions: Expressions,
  watch: Watch,
  places: readonly Place[],
): readonly Place[] {
  const found: Place[] = [];
  const machines = replay.walk(places.map((place) => replay.taken(place)));
  for (const place of places) {
    const next = machines.next();
    if (next.done === true) break;
    const step = replay.upcoming(place) ?? replay.justTaken(place);
    const at = { process: step?.item.step.actor ?? null, rounds: step?.item.rounds ?? [] };
    try {
      if (expressions.holds(watch, next.value, at)) found.push(place);
    } catch (error) {
      if (!(error instanceof WatchError)) throw error;
    }
  }
  return found;
}

/** Places after the steps that change what an expression comes to. */
export function changes(replay: Replay, expressions: Expressions, watch: Watch): readonly Place[] {
  const found: Place[] = [];
  const { steps } = replay.run;
  const at = { process: null, rounds: [] };
  let before: string | null = null;
  let taken = 0;
  for (const machine of replay.walk(Array.from({ length: steps.length + 1 }, (_, i) => i))) {
    const { text } = expressions.answer(watch, machine, at);
    if (before !== null && text !== before) found.push(afterStep(taken));
    before = text;
    taken++;
  }
  return found;
}

/** `3` = the third time, `>= 3`, `> 3`, `< 3`, `<= 3`, `% 3` = every third time; null when it is none of these. */
export function hitCount(text: string): ((time: number) => boolean) | null {
  const [, op = "==", digits] = /^\s*(>=|>|<=|<|==?|%)?\s*(\d{1,9})\s*$/u.exec(text) ?? [];
  if (digits === undefined) return null;
  const wanted = Number(digits);
  switch (op) {
    case ">=":
      return (time) => time >= wanted;
    case ">":
      return (time) => time > wanted;
    case "<=":
      return (time) => time <= wanted;
    case "<":
      return (time) => time < wanted;
    case "%":
      return wanted === 0 ? null : (time) => time % wanted === 0;
    default:
      return (time) => time === wanted;
  }
}

/** Stops after what happened, of the kinds and under the conditions chosen. */
export function happeningStopper(happenings: readonly Happening[]): Stopper {
  const first = new Map<Place, Happening>();
  for (const happening of happenings) {
    const place = afterStep(happening.step);
    if (!first.has(place)) first.set(place, happening);
  }
  return {
    places: [...first.keys()],
    stop: (place) => {
      const happening = first.get(place);
      return {
        place,
        reason: "exception",
        text: happening?.text ?? "",
        breakpoint: null,
        pid: happening?.pid ?? null,
        spot: happening?.place ?? null,
      };
    },
  };
}

/** A stopper of one breakpoint. */
export function breakpointStopper(
  breakpoint: number,
  reason: StopReason,
  text: string,
  places: readonly Place[],
): Stopper {
  return { places, stop: (place) => ({ place, reason, text, breakpoint, pid: null, spot: null }) };
}

/** Places of a kernel function (after the steps that go through it) or of a call (before the steps that make it). */
export function placesOfFunction(replay: Replay, name: string): readonly Place[] {
  const { steps } = replay.run;
  const calls = steps.filter(({ item, trace }) => item.step.call === name && !notRun(trace.result));
  if (calls.length > 0) return calls.map(({ number }) => beforeStep(number));
  return steps.filter(({ trace }) => trace.events.some(({ fn }) => fn === name)).map(({ number }) => afterStep(number));
}

/** What a log point writes: `{...}` is an expression. */
export function logLine(template: string, replay: Replay, expressions: Expressions, place: Place): string {
  const machine = replay.machine(place);
  const step = replay.upcoming(place);
  const at = { process: step?.item.step.actor ?? null, rounds: step?.item.rounds ?? [] };
  return template.replace(/\{([^{}]*)\}/gu, (whole, text: string) => {
    if (machine === null) return whole;
    try {
      return expressions.answer(expressions.read(text), machine, at).text;
    } catch (error) {
      if (error instanceof WatchError) return `{${error.message}}`;
      throw error;
    }
  });
}
