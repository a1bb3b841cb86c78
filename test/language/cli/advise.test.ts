import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { run } from "./command.js";
import { violations } from "./schema.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const STORY = `kernel 6.12, 2.6.26
pool 2
process parent

scenario "a copy too many" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  child: write a[0]
}
scenario "past the end" {
  parent: a = mmap(/dev/hugepages/data, 1, MAP_SHARED)
  parent: ftruncate(/dev/hugepages/data, 0)
  parent: read a
}
`;

describe("hugetlb advise", () => {
  test("is a table for each scenario, and says why no size helps", async () => {
    const { stdout, status } = await run(["advise", "-"], { input: STORY });
    expect(stdout).toBe(`-:5: a copy too many
  kernel  pool  overcommit  without luck
  6.12       3           1             4
  2.6.26     3           1             4

-:11: past the end
  kernel  pool  overcommit  without luck
  6.12    none        none          none
  2.6.26  none        none          none
  none: whatever the pool, parent is killed by SIGBUS at line 14

`);
    expect(status).toBe(0);
  });

  test("says where more is worse, and which sizes there are", async () => {
    const { stdout } = await run(["advise", "examples/more-may-be-worse.hugetlb", "-k", "6.12"]);
    expect(stdout).toContain("6.12     4 *         0 *             6");
    expect(stdout).toContain("more is not always better: with pool 5 somebody comes to harm again");
    const sizes = await run(["advise", "examples/problems/fork-doubles.hugetlb", "-k", "6.12"]);
    expect(sizes.stdout).toContain("6.12       1G     3           -             4");
  });

  test("json and ndjson are as their schema says", async () => {
    const schema = JSON.parse(readFileSync("docs/advice.schema.json", "utf8")) as Readonly<Record<string, unknown>>;
    const files = ["examples/more-may-be-worse.hugetlb", "examples/problems/fork-doubles.hugetlb"];
    const { stdout } = await run(["advise", "--format", "json", ...files]);
    const told: unknown = JSON.parse(stdout);
    expect(violations(schema, told)).toEqual([]);
    expect(told).toMatchObject({
      version: 1,
      advice: expect.arrayContaining([
        expect.objectContaining({
          scenario: "four pages are enough",
          kernel: "6.12",
          pool: 4,
          poolWithoutLuck: 6,
          monotonic: false,
          worse: [{ from: 5, to: 6 }],
        }),
        expect.objectContaining({ pool: 0, worse: [{ from: 1, to: null }] }),
      ]) as unknown,
    });
    const lines = await run(["advise", "--format", "ndjson", ...files]);
    const rows = lines.stdout.trim().split("\n");
    expect(violations(schema, { version: 1, advice: rows.map((row) => JSON.parse(row) as unknown) })).toEqual([]);
  });

  test("errors of the text are told, and are errors", async () => {
    const { stderr, status } = await run(["advise", "-"], { input: STORY.replace("child: write", "chld: write") });
    expect(stderr).toContain("-:9:3: error: ");
    expect(status).toBe(1);
  });
});

describe("hugetlb size", () => {
  test("prints a scenario that runs, with the answer above it", async () => {
    const sized = await run(["size", "--workers", "2", "--parent", "4", "--dirty", "50%", "--kernel", "6.12,2.6.26"]);
    expect(sized.status).toBe(0);
    expect(sized.stdout.split("\n").slice(0, 8)).toEqual([
      "# 2 workers, 4 pages of the parent, 2 written by each worker; pages of 2M",
      "#",
      "# 6.12    pool 8: nobody dies, and every mapping is made. With pool 12 no access depends on who comes first.",
      "# 2.6.26  pool 8: nobody dies, and every mapping is made. With pool 12 no access depends on who comes first.",
      "",
      "kernel  6.12, 2.6.26",
      "pool    8",
      "process parent",
    ]);
    const ran = await run(["run", "-"], { input: sized.stdout });
    expect(ran.stdout).toContain("1 scenario, 2 runs: 2 passed");
  });

  test("takes a file, and the example", async () => {
    const { stdout } = await run(["size", "examples/sizing/database.txt"]);
    expect(stdout).toContain("# 6.12  pool 4000: nobody dies, and every mapping is made.");
    const json = await run(["size", "-", "--format", "json"], { input: "parent 3\nworkers 1\n" });
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, factor: 1, sizes: [{ kernel: "6.12", pool: 3 }] });
  });

  test.each([
    [["size"], "nothing is mapped: tell `parent`, `shared` or `own`"],
    [["size", "--workers", "x"], "--workers: `x` is no number of processes"],
    [["size", "--bogus"], "Unknown option '--bogus'. hugetlb size --help tells what there is."],
    [["size", "missing.txt"], "cannot read missing.txt: no such file or directory"],
    [["size", "--parent", "1", "--format", "xml"], "There is no format xml of size; choose text, json."],
  ])("%s", async (args, message) => {
    const { stderr, status } = await run(args);
    expect(stderr).toBe(`hugetlb: ${message}\n`);
    expect(status).toBe(2);
  });

  test("helps", async () => {
    expect((await run(["size", "--help"])).stdout).toContain("--parent-dirty");
  });
});
