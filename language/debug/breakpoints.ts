/** The breakpoints of a session: what the editor asked for, and where each of them stops the run. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { sameUri } from "../server/included-files.js";
import { notRun } from "../run/index.js";
import type { Watch } from "../syntax/tree.js";
import { HAPPENINGS, happeningsIn, type Happening, type HappeningKind } from "./happenings.js";
import { lineSpot } from "./frames.js";
import { afterStep, beforeStep, type Place, type Replay } from "./replay.js";
import {
  breakpointStopper,
  changes,
  happeningStopper,
  hitCount,
  logLine,
  placesOfFunction,
  type Stopper,
  where,
} from "./stops.js";
import { Expressions, WatchError } from "./watch.js";

/** A breakpoint writes a line instead of stopping. */
interface LogPoint {
  readonly places: readonly Place[];
  readonly template: string;
}

interface Resolved {
  readonly breakpoint: DebugProtocol.Breakpoint;
  readonly stopper: Stopper | null;
  readonly log: LogPoint | null;
}

type Conditions = Pick<DebugProtocol.SourceBreakpoint, "condition" | "hitCondition" | "logMessage">;

export class Breakpoints {
  readonly #replay: Replay;
  readonly #expressions: Expressions;
  readonly #happenings: readonly Happening[];
  readonly #lines = new Map<string, readonly Resolved[]>();
  #functions: readonly Resolved[] = [];
  #data: readonly Resolved[] = [];
  #events: Stopper | null = null;
  #nextId = 1;

  constructor(replay: Replay) {
    this.#replay = replay;
    this.#expressions = new Expressions(replay.scenario);
    this.#happenings = happeningsIn(replay.run);
  }

