/**
 * Explores a program: what comes of it never, sometimes or always over all interleavings of its `concurrent` blocks, how many
 * there are, and the shortest way to each thing that goes wrong.
 */
import {
  ALL_REDUCTIONS,
  type Carrying,
  COUNTING_REDUCTIONS,
  type PathMove,
  type Reductions,
  Search,
  type SearchLimits,
} from "../../engine/explore/index.js";
import type { KernelId } from "../../engine/index.js";
import type { Program } from "../compile/program.js";
import { MAX_EXPLORED_BYTES, MAX_EXPLORED_STATES } from "../limits.js";
import { type Counterexample, counterexampleOf } from "./counterexample.js";
import { Equals } from "./equals.js";
import { ProgramJudges } from "./judges.js";
import { isProblem, type Outcome, outcomeKey } from "./outcome.js";
import { type ProgramMove, type ProgramPlan, planOf } from "./plan.js";

export type When = "never" | "sometimes" | "always";

/** One thing that can come of a scenario. */
export interface JudgedOutcome {
  readonly outcome: Outcome;
  readonly when: When;
  /** In how many of the interleavings; null when they were not counted. */
  readonly interleavings: number | null;
  readonly problem: boolean;
  /** The shortest interleaving with it; null when there is none. */
  readonly counterexample: Counterexample | null;
}

export interface Exploration {
  readonly program: Program;
  readonly scenario: string;
  readonly kernel: KernelId;
  /** Does anything go wrong. `partial`: a limit was reached first; what was found so far is in `outcomes`. */
  readonly problem: When | "partial";
  /** Which limit was reached; null = none. */
  readonly limit: "states" | "memory" | "time" | "room" | null;
  /** Different states that were looked at. */
  readonly states: number;
  /**
   * Orders in which the written steps can be taken, those of the dead counted in their places. null: not counted, because a
   * limit was reached. Beyond 2^53 it says Infinity.
   */
  readonly interleavings: number | null;
  /** Different states of the machine in which a run can end. */
  readonly endStates: number;
  /** Problems first, those with the shortest way first. */
  readonly outcomes: readonly JudgedOutcome[];
  /** The way to the first problem; null when nothing goes wrong. */
  readonly counterexample: Counterexample | null;
}

export interface ExploreLimits {
  readonly states: number;
  /** Bytes of the tables. */
  readonly bytes: number;
  /** Says that the time is up; asked between two slices. */
  readonly isUp: () => boolean;
}

export interface ExploreProgress {
  /** States found so far, of all searches. */
  readonly states: number;
}

const UNLIMITED: ExploreLimits = {
  states: MAX_EXPLORED_STATES,
  bytes: MAX_EXPLORED_BYTES,
  isUp: () => false,
};
/** Up to here the search that counts is fast enough to be the only one. */
const SMALL = 20_000;

/** Explores a program at once. `limits`: what is left out is the default. */
export function explore(program: Program, limits: Partial<ExploreLimits> = {}): Exploration {
  const job = exploring(program, limits);
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

/** Explores a program in slices of about a millisecond: who drives it may stop at any yield. */
export function* exploring(
  program: Program,
  limits: Partial<ExploreLimits> = {},
): Generator<ExploreProgress, Exploration> {
  return yield* new Explorer(program, { ...UNLIMITED, ...limits }).work();
}

type Ended = "done" | "paused" | NonNullable<Exploration["limit"]>;

/** One search with the judges that its verdicts belong to. */
class JudgedSearch {
  readonly judges: ProgramJudges;
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

  get endStates(): number {
    return this.#search?.endStates ?? 0;
  }

  /** Goes on searching, until it is done, a limit is reached, or there are more than `most` states. */
  *goOn(most: number): Generator<ExploreProgress> {
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
      yield { states: next.value.states };
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
  *without(outcomes: ReadonlySet<number>): Generator<ExploreProgress, number> {
    return yield* this.#carry({
      none: 0,
      start: 1,
      past: (value, verdict) => (verdict !== 0 && this.#meets(verdict, outcomes) ? 0 : value),
      meet: (a, b) => a + b,
      times: (value, orders) => value * orders,
    });
  }

  /** How many of these outcomes any interleaving meets at least. */
  *fewest(outcomes: ReadonlySet<number>): Generator<ExploreProgress, number> {
    return yield* this.#carry({
      none: Infinity,
      start: 0,
      past: (value, verdict) => (verdict !== 0 && this.#meets(verdict, outcomes) ? value + 1 : value),
      meet: Math.min,
      times: (value) => value,
    });
  }

  *#carry(carrying: Carrying): Generator<ExploreProgress, number> {
    const search = this.#search;
    if (search === null) return carrying.none;
    const job = search.carry(carrying);
    for (;;) {
      const next = job.next();
      if (next.done === true) return next.value;
      yield { states: search.states };
    }
  }

  #meets(verdict: number, outcomes: ReadonlySet<number>): boolean {
    return this.judges.outcomesOf(verdict).some((number) => outcomes.has(number));
  }
}

function limitOf(ended: Ended): Exploration["limit"] {
  return ended === "done" || ended === "paused" ? null : ended;
}

class Explorer {
  readonly #program: Program;
  readonly #plan: ProgramPlan;
  readonly #moves = new Map<object, ProgramMove>();
  readonly #limits: ExploreLimits;

