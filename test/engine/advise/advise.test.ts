/** The advisor against plain trying: every size from 0 on is run, and nothing that it leaves out may be otherwise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adviseOnOvercommit,
  adviseOnPool,
  Budget,
  harmIn,
  type Story,
  withSize,
} from "../../../engine/advise/index.js";
import { demandOf } from "../../../engine/advise/demand.js";
import { surplusOf } from "../../../engine/advise/surplus.js";
import { KERNELS_IN_TIME, Machine, type Config, type Step } from "../../../engine/index.js";
import { EVERYTHING, stories } from "../scenarios.js";

const RUNS = { numRuns: 1000 };
const MOST = 1 << 20;
/** Sizes tried beyond the bound. */
const BEYOND = 4;

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

const storyOf = ({ config, steps }: { readonly config: Config; readonly steps: readonly Step[] }): Story => ({
  config,
  steps: () => steps,
});

function harmful(config: Config, steps: readonly Step[]): boolean {
  const machine = Machine.boot(config);
  for (const [index, step] of steps.entries()) {
    if (harmIn(machine.step(step), index) !== null) return true;
    if (machine.stuck !== null) return false;
  }
  return false;
}

describe("every story", () => {
  test("the pool advised is what trying every size finds", () => {
    fc.assert(
      fc.property(stories(KERNELS_IN_TIME, EVERYTHING), (story) => {
        const budget = new Budget(1e7);
        const { pool } = finish(adviseOnPool({ story: storyOf(story), pageSize: "2M", most: MOST, budget }));
        const demand = finish(demandOf(storyOf(story), "2M", MOST, budget));
        if (demand === "spent") throw new Error("the story is small");
        const bad = Array.from({ length: demand.peak + BEYOND }, (_, size) =>
          harmful(withSize(story.config, "pool", "2M", size), story.steps),
        );
        const first = bad.indexOf(false);
        expect(pool.size).toBe(first === -1 ? null : first);
        expect(pool.monotonic).toBe(first === -1 || !bad.includes(true, first));
        for (const { from, to } of demand.bad) for (let size = from; size < to; size++) expect(bad[size]).toBe(true);
      }),
      RUNS,
    );
  });

  test("a shared mapping without a promise takes what is promised to others: too few pages are nobody's harm", () => {
    const file = { mount: "/dev/hugepages", path: "/dev/hugepages/f" };
    const mmap = {
      call: "mmap",
      mapping: "a",
      file,
      length: 2 ** 21,
      offset: 0,
      protection: "rw",
      pageSize: "2M",
    } as const;
    const steps: readonly Step[] = [
      { ...mmap, actor: "q", share: "shared", flags: ["noreserve"] },
      { ...mmap, actor: "p", share: "private", flags: [] },
      { call: "read", actor: "q", mapping: "a", slice: { from: 0, to: null } },
    ];
    const config: Config = {
      kernel: "2.6.27",
      pools: [{ pageSize: "2M", pages: 0, overcommit: 0 }],
      mounts: [{ path: "/dev/hugepages", pageSize: "2M", size: null, minSize: null }],
      processes: [{ name: "p" }, { name: "q" }],
      cgroups: [],
    };
    const story = { config, steps: () => steps };
    const budget = new Budget(1e7);
    const { pool } = finish(adviseOnPool({ story, pageSize: "2M", most: MOST, budget }));
    expect(pool.size).toBe([0, 1, 2, 3].find((size) => !harmful(withSize(config, "pool", "2M", size), steps)));
  });

  test("with the demand's pages and more the run is the same but for the free ones", () => {
    fc.assert(
      fc.property(stories(KERNELS_IN_TIME, EVERYTHING), fc.integer({ min: 1, max: 9 }), (story, more) => {
        const demand = finish(demandOf(storyOf(story), "2M", MOST, new Budget(1e7)));
        if (demand === "spent") throw new Error("the story is small");
        const run = (size: number): unknown => {
          const machine = Machine.boot(withSize(story.config, "pool", "2M", size));
          const taken: unknown[] = [];
          for (const [index, step] of story.steps.entries()) {
            const trace = machine.step(step);
            taken.push([trace.result, trace.events.map(({ kind }) => kind), machine.maps()]);
            if (harmIn(trace, index) !== null) break;
          }
          return taken;
        };
        expect(run(demand.peak + more)).toEqual(run(demand.peak));
      }),
      RUNS,
    );
  });

  test("the overcommit advised is what trying every limit finds", () => {
    fc.assert(
      fc.property(stories(KERNELS_IN_TIME, EVERYTHING), (story) => {
        const answer = finish(
          adviseOnOvercommit({ story: storyOf(story), pageSize: "2M", most: MOST, budget: new Budget(1e7) }),
        );
        const bad = Array.from({ length: 40 }, (_, size) =>
          harmful(withSize(story.config, "overcommit", "2M", size), story.steps),
        );
        const first = bad.indexOf(false);
        expect(answer.size).toBe(first === -1 ? null : first);
        const surplus = finish(surplusOf(storyOf(story), "2M", MOST, new Budget(1e7)));
        if (surplus === "spent") throw new Error("the story is small");
        for (const { from, to } of surplus.bad) for (let size = from; size < to; size++) expect(bad[size]).toBe(true);
        if (answer.monotonic !== null) expect(answer.monotonic).toBe(first === -1 || !bad.includes(true, first));
      }),
      RUNS,
    );
  });
});