  /** Everything that stops the run now. */
  get stoppers(): readonly Stopper[] {
    const resolved = [...this.#lines.values(), this.#functions, this.#data].flat();
    const own = resolved.flatMap(({ stopper }) => (stopper === null ? [] : [stopper]));
    return this.#events === null ? own : [...own, this.#events];
  }

  /** What log points write on the way from one place to another, in order. */
  logs(from: Place, to: Place): readonly { readonly place: Place; readonly text: string }[] {
    return [...this.#lines.values()]
      .flat()
      .flatMap(({ log }) => (log === null ? [] : log.places.map((place) => ({ place, template: log.template }))))
      .filter(({ place }) => from < place && place <= to)
      .sort((a, b) => a.place - b.place)
      .map(({ place, template }) => ({ place, text: logLine(template, this.#replay, this.#expressions, place) }));
  }

  setLines({ source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const uri = source.path ?? "";
    const resolved = breakpoints.map((asked) => this.#line(uri, asked));
    this.#lines.set(uri, resolved);
    return resolved.map(({ breakpoint }) => breakpoint);
  }

  setFunctions({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments): DebugProtocol.Breakpoint[] {
    this.#functions = breakpoints.map((asked) => {
      const places = placesOfFunction(this.#replay, asked.name.trim());
      const missing = `This run does not go through ${asked.name}: it is neither a call of a step nor a function that the kernel's story names.`;
      if (places.length === 0) return this.#refused(missing);
      return this.#resolved(places, "function breakpoint", asked.name, asked, {});
    });
    return this.#functions.map(({ breakpoint }) => breakpoint);
  }

  setData({ breakpoints }: DebugProtocol.SetDataBreakpointsArguments): DebugProtocol.Breakpoint[] {
    this.#data = breakpoints.map((asked) => {
      const watch = this.#read(asked.dataId);
      if ("error" in watch) return this.#refused(watch.error);
      try {
        const places = changes(this.#replay, this.#expressions, watch.watch);
        return this.#resolved(places, "data breakpoint", `${asked.dataId} changes`, asked, {});
      } catch (error) {
        if (error instanceof WatchError) return this.#refused(error.message);
        throw error;
      }
    });
    return this.#data.map(({ breakpoint }) => breakpoint);
  }

  setEvents({
    filters,
    filterOptions = [],
  }: DebugProtocol.SetExceptionBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const asked = [...filters.map((filterId) => ({ filterId, condition: undefined })), ...filterOptions];
    const chosen = new Set<Happening>();
    const answers = asked.map(({ filterId, condition }): DebugProtocol.Breakpoint => {
      if (!isKind(filterId)) return { verified: false, message: `There is no event ${filterId}.` };
      const ofKind = this.#happenings.filter(({ kind }) => kind === filterId);
      const watch = condition === undefined || condition.trim() === "" ? null : this.#read(condition);
      if (watch !== null && "error" in watch) return { verified: false, message: watch.error };
      const places =
        watch === null ? null : new Set(this.#where(watch.watch, distinct(ofKind.map(({ step }) => afterStep(step)))));
      for (const happening of ofKind)
        if (places === null || places.has(afterStep(happening.step))) chosen.add(happening);
      return { verified: true };
    });
    this.#events = happeningStopper(this.#happenings.filter((happening) => chosen.has(happening)));
    return answers;
  }

  /** Places in a range of lines (0-based, the last one included) where a breakpoint can stand. */
  locations(uri: string, from: number, to: number): DebugProtocol.BreakpointLocation[] {
    const isFile = fileOf(uri);
    const found: DebugProtocol.BreakpointLocation[] = [];
    for (
      let line = this.#replay.lineFrom(isFile, from);
      line !== null && line <= to;
      line = this.#replay.lineFrom(isFile, line + 1)
    ) {
      const [step] = this.#replay.stepsOn(isFile, line);
      if (step === undefined) continue;
      const { start, end } = step.item.range;
      found.push({
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      });
    }
    return found;
  }

  #line(uri: string, asked: DebugProtocol.SourceBreakpoint): Resolved {
    const { scenario } = this.#replay;
    const isFile = fileOf(uri);
    const wanted = asked.line - 1;
    const inScenario = isFile(scenario.uri) && scenario.line <= wanted && wanted <= scenario.endLine;
    const found = this.#replay.lineFrom(isFile, wanted);
    const isOwn = found !== null && this.#replay.stepsOn(isFile, wanted).length > 0;
    if (!inScenario && !isOwn)
      return this.#refused(`This line is not part of the scenario that is debugged, "${scenario.name}".`);
    if (found === null || (inScenario && found > scenario.endLine)) {
      const end = lineSpot(uri, scenario.endLine);
      return this.#resolved([this.#replay.end], "breakpoint", "", asked, { line: end.line + 1 });
    }
    const steps = this.#replay.stepsOn(isFile, found);
    const run = steps.filter(({ trace }) => !notRun(trace.result));
    const spot = steps[0]?.item.range;
    const where: Partial<DebugProtocol.Breakpoint> = {
      line: found + 1,
      ...(spot !== undefined && {
        column: spot.start.character + 1,
        endLine: spot.end.line + 1,
        endColumn: spot.end.character + 1,
      }),
      ...(run.length === 0 && { message: "This line is never reached in this run." }),
    };
    return this.#resolved(
      run.map(({ number }) => beforeStep(number)),
      "breakpoint",
      "",
      asked,
      where,
    );
  }

  #resolved(
    all: readonly Place[],
    reason: "breakpoint" | "data breakpoint" | "function breakpoint",
    text: string,
    { condition, hitCondition, logMessage }: Conditions,
    where: Partial<DebugProtocol.Breakpoint>,
  ): Resolved {
    let places = all;
    if (condition !== undefined && condition.trim() !== "") {
      const watch = this.#read(condition);
      if ("error" in watch) return this.#refused(watch.error, where);
      places = this.#where(watch.watch, places);
    }
    if (hitCondition !== undefined && hitCondition.trim() !== "") {
      const counts = hitCount(hitCondition);
      if (counts === null) return this.#refused(`"${hitCondition}" is no hit count: write 3, >= 3 or % 3.`, where);
      places = places.filter((_, i) => counts(i + 1));
    }
    const id = this.#nextId++;
    const breakpoint = { id, verified: true, ...where };
    if (logMessage !== undefined && logMessage !== "")
      return { breakpoint, stopper: null, log: { places, template: logMessage } };
    return { breakpoint, stopper: breakpointStopper(id, reason, text, places), log: null };
  }

  #refused(message: string, where: Partial<DebugProtocol.Breakpoint> = {}): Resolved {
    return { breakpoint: { id: this.#nextId++, ...where, verified: false, message }, stopper: null, log: null };
  }

  #read(text: string): { readonly watch: Watch } | { readonly error: string } {
    try {
      return { watch: this.#expressions.read(text) };
    } catch (error) {
      if (error instanceof WatchError) return { error: error.message };
      throw error;
    }
  }

  #where(watch: Watch, places: readonly Place[]): readonly Place[] {
    return where(this.#replay, this.#expressions, watch, places);
  }
}

/** What the editor lists as events, for the answer to `initialize`. */
export const EVENT_FILTERS: DebugProtocol.ExceptionBreakpointsFilter[] = Object.entries(HAPPENINGS).map(
  ([filter, { label, description, on }]) => ({
    filter,
    label,
    description,
    default: on,
    supportsCondition: true,
    conditionDescription: "A condition in the language of expect, such as free == 0",
  }),
);

function isKind(filter: string): filter is HappeningKind {
  return Object.hasOwn(HAPPENINGS, filter);
}

function fileOf(uri: string): (other: string) => boolean {
  return (other) => sameUri(uri, other);
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Set(places)];
}
