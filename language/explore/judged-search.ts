/** One search over the interleavings of a program, with the judges that its verdicts belong to. */
import {
  type Carrying,
  type PathMove,
  type Reductions,
  Search,
  type SearchLimits,
} from "../../engine/explore/index.js";
import type { Program } from "../compile/program.js";
import type { ExploreLimits, Findings } from "./findings.js";
import { ProgramJudges } from "./judges.js";
import { isProblem } from "./outcome.js";
import type { ProgramMove, ProgramPlan } from "./plan.js";

/** How a search ended. */
export type Ended = "done" | "paused" | NonNullable<Findings["limit"]>;

export class JudgedSearch {
  readonly judges: ProgramJudges;
  /** An outcome of one actor is one of all its equals. */
  readonly joinsEquals: boolean;
  readonly #search: Search | null;
  readonly #slices: Generator<{ readonly states: number }, void> | null;
  readonly #limits: ExploreLimits;
  #ended: Ended = "paused";

  constructor(
    program: Program,
    { plan }: ProgramPlan,
    moves: ReadonlyMap<object, ProgramMove>,
    reductions: Reductions,
    limits: ExploreLimits,
  ) {
    this.judges = new ProgramJudges(program, moves);
    this.#limits = limits;
    this.joinsEquals = reductions.symmetry;
    const bounds: SearchLimits = { states: limits.states, bytes: limits.bytes };
    let search: Search | null = null;
    try {
      search = new Search(plan, this.judges, reductions, bounds);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#ended = "room";
    }
    this.#search = search;
    this.#slices = search?.run() ?? null;
  }

  /** How far it has come. */
  ended(): Ended {
    return this.#ended;
  }

  get states(): number {
    return this.#search?.states ?? 0;
  }

  /** Outcomes met so far that are wrong. */
  get problems(): number {
    return [...this.judges.outcomes.values()].filter(({ outcome }) => isProblem(outcome)).length;
  }

  get endStates(): number {
    return this.#search?.endStates ?? 0;
  }

  /** Goes on searching, until it is done, a limit is reached, or there are more than `most` states. */
  *goOn(most: number): Generator<void> {
    const search = this.#search;
    const slices = this.#slices;
    if (search === null || slices === null || this.#ended !== "paused") return;
    for (;;) {
      let next;
      try {
        next = slices.next();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#ended = "room";
        return;
      }
      if (next.done === true) {
        this.#ended = search.limit ?? "done";
        return;
      }
      if (next.value.states > most) return;
      if (this.#limits.isUp()) {
        this.#ended = "time";
        return;
      }
      yield;
    }
  }

  /** Where each outcome (by number) was met first. */
  shortest(): ReadonlyMap<number, { readonly length: number; readonly path: () => readonly PathMove[] }> {
    const found = new Map<number, { length: number; path: () => readonly PathMove[] }>();
    const search = this.#search;
    if (search === null) return found;
    for (const [verdict, sighting] of search.sightings) {
      for (const number of this.judges.outcomesOf(verdict)) {
        const known = found.get(number);
        if (known === undefined || sighting.length < known.length)
          found.set(number, { length: sighting.length, path: () => search.path(sighting) });
      }
    }
    return found;
  }

  /** Interleavings that meet none of these outcomes. */
  *without(outcomes: ReadonlySet<number>): Generator<void, number> {
    return yield* this.#carry({
      none: 0,
      start: 1,
      past: (value, verdict) => (verdict !== 0 && this.#meets(verdict, outcomes) ? 0 : value),
      meet: (a, b) => a + b,
      times: (value, orders) => value * orders,
    });
  }

  /** How many of these outcomes any interleaving meets at least. */
  *fewest(outcomes: ReadonlySet<number>): Generator<void, number> {
    return yield* this.#carry({
      none: Infinity,
      start: 0,
      past: (value, verdict) => (verdict !== 0 && this.#meets(verdict, outcomes) ? value + 1 : value),
      meet: Math.min,
      times: (value) => value,
    });
  }

  *#carry(carrying: Carrying): Generator<void, number> {
    const search = this.#search;
    if (search === null) return carrying.none;
    const job = search.carry(carrying);
    for (;;) {
      const next = job.next();
      if (next.done === true) return next.value;
      yield;
    }
  }

  #meets(verdict: number, outcomes: ReadonlySet<number>): boolean {
    return this.judges.outcomesOf(verdict).some((number) => outcomes.has(number));
  }
}
