import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./command.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TWO = `kernel 2.6.26, 6.1
pool 1
process p

scenario "first" {
  p: a = mmap(/dev/hugepages/f, 1, MAP_PRIVATE)
}
scenario "second" {
  p: b = mmap(anon, 2, MAP_PRIVATE)
}
`;
const RACE = `kernel 6.12
pool 1
scenario "race" {
  process p, q
  concurrent {
    p: a = mmap(anon, 1, MAP_PRIVATE)
    q: b = mmap(anon, 1, MAP_PRIVATE)
  }
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hugetlb-export-"));
  writeFileSync(path.join(folder, "two.hugetlb"), TWO);
  writeFileSync(path.join(folder, "race.hugetlb"), RACE);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("export", () => {
  test("takes the scenario that is named, under the newest kernel that the file lists", async () => {
    const { stdout, status } = await run(["export", "two.hugetlb", "--scenario", "second"], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain('#define MODEL "6.1"');
    expect(stdout).toContain(' * scenario "second" {\n *   p: b = mmap(anon, 2, MAP_PRIVATE)\n * }');
    expect(stdout).toContain('if (turn(P_p, "b = mmap(anon, 2, MAP_PRIVATE)", "ENOMEM", 1, 1, 0, 0))');
    expect(stdout).not.toContain('"first"');
  });

  test("another kernel's model", async () => {
    const { stdout } = await run(["export", "two.hugetlb", "--scenario", "first", "-k", "2.6.26"], { cwd: folder });
    expect(stdout).toContain('#define MODEL "2.6.26"');
  });

  test("an order of its own for what is concurrent", async () => {
    const { stdout } = await run(["export", "race.hugetlb", "--schedule", "q p"], { cwd: folder });
    const turns = [...stdout.matchAll(/if \(turn\((P_\w), "[^"]*", "(\w+)"/gu)].map(([, who, result]) => [who, result]);
    expect(turns).toEqual([
      ["P_q", "ok"],
      ["P_p", "ENOMEM"],
    ]);
  });

  test.each([
    [["export", "two.hugetlb"], 'hugetlb: Say which with --scenario: two.hugetlb has "first", "second".\n'],
    [
      ["export", "two.hugetlb", "--scenario", "x"],
      'hugetlb: two.hugetlb has no scenario "x", but "first", "second".\n',
    ],
    [["export", "two.hugetlb", "race.hugetlb"], "hugetlb: hugetlb export takes one file.\n"],
    [["export", "two.hugetlb", "--format", "json"], "hugetlb: hugetlb export writes C, in no other format.\n"],
    [["run", "two.hugetlb", "--scenario", "x"], "hugetlb: --scenario is for hugetlb export.\n"],
  ])("%j is refused", async (args, stderr) => {
    const ran = await run(args, { cwd: folder });
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([2, "", stderr]);
  });

  test("a missing file is told", async () => {
    const { status, stderr } = await run(["export", "none.hugetlb"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("none.hugetlb");
  });

  test("a scenario without a step makes no program", async () => {
    const { status, stdout, stderr } = await run(["export", "-"], { input: 'scenario "empty" {\n}\n' });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('"empty" has no step that could be played');
  });

  test("a run that is too long for a program is told", async () => {
    const long = 'scenario "long" {\n  process p\n  repeat 6000 {\n    p: unlink(/dev/hugepages/x)\n  }\n}\n';
    const { status, stdout, stderr } = await run(["export", "-"], { input: long });
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("more than 5000 steps");
  });

  test("what was left out of the text is told, and the rest is a program", async () => {
    const { status, stdout, stderr } = await run(["export", "-"], {
      input: 'scenario "s" {\n  process p\n  p: frobnicate()\n  p: exit()\n}\n',
    });
    expect(status).toBe(1);
    expect(stderr).toContain(":3:");
    expect(stdout).toContain("came_to(leave());");
  });
});
