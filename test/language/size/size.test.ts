import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Plan, PlanError, readLines, readPlan, sizeOf } from "../../../language/size/index.js";
import { scaled } from "../../../language/size/scale.js";
import { storyText } from "../../../language/size/story.js";
import { opened } from "../features/cursor.js";

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

const plan = (text: string): Plan => readPlan(readLines(text));

describe("a sizing question", () => {
  test("is read from lines, sizes and parts rounded up to pages", () => {
    const text = "# a database\nworkers 8\nparent 2G\ndirty 30%   # of the parent\nshared 513M\n\nkernel 6.1, 2.6.27\n";
    expect(plan(text)).toEqual({
      workers: 8,
      parent: 1024,
      dirty: 308,
      parentDirty: 0,
      shared: 257,
      own: 0,
      noreserve: false,
      pageSize: "2M",
      kernels: ["6.1", "2.6.27"],
    });
    expect(plan("page-size 1G\nparent 3G\nnoreserve yes\nkernel all")).toMatchObject({ parent: 3, noreserve: true });
  });

  test.each([
    ["workers", "line 1: `workers` tells nothing: write a word and its value, as in `workers 8`"],
    ["worker 8", "line 1: there is no `worker`; did you mean `workers`?"],
    ["workers 8\nworkers 9", "line 2: `workers` is told twice"],
    ["workers many", "line 1: `many` is no number of processes"],
    ["workers 20000", "line 1: a run has at most 10000 processes"],
    ["parent 1.5", "line 1: `1.5` is no amount: write pages (512), a size (1G)"],
    ["parent 30%", "line 1: `30%` is a part of nothing: write pages or a size"],
    ["parent 4\ndirty 130%", "line 2: `130%` is more than all of it"],
    ["parent 4\ndirty 5", "line 2: 5 pages are more than the 4 of the parent"],
    ["parent 4\nnoreserve perhaps", "line 2: `perhaps` is neither yes nor no"],
    ["parent 4\npage-size 4K", "line 2: there are pages of 2M and 1G, none of `4K`"],
    ["parent 4\nkernel 2.6.28", "line 2: there is no kernel `2.6.28`; did you mean `2.6.26`?"],
    ["workers 3", "nothing is mapped: tell `parent`, `shared` or `own`"],
  ])("%s: %s", (text, message) => {
    expect(() => plan(text)).toThrow(new PlanError(message));
  });

  test("its scenario runs, nobody dies in it, and with a page less somebody does", () => {
    const question = plan("workers 3\nparent 10\ndirty 30%\nparent-dirty 5\nshared 4\nown 2\nkernel all");
    const { text, sized } = finish(sizeOf(question));
    const { document } = opened(text);
    expect(document.analysis?.diagnostics.filter(({ severity }) => severity === 1)).toEqual([]);
    const pools = sized.map(({ pool }) => pool ?? 0);
    expect(document.analysis?.scenarios[0]?.runs.map(({ verdict }) => verdict.words)).toEqual(
      pools.map(() => "nobody dies"),
    );
    // A formula is soon wrong: of the five pages that the parent writes again three are its own by then, for every worker has a copy.
    expect(pools).toEqual(pools.map(() => 10 + 3 * 3 + (5 - 3) + 4 + 3 * 2));
    for (const { kernel } of sized) {
      const less = opened(storyText({ ...question, kernels: [kernel] }, Math.max(...pools) - 1)).document;
      expect(less.analysis?.scenarios[0]?.runs[0]?.verdict.outcome).not.toBe("fine");
    }
  });

  test("pages of 1G, which old kernels do not run", () => {
    const { sized, text } = finish(sizeOf(plan("page-size 1G\nworkers 1\nparent 2\ndirty 1\nkernel 6.12, 2.6.26")));
    expect(text).toContain("pool    3 x 1G");
    expect(sized).toMatchObject([
      { kernel: "6.12", pool: 3, harm: null },
      { kernel: "2.6.26", pool: null, harm: "pages of 1G are not run under this kernel" },
    ]);
  });
});

describe("large sizes", () => {
  test("are scaled by what they have in common, and the answer is that of every page", () => {
    const { factor, sized } = finish(sizeOf(plan("workers 8\nparent 100G\ndirty 30%\nshared 8G")));
    expect(factor).toBe(1024);
    expect(sized).toMatchObject([{ pool: 51_200 + 8 * 15_360 + 4096 }]);
  });

  test("scaled by hand, every story answers the same", () => {
    const small = fc.record({
      workers: fc.nat(3),
      parent: fc.integer({ min: 1, max: 4 }),
      dirty: fc.nat(4),
      parentDirty: fc.nat(4),
      shared: fc.nat(2),
      own: fc.nat(2),
      noreserve: fc.boolean(),
    });
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 5 }), (numbers, factor) => {
        const one: Plan = {
          ...numbers,
          dirty: Math.min(numbers.dirty, numbers.parent),
          parentDirty: Math.min(numbers.parentDirty, numbers.parent),
          pageSize: "2M",
          kernels: ["2.6.26", "2.6.26+cow", "6.12"],
        };
        const many: Plan = {
          ...one,
          parent: one.parent * factor,
          dirty: one.dirty * factor,
          parentDirty: one.parentDirty * factor,
          shared: one.shared * factor,
          own: one.own * factor,
        };
        const pools = (of: Plan): unknown =>
          finish(sizeOf(of)).sized.map(({ pool, poolWithoutLuck }) => [pool, poolWithoutLuck]);
        const expected = finish(sizeOf(one)).sized.map(({ pool, poolWithoutLuck }) => [
          (pool ?? -1) * factor,
          (poolWithoutLuck ?? -1) * factor,
        ]);
        expect(pools(many)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test("that have nothing in common have an end", () => {
    expect(() => scaled(plan("workers 100\nparent 60001\ndirty 59999"))).toThrow(PlanError);
    expect(scaled(plan("workers 2\nparent 60001\ndirty 59999")).factor).toBe(1);
  });

  test("that are too large say by which bound, and what can be asked instead", () => {
    expect(() => scaled(plan("workers 100\nparent 60001\ndirty 59999"))).toThrow(
      "18060101 page accesses are too many to run, at most 5000000 are: ask for multiples of 256 instead, as parent 60160, dirty 60160",
    );
    expect(() => scaled(plan("workers 64\nparent 16384\ndirty 10%"))).toThrow(
      "1064960 pages mapped are too many, at most 1048576 are: ask for multiples of 32 instead, as parent 16384, dirty 1664",
    );
    expect(scaled(plan("workers 64\nparent 16384\ndirty 1664")).factor).toBe(128);
  });
});
