/**
 * Searches a program: what comes of it never, sometimes or always over all interleavings of its `concurrent` blocks, how many
 * there are, and the shortest way to each thing that goes wrong.
 */
import { ALL_REDUCTIONS, COUNTING_REDUCTIONS, type Reductions } from "../../engine/explore/index.js";
import type { Program } from "../compile/program.js";
import { MAX_EXPLORED_BYTES, MAX_EXPLORED_STATES } from "../limits.js";
import { Equals } from "./equals.js";
import type { ExploreLimits, ExploreProgress, Findings, FoundOutcome } from "./findings.js";
import { type Ended, JudgedSearch } from "./judged-search.js";
import { isProblem, type Outcome, outcomeKey } from "./outcome.js";
import { movesOf, type ProgramMove, type ProgramPlan, planOf } from "./plan.js";

const UNLIMITED: ExploreLimits = {
  states: MAX_EXPLORED_STATES,
  bytes: MAX_EXPLORED_BYTES,
  isUp: () => false,
};
/** Up to here the search that counts is fast enough to be the only one. */
const SMALL = 20_000;

/** Searches a program in slices of about a millisecond: who drives it may stop at any yield. `limits`: what is left out is the default. */
export function* searching(
  program: Program,
  limits: Partial<ExploreLimits> = {},
): Generator<ExploreProgress, Findings> {
  return yield* new Explorer(program, { ...UNLIMITED, ...limits }).work();
}

function limitOf(ended: Ended): Findings["limit"] {
  return ended === "done" || ended === "paused" ? null : ended;
}

type Judged = Pick<FoundOutcome, "when" | "interleavings">;

class Explorer {
  readonly #program: Program;
  readonly #plan: ProgramPlan;
  readonly #moves = new Map<object, ProgramMove>();
  readonly #numbers = new Map<object, number>();
  readonly #equals: Equals;
  readonly #limits: ExploreLimits;

  constructor(program: Program, limits: ExploreLimits) {
    this.#program = program;
    this.#limits = limits;
    this.#plan = planOf(program);
    this.#equals = new Equals(this.#plan);
    for (const [number, move] of movesOf(this.#plan).entries()) {
      this.#moves.set(move, move);
      this.#numbers.set(move, number);
    }
  }

  *work(): Generator<ExploreProgress, Findings> {
    const { states } = this.#limits;
    const counting = this.#search(COUNTING_REDUCTIONS);
    yield* this.#driven(counting, counting.goOn(Math.min(SMALL, states)));
    if (counting.ended() === "done") return yield* this.#counted(counting);
    if (counting.ended() === "room" || counting.ended() === "time") return yield* this.#judged(counting);
    // Larger ones are judged first, with everything that makes the search smaller, and then counted, if that can be done.
    const reduced = this.#search(ALL_REDUCTIONS);
    yield* this.#driven(reduced, reduced.goOn(states));
    if (reduced.ended() !== "done") return yield* this.#judged(reduced);
    yield* this.#driven(reduced, counting.goOn(states), counting);
    return counting.ended() === "done" ? yield* this.#counted(counting) : yield* this.#judged(reduced);
  }

  #search(reductions: Reductions): JudgedSearch {
    return new JudgedSearch(this.#program, this.#plan, this.#moves, reductions, this.#limits);
  }

  /** Tells of the progress of a job. `judge`: the search that knows most by then; `busy`: the one that works. */
  *#driven<T>(judge: JudgedSearch, job: Generator<void, T>, busy = judge): Generator<ExploreProgress, T> {
    for (;;) {
      const next = job.next();
      if (next.done === true) return next.value;
      yield { states: busy.states, problems: judge.problems, soFar: () => this.#soFar(judge) };
    }
  }

  /** Everything was looked at, and interleavings can be counted. */
  *#counted(search: JudgedSearch): Generator<ExploreProgress, Findings> {
    const all = yield* this.#driven(search, search.without(new Set()));
    const known = [...search.judges.outcomes.values()];
    const counts = new Map<string, Judged>();
    for (const { number, outcome } of known) {
      const without = yield* this.#driven(search, search.without(new Set([number])));
      const interleavings = Number.isSafeInteger(all) ? all - without : null;
      counts.set(outcomeKey(outcome), { when: without === 0 ? "always" : "sometimes", interleavings });
    }
    const problems = new Set(known.flatMap(({ number, outcome }) => (isProblem(outcome) ? [number] : [])));
    const clean = problems.size === 0 ? all : yield* this.#driven(search, search.without(problems));
    const total = Number.isSafeInteger(all) ? all : Infinity;
    return this.#findings(search, counts, clean === 0 ? "always" : problems.size > 0 ? "sometimes" : "never", total);
  }

