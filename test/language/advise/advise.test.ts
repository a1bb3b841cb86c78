/** What the advisor says of the examples, and that it is what one sees when one tries. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Budget } from "../../../engine/advise/index.js";
import { everyOrderOf } from "../../../language/advise/every-order.js";
import { type Advice, adviseOn, harmWords } from "../../../language/advise/index.js";
import type { HugetlbDocument } from "../../../language/document.js";
import { setPool } from "../../../language/edit/settings.js";
import { outcomeOf } from "../../../language/remedy/outcome.js";
import { Trials } from "../../../language/remedy/trial.js";
import { opened } from "../features/cursor.js";

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

function advice(document: HugetlbDocument): readonly Advice[] {
  return (document.analysis?.scenarios ?? []).flatMap(({ scenario }) =>
    scenario.kernels.flatMap((kernel) => finish(adviseOn(scenario, kernel)) ?? []),
  );
}

/** pool, overcommit, pool without luck, monotonic */
function rows(text: string): readonly string[] {
  return advice(opened(text).document).map(({ kernel, sizes: [size] }) => {
    const { pool, overcommit, withoutLuck } = size ?? {};
    return `${kernel}: ${[pool?.size, overcommit?.size, withoutLuck, pool?.monotonic].map(String).join(" ")}`;
  });
}

const MORE_MAY_BE_WORSE = readFileSync("examples/more-may-be-worse.hugetlb", "utf8");

