import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { commandFile, run } from "./command.js";
import { violations } from "./schema.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DIES = `kernel 2.6.26+cow
pool 2
process parent

scenario "the child loses a page" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;
const FINE = `kernel 2.6.26+cow
pool 2
process p

scenario "nobody dies" {
  p: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  p: write a
  p: b = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hugetlb-cli-"));
  writeFileSync(path.join(folder, "dies.hugetlb"), DIES);
  writeFileSync(path.join(folder, "fine.hugetlb"), FINE);
  writeFileSync(path.join(folder, "broken.hugetlb"), FINE.replace("p: write a", "p: wrote a"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = JSON.parse(readFileSync("docs/trace.schema.json", "utf8")) as Readonly<Record<string, unknown>>;

describe("exit status", () => {
  test.each([
    [["run", "fine.hugetlb"], 0],
    [["run", "dies.hugetlb"], 1],
    [["run", "fine.hugetlb", "dies.hugetlb"], 1],
    [["run", "broken.hugetlb"], 1],
    [["check", "dies.hugetlb"], 0],
    [["check", "broken.hugetlb"], 1],
    [["run", "nowhere.hugetlb"], 2],
    [["run", "nowhere.hugetlb", "dies.hugetlb"], 2],
    [["run", "."], 1],
    [["run"], 2],
    [[], 2],
    [["fly", "fine.hugetlb"], 2],
    [["explore", "fine.hugetlb"], 0],
    [["run", "--format", "sarif", "fine.hugetlb"], 0],
    [["run", "--format", "yaml", "fine.hugetlb"], 2],
    [["lsp"], 2],
    [["lsp", "--stdio", "fine.hugetlb"], 2],
    [["run", "--kernel", "2.4", "fine.hugetlb"], 2],
    [["run", "--nonsense", "fine.hugetlb"], 2],
    [["--help"], 0],
    [["--version"], 0],
  ])("%j: %i", async (args, status) => {
    const ran = await run(args, { cwd: folder });
    expect(ran.status, ran.stderr).toBe(status);
    if (status === 2) expect(ran.stderr).toMatch(/^hugetlb: .+\n/);
    expect(ran.stderr).not.toContain("    at ");
  });

  test("a limit alone is 3", async () => {
    const pools =
      'kernel 2.6.26+cow\npool 1\nprocess p\nscenario "many" {\n  repeat 200000 {\n    p: unlink(/dev/hugepages/x)\n  }\n}\n';
    expect((await run(["run", "--quiet", "-"], { input: pools })).status).toBe(3);
  });
});

describe("text", () => {
  test("says who dies and why, beside the step", async () => {
    const { stdout } = await run(["run", "dies.hugetlb"], { cwd: folder });
    expect(stdout).toContain("✕ child is killed by SIGBUS: parent's write at line 9 had taken its page A away");
    expect(stdout).toContain("◆ page A is taken from child");
    expect(stdout).toContain("✕ failed: child SIGBUS");
    expect(stdout).toContain("1 scenario, 1 run: 0 passed, 1 failed (1 error, 1 warning)");
    expect(stdout).not.toContain("\u001b");
  });

  test("what would steer a terminal is only marked", async () => {
    const input =
      'scenario "\u001b]0;title\u0007 \u202edaer" {\n  process p\n  p: write \u001b[2Ja\n  p: exit()\u0000\n}\n';
    const { stdout } = await run(["run", "-"], { input });
    expect(stdout).toContain("-:1: \uFFFD]0;title\uFFFD \uFFFDdaer, kernel 6.12");
    // eslint-disable-next-line no-control-regex -- none of these is to be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202A-\u202E]/u);
    const { runs } = JSON.parse((await run(["run", "--format", "json", "-"], { input })).stdout) as {
      readonly runs: readonly { readonly scenario: string }[];
    };
    expect(runs[0]?.scenario).toBe("\u001b]0;title\u0007 \u202edaer");
  });

  test("quiet says only what is wrong", async () => {
    expect((await run(["run", "--quiet", "fine.hugetlb"], { cwd: folder })).stdout).toBe("");
    expect((await run(["run", "-q", "dies.hugetlb"], { cwd: folder })).stdout).toMatch(
      /^dies\.hugetlb:5: the child loses a page/,
    );
  });

  test("colours when asked, never with NO_COLOR on auto", async () => {
    expect((await run(["run", "--color", "always", "dies.hugetlb"], { cwd: folder })).stdout).toContain("\u001b[");
    expect((await run(["run", "dies.hugetlb"], { cwd: folder, environment: { NO_COLOR: "1" } })).stdout).not.toContain(
      "\u001b[",
    );
  });

  test("check tells place and code", async () => {
    expect((await run(["check", "broken.hugetlb"], { cwd: folder })).stdout).toMatch(
      /^broken\.hugetlb:7:\d+: error: .+ \[syntax\]\n$/,
    );
    expect((await run(["check", "fine.hugetlb"], { cwd: folder })).stdout).toBe("fine.hugetlb: nothing wrong\n");
  });

  test("another kernel than the file lists", async () => {
    const { stdout } = await run(["run", "-k", "2.6.26", "--kernel", "2.6.26+reserve", "dies.hugetlb"], {
      cwd: folder,
    });
    expect(stdout).toContain("kernel 2.6.26,");
    expect(stdout).toContain("kernel 2.6.26+reserve,");
    expect(stdout).not.toContain("+cow");
  });
});

describe("json", () => {
  test("is of the shape that is written down", async () => {
    const { stdout } = await run(
      [
        "run",
        "--format",
        "json",
        "--maps",
        "dies.hugetlb",
        "broken.hugetlb",
        path.resolve("test/golden/until-fork.hugetlb"),
      ],
      { cwd: folder },
    );
    const answer: unknown = JSON.parse(stdout);
    expect(violations(schema, answer)).toEqual([]);
    expect(answer).toMatchObject({
      version: 1,
      runs: [
        {
          file: "dies.hugetlb",
          scenario: "the child loses a page",
          kernel: "2.6.26+cow",
          verdict: "failed",
          steps: [
            {
              line: 6,
              actor: "parent",
              text: "a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)",
              result: "ok",
              counters: { total: 2, free: 2, rsvd: 2, surp: 0 },
            },
            {},
            {},
            { maps: { parent: { a: "AB" }, child: { a: "-B" } } },
            { result: "SIGBUS" },
          ],
          diagnostics: [
            { code: "unmapped", line: 9, column: 3, endLine: 9, endColumn: 21, severity: "warning" },
            { code: "killed", line: 10, related: [{ line: 9 }, { line: 8 }, { line: 6 }] },
          ],
        },
        { file: "broken.hugetlb", verdict: "failed" },
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });

  test("has the counters of the machine's parts, and the nodes of its pages", async () => {
    const story = `scenario "s" {
  kernel 6.12
  node 0 pool 1
  node 1 pool 1
  pool 1 x 1G
  cgroup g limit=2
  process p in cgroup g on node 1
  p: a = mmap(anon, 2, MAP_PRIVATE)
  p: write a
}
`;
    const asked = await run(["run", "--format", "json", "--maps", "-"], { input: story });
    const answer: unknown = JSON.parse(asked.stdout);
    expect(violations(schema, answer)).toEqual([]);
    expect(answer).toMatchObject({
      runs: [
        {
          steps: [
            {},
            {
              counters: { total: 2, free: 0, rsvd: 0, surp: 0 },
              sizes: { "1G": { total: 1, free: 1, rsvd: 0, surp: 0 } },
              nodes: [
                { total: 1, free: 0, surp: 0 },
                { total: 1, free: 0, surp: 0 },
              ],
              cgroups: { g: { usage: 2, rsvd: 2 } },
              maps: { p: { a: "AB" } },
              nodemap: { p: { a: "10" } },
            },
          ],
        },
      ],
    });
    const { stdout } = await run(["run", "--maps", "-"], { input: story });
    for (const words of ["1G: total 1, free 1", "node 1: total 1, free 0", "cgroup g: usage 2, rsvd 2", "a AB on 10"])
      expect(stdout).toContain(words);
  });

  test("writes a promise far below zero to its last digit", async () => {
    const story = `scenario "s" {
  kernel 2.6.26+cow
  pool 2
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)
  p: write a
  repeat 2 {
    p: ftruncate(/dev/hugepages/x, 0)
    p: ftruncate(/dev/hugepages/x, 1)
    p: write a
  }
}
`;
    const { stdout } = await run(["run", "--format", "ndjson", "-"], { input: story });
    expect(stdout).toContain('"result":"SIGBUS","counters":{"total":2,"free":2,"rsvd":-4611686018427387904,"surp":0}');
  });

  test("goes on with the statements after a BUG, all of them BUG and nothing changed", async () => {
    const story = `scenario "s" {
  kernel 2.6.27
  pool 1
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE, offset=1)
  p: write a
  p: c = fork()
  p: write a
  c: read a
  sysctl vm.nr_hugepages = 9
}
`;
    const { stdout } = await run(["run", "--format", "ndjson", "--maps", "-"], { input: story });
    const { steps } = JSON.parse(stdout) as { steps: { result: string; counters: object; maps: object }[] };
    expect(steps.map(({ result }) => result)).toEqual(["ok", "ok", "ok", "BUG", "BUG", "BUG"]);
    expect([steps[4], steps[5]].map((step) => [step?.counters, step?.maps])).toEqual([
      [steps[3]?.counters, steps[3]?.maps],
      [steps[3]?.counters, steps[3]?.maps],
    ]);
  });

  test("one run a line", async () => {
    const { stdout } = await run(["run", "--format", "ndjson", "dies.hugetlb", "fine.hugetlb"], { cwd: folder });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { verdict: string });
    expect(lines.map(({ verdict }) => verdict)).toEqual(["failed", "passed"]);
  });

  test("without a run it is still whole", async () => {
    expect(JSON.parse((await run(["run", "--format", "json", "-"], { input: "" })).stdout)).toEqual({
      version: 1,
      runs: [],
    });
  });
});

test("what is not known is answered by what is", async () => {
  const every = ["run", "check", "explore", "advise", "fmt", "kernels", "size", "lsp"];
  for (const args of [[], ["bogus"]]) {
    const { status, stderr } = await run(args);
    expect(status).toBe(2);
    for (const command of every) expect(stderr).toMatch(new RegExp(`\\b${command}\\b`, "u"));
  }
  expect((await run(["help"])).stdout).toBe((await run(["--help"])).stdout);
});

test("reads standard input and what it includes", async () => {
  writeFileSync(path.join(folder, "common.hugetlb"), "pool 2\nprocess parent\n");
  const ran = await run(["run", "-"], {
    cwd: folder,
    input: `include "common.hugetlb"\n${DIES.replace("pool 2\nprocess parent\n", "")}`,
  });
  expect(ran.stdout).toContain("child SIGBUS");
});

test("what is included must be a file: a device may have no end", async () => {
  const { stdout } = await run(["check", "-"], { input: `include "${os.devNull}"\ninclude "."\n` });
  expect(stdout).toContain(`\`${os.devNull}\` cannot be read: it is no file`);
  expect(stdout).toContain("`.` cannot be read: it is no file");
});

describe("pipes", () => {
  const many = (count: number): string =>
    FINE.split("\n").slice(0, 4).join("\n") +
    "\n" +
    Array.from(
      { length: count },
      (_, i) =>
        `scenario "s${i}" {\n  p: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)\n  p: write a\n  p: munmap(a)\n}\n`,
    ).join("");

  test("a slow reader gets every byte", async () => {
    const child = spawn(process.execPath, [commandFile(), "run", "--format", "json", "-"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(many(1000));
    let text = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) {
      text += String(chunk);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect((JSON.parse(text) as { runs: unknown[] }).runs).toHaveLength(1000);
  });

  test("a reader that goes away is no error", async () => {
    const child = spawn(process.execPath, [commandFile(), "run", "-"], { stdio: ["pipe", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => undefined).end(many(2000));
    child.stdout.once("data", () => child.stdout.destroy());
    await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toBe("");
  });
});