  /** What the reduced search knows: no numbers, and an outcome of one actor is one of all its equals. */
  *#judged(search: JudgedSearch): Generator<ExploreProgress, Findings> {
    if (search.ended() !== "done") return this.#soFar(search);
    const counts = new Map<string, Judged>();
    const known = [...search.judges.outcomes.values()];
    for (const { outcome } of known) {
      const alike = new Set(this.#equals.of(outcome).map(outcomeKey));
      const numbers = known.flatMap((other) => (alike.has(outcomeKey(other.outcome)) ? [other.number] : []));
      const isSure = (yield* this.#driven(search, search.fewest(new Set(numbers)))) >= alike.size;
      for (const key of alike) counts.set(key, { when: isSure ? "always" : "sometimes", interleavings: null });
    }
    const problems = new Set(known.flatMap(({ number, outcome }) => (isProblem(outcome) ? [number] : [])));
    const isAlways = problems.size > 0 && (yield* this.#driven(search, search.fewest(problems))) > 0;
    return this.#findings(search, counts, isAlways ? "always" : problems.size > 0 ? "sometimes" : "never", null);
  }

  /** What a search has found that did not come to its end. */
  #soFar(search: JudgedSearch): Findings {
    const counts = new Map<string, Judged>();
    for (const { outcome } of search.judges.outcomes.values())
      for (const own of search.joinsEquals ? this.#equals.of(outcome) : [outcome])
        counts.set(outcomeKey(own), { when: "sometimes", interleavings: null });
    return this.#findings(search, counts, "partial", null);
  }

  #findings(
    search: JudgedSearch,
    counts: ReadonlyMap<string, Judged>,
    problem: Findings["problem"],
    interleavings: number | null,
  ): Findings {
    const shortest = search.shortest();
    const lengths = new Map<FoundOutcome, number>();
    const outcomes: FoundOutcome[] = [];
    for (const { number, outcome } of search.judges.outcomes.values()) {
      const way = shortest.get(number);
      for (const own of search.joinsEquals ? this.#equals.of(outcome) : [outcome]) {
        const judged = counts.get(outcomeKey(own));
        if (judged === undefined || outcomes.some((other) => outcomeKey(other.outcome) === outcomeKey(own))) continue;
        // The way of an equal is a way of its own under another name; one is enough.
        const moves = way === undefined || own !== outcome ? null : way.path().map(({ move }) => this.#numberOf(move));
        const of = { outcome: own, ...judged, problem: isProblem(own), way: moves };
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
      problem: isMissing ? "always" : problem,
      limit: limitOf(search.ended()),
      states: search.states,
      interleavings,
      endStates: search.endStates,
      outcomes,
    };
  }

  #numberOf(move: object): number {
    const number = this.#numbers.get(move);
    if (number === undefined) throw new Error("a move of another program");
    return number;
  }

  /** What `expect sometimes` says, and never comes. */
  #missing(search: JudgedSearch): readonly FoundOutcome[] {
    if (search.ended() !== "done") return [];
    const missing: FoundOutcome[] = [];
    const said = new Set<string>();
    for (const item of this.#program.items) {
      if (item.kind !== "expect" || !item.sometimes) continue;
      for (const claim of item.claims) {
        const outcome: Outcome = { kind: "sometimes", claim };
        const key = outcomeKey(outcome);
        if (search.judges.outcomes.has(key) || said.has(key)) continue;
        said.add(key);
        missing.push({ outcome, when: "never", interleavings: 0, problem: true, way: null });
      }
    }
    return missing;
  }
}
