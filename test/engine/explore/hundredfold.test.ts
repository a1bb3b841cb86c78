import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLAIN_KERNELS } from "../../../engine/index.js";
import { unsound } from "../../../engine/index.js";
import {
  ALL_REDUCTIONS,
  COUNTING_REDUCTIONS,
  NO_REDUCTIONS,
  type Judges,
  type Plan,
  type Reductions,
  Search,
  type Sighting,
} from "../../../engine/explore/index.js";
import { Machine } from "../../../engine/index.js";
import { EVERYTHING } from "../scenarios.js";
import { crowdOf, looksOf, resultKey, tryEverything } from "./oracle.js";
import { plans } from "./plans.js";

const LIMITS = { states: 1e6, bytes: 1e9 };
const COUNT = {
  none: 0,
  start: 1,
  past: (value: number) => value,
  meet: (a: number, b: number) => a + b,
  times: (value: number, orders: number) => value * orders,
};

interface Explored {
  readonly search: Search;
  /** The results that moves came to, and their verdicts' numbers. */
  readonly results: ReadonlyMap<string, number>;
  readonly ends: ReadonlySet<string>;
  readonly crowds: ReadonlySet<string>;
}

function explored(plan: Plan, reductions: Reductions): Explored {
  const results = new Map<string, number>();
  const judges: Judges = {
    state: (machine) => {
      expect(unsound(machine)).toEqual([]);
      return 0;
    },
    move: (move, trace) => {
      if (trace === null || trace.result === "dead") return 0;
      const key = resultKey(move, trace.result);
      if (!results.has(key)) results.set(key, results.size + 1);
      return results.get(key) ?? 0;
    },
    blocked: () => 0,
  };
  const search = new Search(plan, judges, reductions, LIMITS);
  for (const _ of search.run());
  expect(search.limit).toBeNull();
  const machines = [...search.endMachines].map((state) => search.graph.machineIn(state));
  return { search, results, ends: new Set(machines.map(looksOf)), crowds: new Set(machines.map(crowdOf)) };
}

function total<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

function countOf(search: Search, verdict: number): number {
  const past = (value: number, met: number): number => (met === verdict ? 0 : value);
  return total(search.carry(COUNT)) - total(search.carry({ ...COUNT, past }));
}

/** Takes the way again on a machine of its own; gives what its last move came to. */
function replayed(plan: Plan, search: Search, sighting: Sighting): string {
  const machine = Machine.boot(plan.config);
  let last = "";
  for (const { move } of search.path(sighting))
    if (move.step !== null) last = resultKey(move, machine.step(move.step).result);
  return last;
}

/** Without saying who: equals are told for one another. */
const anonymous = (keys: Iterable<string>): Set<string> =>
  new Set([...keys].map((key) => key.replace(/"actor":"[a-z]+"/u, "")));

describe("the search finds what trying everything finds", () => {
  const arbitrary = plans(PLAIN_KERNELS, EVERYTHING);
  test("without reductions, and with those that count", () => {
    fc.assert(
      fc.property(arbitrary, (plan) => {
        const all = tryEverything(plan);
        for (const reductions of [NO_REDUCTIONS, COUNTING_REDUCTIONS]) {
          const { search, results, ends } = explored(plan, reductions);
          expect(ends).toEqual(all.ends);
          expect(new Set(results.keys())).toEqual(all.results);
          expect(total(search.carry(COUNT))).toBe(all.interleavings);
          for (const [key, verdict] of results) expect(countOf(search, verdict)).toBe(all.counts.get(key));
        }
      }),
      { numRuns: 15000 },
    );
  });

  test("with the partial order", () => {
    fc.assert(
      fc.property(arbitrary, (plan) => {
        const all = tryEverything(plan);
        const { results, ends } = explored(plan, { ...ALL_REDUCTIONS, symmetry: false });
        expect(ends).toEqual(all.ends);
        expect(new Set(results.keys())).toEqual(all.results);
      }),
      { numRuns: 15000 },
    );
  });

  test("with everything: the same ends and results, but for who is who among equals", () => {
    const states = { plain: 0, least: 0 };
    fc.assert(
      fc.property(arbitrary, (plan) => {
        const plain = explored(plan, COUNTING_REDUCTIONS);
        const least = explored(plan, ALL_REDUCTIONS);
        expect(anonymous(least.results.keys())).toEqual(anonymous(plain.results.keys()));
        states.plain += plain.search.states;
        states.least += least.search.states;
        expect(least.crowds).toEqual(plain.crowds);
      }),
      { numRuns: 30000 },
    );
    expect(states.least).toBeLessThan(states.plain);
  });

  test("the way to a verdict is one, and the shortest", () => {
    fc.assert(
      fc.property(
        arbitrary,
        fc.constantFrom(NO_REDUCTIONS, COUNTING_REDUCTIONS, ALL_REDUCTIONS),
        (plan, reductions) => {
          const { search, results } = explored(plan, reductions);
          for (const [key, verdict] of results) {
            const sighting = search.sightings.get(verdict);
            expect(sighting).toBeDefined();
            if (sighting === undefined) continue;
            expect(anonymous([replayed(plan, search, sighting)])).toEqual(anonymous([key]));
            expect(search.path(sighting)).toHaveLength(sighting.length);
          }
        },
      ),
      { numRuns: 15000 },
    );
  });
});
