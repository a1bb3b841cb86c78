/** What must hold for every story: the counters add up, a run is its own prefix, time travel is exact, everything comes back. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KernelId } from "../../engine/index.js";
import { History, KERNELS_IN_TIME, Machine, kernelOf, unsound } from "../../engine/index.js";
import { EVERYTHING, LEAVING, stories } from "./scenarios.js";

const KERNELS: readonly KernelId[] = KERNELS_IN_TIME.filter((id) => kernelOf(id) !== undefined);
const RUNS = { numRuns: 1000 };

/** Steps until the first BUG: after it the state is that of the BUG. */
const results = (machine: Machine, steps: readonly Parameters<Machine["step"]>[0][]): string[] =>
  steps.map((step) => machine.step(step).result);

describe("every story", () => {
  test("the counters equal a recount after every step", () => {
    fc.assert(
      fc.property(stories(KERNELS, EVERYTHING), ({ config, steps }) => {
        const machine = Machine.boot(config);
        for (const step of steps) {
          if (machine.step(step).result === "BUG") break;
          expect(unsound(machine)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test("a run of a prefix is a prefix of the run, and a run is the same every time", () => {
    fc.assert(
      fc.property(stories(KERNELS, EVERYTHING), fc.nat(40), ({ config, steps }, n) => {
        const whole = Machine.boot(config);
        const all = steps.map((step) => whole.step(step));
        const prefix = Machine.boot(config);
        expect(steps.slice(0, n).map((step) => prefix.step(step))).toEqual(all.slice(0, n));
      }),
      RUNS,
    );
  });

  test("a copy goes its own way", () => {
    fc.assert(
      fc.property(stories(KERNELS, EVERYTHING), fc.nat(40), ({ config, steps }, n) => {
        const machine = Machine.boot(config);
        results(machine, steps.slice(0, n));
        const copy = machine.copy();
        const maps = machine.maps();
        const ended = results(copy, steps.slice(n));
        expect(machine.maps()).toEqual(maps);
        expect(results(machine, steps.slice(n))).toEqual(ended);
        expect(machine.maps()).toEqual(copy.maps());
      }),
      RUNS,
    );
  });

  test("time travel to step k equals a fresh run of k steps", () => {
    fc.assert(
      fc.property(stories(KERNELS, EVERYTHING, 1200), fc.nat(1200), ({ config, steps }, n) => {
        const history = new History(config);
        for (const step of steps) history.step(step);
        const k = Math.min(n, steps.length);
        const fresh = Machine.boot(config);
        results(fresh, steps.slice(0, k));
        const then = history.at(k);
        expect(then.maps()).toEqual(fresh.maps());
        expect(then.counters()).toEqual(fresh.counters());
        const next = steps[k];
        if (next !== undefined) expect(then.step(next)).toEqual(fresh.step(next));
      }),
      { numRuns: 100 },
    );
  });
});

describe("when everybody has left and every file is gone, the pool is at rest", () => {
  /** HISTORY.md: Q1 (as committed, with overcommit), Q2 (BUG), Q5 (splits), Q6 (truncation), Q9 (shared NORESERVE) leave traces. */
  const calm = { splits: false, truncate: false, sysctl: false, quota: true };
  test.each(KERNELS)("%s", (kernel) => {
    fc.assert(
      fc.property(stories([kernel], calm), ({ config, steps }) => {
        fc.pre(!kernel.includes("@") || config.pools.every(({ overcommit }) => overcommit === 0));
        fc.pre(
          !steps.some((step) => step.call === "mmap" && step.share === "shared" && step.flags.includes("noreserve")),
        );
        const machine = Machine.boot(config);
        const before = machine.counters();
        const bug = results(machine, [...steps, ...LEAVING]).includes("BUG");
        fc.pre(!bug);
        const after = machine.counters();
        expect({ free: after.free, total: after.total, surp: after.surp }).toEqual({
          free: before.total,
          total: before.total,
          surp: 0,
        });
        expect(after.rsvd).toBe(0);
      }),
      RUNS,
    );
  });
});
