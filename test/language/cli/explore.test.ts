/** `hugetlb explore`, its formats, and the schedules that `hugetlb run` takes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./command.js";
import { violations } from "./schema.js";
import { RACE } from "../race.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Schema = Readonly<Record<string, unknown>>;
const schemaOf = (name: string): Schema => JSON.parse(readFileSync(`docs/${name}`, "utf8")) as Schema;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hugetlb-explore-"));
  writeFileSync(path.join(folder, "race.hugetlb"), RACE);
  writeFileSync(path.join(folder, "fine.hugetlb"), RACE.replace("pool 1", "pool 2"));
  writeFileSync(path.join(folder, "plain.hugetlb"), RACE.replace("concurrent {", "repeat 1 {"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const hugetlb = (...args: readonly string[]) => run(args, { cwd: folder });

describe("hugetlb explore", () => {
  test("says in how many interleavings, and how to replay the shortest", async () => {
    const { stdout, status } = await hugetlb("explore", "race.hugetlb");
    expect(status).toBe(1);
    expect(stdout).toContain("✕ child killed SIGBUS: sometimes, in 1 of 3 interleavings");
    expect(stdout).toContain('replay it: hugetlb run --kernel 6.12 --schedule "parent child"');
  });

  test.each([
    [["explore", "fine.hugetlb"], 0],
    [["explore", "race.hugetlb"], 1],
    [["explore", "plain.hugetlb"], 0],
    // The written order alone is what run judges.
    [["run", "race.hugetlb"], 0],
    [["explore", "--max-states", "many", "fine.hugetlb"], 2],
    [["explore", "--schedule", "parent", "fine.hugetlb"], 2],
  ])("%j ends with %i", async (args, status) => {
    expect((await hugetlb(...args)).status).toBe(status);
  });

  test("a scenario of which lines were left out gets no tick", async () => {
    const { status, stdout } = await run(["explore", "-"], {
      input: 'process p\nscenario "s" {\n  p: wrote a\n  p: exit()\n}\n',
    });
    expect(status).toBe(1);
    expect(stdout).toContain("never: nothing goes wrong in what is left, but 1 line was left out");
    expect(stdout).not.toContain("✓");
  });

  test("a limit is partial, and no success", async () => {
    const crowd = ["a", "b", "c", "d", "e", "f", "g"];
    writeFileSync(
      path.join(folder, "huge.hugetlb"),
      `pool 64\nprocess ${crowd.join(", ")}\nscenario "no end" {\n  kernel 6.12\n  concurrent {\n${crowd
        .map(
          (name) =>
            `    ${name}: m = mmap(/dev/hugepages/${name}, 8, MAP_PRIVATE)\n    ${name}: write m\n    ${name}: munmap(m)\n`,
        )
        .join("")}  }\n}\n`,
    );
    const text = await hugetlb("explore", "--max-states", "5000", "huge.hugetlb");
    expect(text.status).toBe(3);
    expect(text.stdout).toMatch(/partial: [\d,]+ states, the limit of states was reached/u);
    expect(text.stdout).toContain("nothing bad so far; not every interleaving was looked at");
    const json = await hugetlb("explore", "--max-states", "5000", "--format", "json", "huge.hugetlb");
    const told: unknown = JSON.parse(json.stdout);
    expect(violations(schemaOf("exploration.schema.json"), told)).toEqual([]);
    expect(told).toMatchObject({ explorations: [{ problem: "partial", limit: "states", interleavings: null }] });
    const junit = await hugetlb("explore", "--max-states", "5000", "--format", "junit", "huge.hugetlb");
    expect(junit.status).toBe(3);
    expect(junit.stdout).toContain("nothing bad so far");
    expect(junit.stdout).toMatch(/<(?:failure|error)/u);
  });

  test("json and ndjson are as their schema says, their steps as those of a run", async () => {
    const { stdout, status } = await hugetlb("explore", "--format", "json", "race.hugetlb", "fine.hugetlb");
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as { explorations: { counterexample: { steps: unknown[] } | null }[] };
    expect(violations(schemaOf("exploration.schema.json"), told)).toEqual([]);
    expect(told.explorations).toMatchObject([
      {
        file: "race.hugetlb",
        problem: "sometimes",
        interleavings: 3,
        outcomes: [{ what: "child killed SIGBUS", when: "sometimes", interleavings: 1, problem: true }],
        counterexample: { schedule: "parent child" },
      },
      { file: "fine.hugetlb", problem: "never", counterexample: null },
    ]);
    const trace = schemaOf("trace.schema.json");
    const { step } = trace.$defs as { readonly step: Schema };
    const steps = told.explorations[0]?.counterexample?.steps ?? [];
    expect(steps).toHaveLength(5);
    for (const each of steps) expect(violations(trace, each, step)).toEqual([]);
    const lines = (await hugetlb("explore", "--format", "ndjson", "race.hugetlb", "fine.hugetlb")).stdout
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(told.explorations);
  });

  test("every example's exploration is as the schema says", async () => {
    const { stdout } = await run([
      "explore",
      "--format",
      "json",
      ...["last-page-race", "child-reads-too-late", "administrator-shrinks"].map(
        (name) => `examples/concurrent/${name}.hugetlb`,
      ),
    ]);
    expect(violations(schemaOf("exploration.schema.json"), JSON.parse(stdout))).toEqual([]);
  });

  test("the formats for build servers judge every interleaving", async () => {
    const junit = await hugetlb("explore", "--format", "junit", "race.hugetlb", "fine.hugetlb");
    expect(junit.status).toBe(1);
    expect(junit.stdout).toContain("In 1 of 3 interleavings child is killed by SIGBUS.");
    expect(junit.stdout).toMatch(/tests="2" failures="1"/u);
    const github = await hugetlb("explore", "--format", "github", "race.hugetlb");
    expect(github.stdout).toMatch(
      /^::error file=race\.hugetlb,line=9,.*In 1 of 3 interleavings child is killed by SIGBUS\./mu,
    );
    const sarif = JSON.parse((await hugetlb("explore", "--format", "sarif", "race.hugetlb")).stdout) as {
      runs: { results: { ruleId: string }[] }[];
    };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(["interleaving"]);
  });

  test("--random recounts the machine in every state, and the same seeds are the same scenarios", async () => {
    const { stdout, status } = await hugetlb("explore", "--random", "--seed", "7", "--count", "20");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^20 random scenarios from seed 7, [\d,]+ states recounted: all add up\n$/u);
    expect((await hugetlb("explore", "--random", "--seed", "7", "--count", "20")).stdout).toBe(stdout);
    expect((await hugetlb("explore", "--random", "-q", "--count", "3")).stdout).toBe("");
    const wrong = await hugetlb("explore", "--random", "race.hugetlb");
    expect([wrong.status, wrong.stderr]).toEqual([2, "hugetlb: --random is for hugetlb explore, without a file.\n"]);
  });
});

describe("hugetlb run --schedule", () => {
  test("replays the interleaving that explore prints", async () => {
    const { stdout, status } = await hugetlb("run", "--schedule", "parent child", "race.hugetlb");
    expect(status).toBe(1);
    expect(stdout).toMatch(/child +read a\[0\] +SIGBUS/u);
    const written = await hugetlb("run", "--schedule", "child", "race.hugetlb");
    expect(written.status).toBe(0);
  });

  test.each([
    ["parent nobody", "step 2 of the schedule: nobody has no step in the `concurrent` block"],
    ["parent parent", "step 2 of the schedule: parent has no step left in the `concurrent` block"],
    ["child child parent child", "the schedule has 4 steps, the `concurrent` blocks 3"],
  ])("%s does not fit", async (schedule, wrong) => {
    const { stderr, status } = await hugetlb("run", "--schedule", schedule, "race.hugetlb");
    expect([status, stderr]).toEqual([2, `hugetlb: --schedule: "too late", 6.12: ${wrong}\n`]);
  });

  test("a scenario without a block has no schedule", async () => {
    const { stderr, status } = await hugetlb("run", "--schedule", "parent", "plain.hugetlb");
    expect([status, stderr]).toEqual([
      2,
      'hugetlb: --schedule: "too late", 6.12: the scenario has no `concurrent` block\n',
    ]);
  });
});