  constructor(program: Program, limits: ExploreLimits) {
    this.#program = program;
    this.#limits = limits;
    this.#plan = planOf(program);
    for (const stage of this.#plan.moves) for (const own of stage) for (const move of own) this.#moves.set(move, move);
  }

  *work(): Generator<ExploreProgress, Exploration> {
    const { states } = this.#limits;
    const counting = this.#search(COUNTING_REDUCTIONS);
    yield* counting.goOn(Math.min(SMALL, states));
    if (counting.ended() === "done") return yield* this.#counted(counting);
    if (counting.ended() === "room" || counting.ended() === "time") return yield* this.#judged(counting);
    // Larger ones are judged first, with everything that makes the search smaller, and then counted, if that can be done.
    const reduced = this.#search(ALL_REDUCTIONS);
    yield* reduced.goOn(states);
    if (reduced.ended() !== "done") return yield* this.#judged(reduced);
    yield* counting.goOn(states);
    return counting.ended() === "done" ? yield* this.#counted(counting) : yield* this.#judged(reduced);
  }

  #search(reductions: Reductions): JudgedSearch {
    return new JudgedSearch(this.#program, this.#plan, this.#moves, reductions, this.#limits);
  }

  /** Everything was looked at, and interleavings can be counted. */
  *#counted(search: JudgedSearch): Generator<ExploreProgress, Exploration> {
    const all = yield* search.without(new Set());
    const known = [...search.judges.outcomes.values()];
    const counts = new Map<string, { readonly when: When; readonly interleavings: number | null }>();
    for (const { number, outcome } of known) {
      const without = yield* search.without(new Set([number]));
      const interleavings = Number.isSafeInteger(all) ? all - without : null;
      counts.set(outcomeKey(outcome), { when: without === 0 ? "always" : "sometimes", interleavings });
    }
    const problems = new Set(known.flatMap(({ number, outcome }) => (isProblem(outcome) ? [number] : [])));
    const clean = problems.size === 0 ? all : yield* search.without(problems);
    const total = Number.isSafeInteger(all) ? all : Infinity;
    return this.#exploration(search, counts, clean === 0 ? "always" : problems.size > 0 ? "sometimes" : "never", total);
  }

  /** What the reduced search knows: no numbers, and an outcome of one actor is one of all its equals. */
  *#judged(search: JudgedSearch): Generator<ExploreProgress, Exploration> {
    const counts = new Map<string, { readonly when: When; readonly interleavings: number | null }>();
    const isWhole = search.ended() === "done";
    const equals = new Equals(this.#plan);
    const known = [...search.judges.outcomes.values()];
    for (const { outcome } of known) {
      const alike = new Set(equals.of(outcome).map(outcomeKey));
      const numbers = known.flatMap((other) => (alike.has(outcomeKey(other.outcome)) ? [other.number] : []));
      const isSure = isWhole && (yield* search.fewest(new Set(numbers))) >= alike.size;
      for (const key of alike) counts.set(key, { when: isSure ? "always" : "sometimes", interleavings: null });
    }
    const problems = new Set(known.flatMap(({ number, outcome }) => (isProblem(outcome) ? [number] : [])));
    const isAlways = isWhole && problems.size > 0 && (yield* search.fewest(problems)) > 0;
    const problem = !isWhole ? "partial" : isAlways ? "always" : problems.size > 0 ? "sometimes" : "never";
    return this.#exploration(search, counts, problem, null, equals);
  }

  #exploration(
    search: JudgedSearch,
    counts: ReadonlyMap<string, { readonly when: When; readonly interleavings: number | null }>,
    problem: Exploration["problem"],
    interleavings: number | null,
    equals: Equals | null = null,
  ): Exploration {
    const program = this.#program;
    const shortest = search.shortest();
    const lengths = new Map<JudgedOutcome, number>();
    const outcomes: JudgedOutcome[] = [];
    for (const { number, outcome } of search.judges.outcomes.values()) {
      const way = shortest.get(number);
      for (const own of equals?.of(outcome) ?? [outcome]) {
        const judged = counts.get(outcomeKey(own));
        if (judged === undefined || outcomes.some((other) => outcomeKey(other.outcome) === outcomeKey(own))) continue;
        // The way of an equal is a way of its own under another name; one is enough.
        const counterexample =
          way === undefined || own !== outcome ? null : counterexampleOf(program, this.#plan, way.path(), outcome);
        const of = { outcome: own, ...judged, problem: isProblem(own), counterexample };
        outcomes.push(of);
        lengths.set(of, way?.length ?? Infinity);
      }
    }
    outcomes.push(...this.#missing(search));
    outcomes.sort(
      (a, b) => Number(b.problem) - Number(a.problem) || (lengths.get(a) ?? Infinity) - (lengths.get(b) ?? Infinity),
    );
    const isMissing = outcomes.some((outcome) => outcome.problem && outcome.when === "never");
    return {
      program,
      scenario: program.scenario,
      kernel: program.kernel,
      problem: isMissing ? "always" : problem,
      limit: limitOf(search.ended()),
      states: search.states,
      interleavings,
      endStates: search.endStates,
      outcomes,
      counterexample:
        outcomes.find((outcome) => outcome.problem && outcome.counterexample !== null)?.counterexample ?? null,
    };
  }

  /** What `expect sometimes` says, and never comes. */
  #missing(search: JudgedSearch): readonly JudgedOutcome[] {
    if (search.ended() !== "done") return [];
    const missing: JudgedOutcome[] = [];
    const said = new Set<string>();
    for (const item of this.#program.items) {
      if (item.kind !== "expect" || !item.sometimes) continue;
      for (const claim of item.claims) {
        const outcome: Outcome = { kind: "sometimes", claim };
        const key = outcomeKey(outcome);
        if (search.judges.outcomes.has(key) || said.has(key)) continue;
        said.add(key);
        missing.push({ outcome, when: "never", interleavings: 0, problem: true, counterexample: null });
      }
    }
    return missing;
  }
}