describe("advice", () => {
  test("pool, overcommit, pool without luck, for each kernel", () => {
    expect(rows(readFileSync("examples/until-fork.hugetlb", "utf8"))).toEqual([
      "2.6.26+cow: 3 1 3 true",
      // Under these the parent's copy is luck, too: the child could have had the page.
      "2.6.26: 3 1 4 true",
      "2.6.26+reserve: 3 1 4 true",
      "2.6.27: 3 1 3 true",
      "6.1: 3 1 3 true",
      "6.12: 3 1 3 true",
    ]);
    expect(rows(readFileSync("examples/safe-until-fork.hugetlb", "utf8"))[0]).toBe("2.6.26+reserve: 5 2 7 true");
  });

  test("more may be worse: it says so, and with which sizes", () => {
    const all = advice(opened(MORE_MAY_BE_WORSE).document).filter(({ kernel }) => kernel === "6.12");
    expect(all.map(({ sizes: [size] }) => size?.pool)).toMatchObject([
      { size: 0, monotonic: false, worse: [{ from: 1, to: Infinity }], harm: { event: { errno: "ENOMEM" } } },
      { size: 0, monotonic: false, worse: [{ from: 1, to: Infinity }] },
      { size: 4, monotonic: false, worse: [{ from: 5, to: 6 }], harm: null },
      { size: 4, monotonic: false, worse: [{ from: 5, to: 6 }], harm: null },
    ]);
    expect(all.map(({ sizes: [size] }) => size?.withoutLuck)).toEqual([0, 0, 6, 6]);
  });

  test("where no size helps, whatever the pool, it says what happens", () => {
    const [first] = advice(opened(readFileSync("examples/problems/shared-fd-truncate.hugetlb", "utf8")).document);
    const pool = first?.sizes[0]?.pool;
    expect(pool).toMatchObject({ size: null, monotonic: true, partial: false });
    expect(pool?.harm == null || first === undefined ? "" : harmWords(pool.harm, first.scenario)).toBe(
      "child is killed by SIGBUS at line 28",
    );
  });

  test("pages of each size have their own pool", () => {
    const text = `kernel 6.12
pool 1
pool 1 x 1G
process p
scenario "two sizes" {
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: b = mmap(anon, 3, MAP_PRIVATE, pagesize=1G)
}
`;
    const [two] = advice(opened(text).document);
    expect(two?.sizes).toMatchObject([
      { pageSize: "2M", pool: { size: null } },
      { pageSize: "1G", pool: { size: 3 }, overcommit: null },
    ]);
  });

  test("a name that is bound again as far as the pool allows is no step less or more", () => {
    const text = `kernel 2.6.26+reserve
pool 1
process p
scenario "again" {
  p: a = mmap(/dev/hugepages/f, 2, MAP_PRIVATE)
  p: a = mmap(/dev/hugepages/f, 1, MAP_PRIVATE)
}
`;
    // With two pages the first call succeeds, and the second line is a mistake that is left out.
    expect(rows(text)).toEqual(["2.6.26+reserve: 2 1 2 true"]);
  });

  test("where steps are concurrent, every order counts", () => {
    const text = `kernel 6.12
pool 1
process p, q
scenario "one after the other, if all goes well" {
  p: a = mmap(/dev/hugepages/p, 1, MAP_PRIVATE | MAP_NORESERVE)
  q: b = mmap(/dev/hugepages/q, 1, MAP_PRIVATE | MAP_NORESERVE)
  concurrent {
    p: write a
    p: exit()
    q: write b
  }
}
`;
    expect(rows(text)).toEqual(["6.12: 2 1 2 true"]);
    expect(rows(text.replace("concurrent {", "repeat 1 {"))).toEqual(["6.12: 1 0 2 true"]);
    const found = opened(text).document.analysis?.scenarios[0]?.scenario;
    const little = found === undefined ? null : finish(adviseOn(found, "6.12", 40));
    expect(little?.sizes[0]?.pool.partial).toBe(true);
  });

  test("luck, too, is looked for in every order", () => {
    // In written order q comes when p has left; where p is still there, q's page is one more.
    const text = `kernel 6.12
pool 4
process p, q
scenario "who comes when" {
  p: a = mmap(/dev/hugepages/p, 1, MAP_PRIVATE | MAP_NORESERVE)
  p: write a
  q: b = mmap(/dev/hugepages/q, 1, MAP_PRIVATE | MAP_NORESERVE)
  concurrent {
    p: munmap(a)
    p: c = mmap(/dev/hugepages/p, 2, MAP_PRIVATE | MAP_NORESERVE)
    p: exit()
    q: write b
  }
}
`;
    const pools = (written: string) => {
      const found = opened(written).document.analysis!.scenarios[0]!.scenario;
      const { pool, withoutLuck } = finish(adviseOn(found, "6.12"))!.sizes[0]!;
      return [pool.size, withoutLuck];
    };
    expect(pools(text.replace("concurrent {", "repeat 1 {"))).toEqual([1, 1]);
    expect(pools(text)).toEqual([2, 3]);
  });

  test("harm that only another order does is told at its line", () => {
    const text = `kernel 6.12
pool 4
process p, q
scenario "nobody can be saved, and in written order nobody dies" {
  p: a = mmap(/dev/hugepages/p, 2, MAP_SHARED)
  q: b = mmap(/dev/hugepages/p, 2, MAP_SHARED)
  concurrent {
    p: write a
    q: ftruncate(/dev/hugepages/p, 0)
  }
}
`;
    const found = opened(text).document.analysis!.scenarios[0]!.scenario;
    const { pool } = finish(adviseOn(found, "6.12"))!.sizes[0]!;
    expect(pool.size).toBeNull();
    expect(harmWords(pool.harm!, found)).toBe("p is killed by SIGBUS at line 8");
  });

  test("a kernel that does not run the scenario has no advice, and work has an end", () => {
    const text = `kernel 2.6.26, 6.12
node 0 pool 1
process p
scenario "nodes" {
  p: a = mmap(anon, 1, MAP_PRIVATE)
}
`;
    expect(rows(text)).toEqual(["6.12: 1 0 1 true"]);
    const found = opened(MORE_MAY_BE_WORSE).document.analysis?.scenarios[0]?.scenario;
    const little = found === undefined ? null : finish(adviseOn(found, "6.12", 1));
    expect(little?.sizes[0]?.pool).toMatchObject({ size: null, monotonic: null, partial: true });
  });
});

/** Every example: the pool advised is tried in the text, and so is the next smaller one. */
describe("what is advised is what one sees", () => {
  const names = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".hugetlb"),
  );
  test.each(names)("%s", (name) => {
    const text = readFileSync(path.join("examples", name), "utf8");
    const { document } = opened(text);
    for (const { scenario, kernel, sizes } of advice(document)) {
      for (const { pageSize, written, pool } of sizes) {
        expect(pool.partial).toBe(false);
        const harmful = (pages: number): boolean => {
          const edits = setPool(document.tree, scenario, pageSize, pages);
          const after = finish(new Trials(document, scenario).edited(edits, kernel));
          if (after === null || !outcomeOf(after).saves) return true;
          // The order that is written is one of many where there is a `concurrent` block.
          if (!after.program.items.some((item) => item.kind === "step" && item.concurrent !== null)) return false;
          const everyOrder = everyOrderOf(() => after.program, new Budget(1e7));
          return finish(everyOrder.harm(after.program.config)) !== null;
        };
        if (pool.size === null) expect(harmful(written.pool)).toBe(true);
        else {
          expect(harmful(pool.size)).toBe(false);
          if (pool.size > 0) expect(harmful(pool.size - 1)).toBe(true);
        }
      }
    }
  });
});
