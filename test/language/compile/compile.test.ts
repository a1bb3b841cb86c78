import { describe, expect, test } from "vitest";
import type { KernelId } from "../../../engine/index.js";
import { compile, type Program, type StepItem } from "../../../language/compile/index.js";
import { checked } from "../marked.js";

function program(text: string, kernel: KernelId = "2.6.27", files: Readonly<Record<string, string>> = {}): Program {
  const scenario = checked(text, files).scenarios[0];
  if (scenario === undefined) throw new Error("no scenario");
  return compile(scenario, kernel);
}

function steps({ items }: Program): readonly StepItem[] {
  return items.filter((item): item is StepItem => item.kind === "step");
}

describe("settings", () => {
  test("a scenario overrides line by line", () => {
    const { config } = program(
      'pool 4\novercommit 2\nmount /dev/hugepages size=8\nmount /mnt/a size=4\nprocess p\nscenario "s" {\n  pool 2\n  mount /mnt/a size=6M\n  mount /mnt/b\n  process q[1]\n}\n',
    );
    expect(config.pools).toEqual([{ pageSize: "2M", pages: 2, overcommit: 2 }]);
    expect(Object.fromEntries(config.mounts.map(({ path, size }) => [path, size]))).toEqual({
      "/dev/hugepages": 8,
      "/mnt/a": 3,
      "/mnt/b": null,
    });
    expect(config.processes).toEqual([{ name: "p" }, { name: "q[1]" }]);
  });

  test("nothing said: no pages, and the mount that is always there", () => {
    expect(program('scenario "s" {\n}\n').config).toEqual({
      kernel: "2.6.27",
      pools: [{ pageSize: "2M", pages: 0, overcommit: 0 }],
      mounts: [{ path: "/dev/hugepages", pageSize: "2M", size: null, minSize: null }],
      processes: [],
      cgroups: [],
    });
  });

  test("a file's own line goes before what it includes, wherever it stands", () => {
    const files = { common: "pool 9\nlet N = 3\nkernel 2.6.26\n" };
    expect(
      program('pool 2\ninclude "common"\nscenario "s" {\n  overcommit N\n}\n', "2.6.26", files).config.pools,
    ).toEqual([{ pageSize: "2M", pages: 2, overcommit: 3 }]);
    expect(checked('kernel 2.6.27\ninclude "common"\nscenario "s" {\n}\n', files).scenarios[0]?.kernels).toEqual([
      "2.6.27",
    ]);
  });

  test("the default kernel", () => {
    expect(checked('scenario "s" {\n}\n').scenarios[0]?.kernels).toEqual(["6.12"]);
  });
});

describe("steps", () => {
  test("loops are unrolled, values put in", () => {
    const text = `process parent
scenario "s" {
  let N = 2
  for i in 0:N {
    parent: worker[i] = fork()
    worker[i]: a = mmap(/dev/hugepages/f{i + 1}, (i + 1) * N, MAP_PRIVATE | MAP_LOCKED, offset=i, prot=PROT_READ) # comment
    worker[i]: write a[i:] -> ok
  }
}
`;
    const compiled = steps(program(text));
    expect(compiled.map(({ text: words }) => words)).toEqual([
      "worker[0] = fork()",
      "a = mmap(/dev/hugepages/f1, 2, MAP_PRIVATE | MAP_LOCKED, offset=0, prot=PROT_READ)",
      "write a[0:]",
      "worker[1] = fork()",
      "a = mmap(/dev/hugepages/f2, 4, MAP_PRIVATE | MAP_LOCKED, offset=1, prot=PROT_READ)",
      "write a[1:]",
    ]);
    expect(compiled[4]?.step).toEqual({
      call: "mmap",
      actor: "worker[1]",
      mapping: "a",
      file: { mount: "/dev/hugepages", path: "/dev/hugepages/f2" },
      length: 4 * 2 * 1024 ** 2,
      share: "private",
      flags: ["locked"],
      offset: 2 * 1024 ** 2,
      protection: "r",
      pageSize: "2M",
    });
    expect(compiled[5]).toMatchObject({
      step: { slice: { from: 1, to: null } },
      range: { start: { line: 6, character: 4 }, end: { line: 6, character: 26 } },
      announced: { anyOf: ["ok"], range: { start: { line: 6, character: 30 } } },
    });
  });

  test("the longest mount path wins", () => {
    const compiled = steps(
      program(
        'mount /mnt\nmount /mnt/huge\nprocess p\nscenario "s" {\n  p: unlink(/mnt/huge/x)\n  p: unlink(/mnt/hugely)\n}\n',
      ),
    );
    expect(compiled.map(({ step }) => ("file" in step ? step.file?.mount : null))).toEqual(["/mnt/huge", "/mnt"]);
  });

  test("concurrent blocks are numbered", () => {
    const compiled = steps(
      program(
        'process p\nscenario "s" {\n  repeat 2 {\n    concurrent {\n      p: exit()\n    }\n  }\n  sysctl vm.nr_hugepages = 1\n}\n',
      ),
    );
    expect(compiled.map(({ concurrent }) => concurrent)).toEqual([0, 1, null]);
    expect(compiled[2]).toMatchObject({
      text: "sysctl vm.nr_hugepages = 1",
      step: { call: "sysctl", actor: null, value: 1 },
    });
  });

  test("outcomes by kernel", () => {
    const text =
      'process p\nscenario "s" {\n  p: exit() -> SIGKILL before 2.6.26+cow; BUG | HANG on 2.6.27; ok otherwise\n  p: exit() -> ok since 2.6.26+cow\n}\n';
    const announced = (kernel: KernelId): unknown =>
      steps(program(text, kernel)).map((item) => item.announced?.anyOf ?? null);
    expect(announced("2.6.26")).toEqual([["SIGKILL"], null]);
    expect(announced("2.6.26+reserve@a1e78772")).toEqual([["SIGKILL"], null]);
    expect(announced("2.6.26+cow@04f2cbe3")).toEqual([["SIGKILL"], null]);
    expect(announced("2.6.26+cow")).toEqual([["ok"], ["ok"]]);
    expect(announced("2.6.27")).toEqual([["BUG", "HANG"], ["ok"]]);
  });

  test("lines with errors are left out, the rest runs", () => {
    const { items, leftOut } = program(
      'pol 2\nprocess p\nscenario "s" {\n  p: exti()\n  q: exit()\n  repeat {\n    p: exit()\n  }\n  p: exit()\n}\n',
    );
    expect(items).toHaveLength(1);
    expect(leftOut).toEqual([0, 3, 4, 5, 6]);
  });
});

describe("expectations", () => {
  test("by kernel, with their words", () => {
    const text =
      'process p\nscenario "s" {\n  expect since 2.6.27: free - 1 == 2, p alive\n  expect sometimes HugePages_Rsvd == -1 on 2.6.26, 2.6.27, in_use >= 0 before 2.6.27\n  always free >= rsvd\n  never on 2.6.26: p killed SIGKILL\n}\n';
    const old = program(text, "2.6.26");
    expect(old.items).toMatchObject([
      { kind: "expect", sometimes: true, claims: [{ text: "HugePages_Rsvd == -1" }, { text: "in_use >= 0" }] },
    ]);
    expect(old.invariants).toMatchObject([
      { never: false, claim: { text: "free >= rsvd" } },
      { never: true, claim: { text: "p killed SIGKILL" } },
    ]);
    const recent = program(text, "2.6.27");
    expect(recent.items).toHaveLength(2);
    expect(recent.invariants).toHaveLength(1);
    expect(recent.items[0]).toMatchObject({
      claims: [
        {
          condition: {
            kind: "compare",
            op: "==",
            left: { kind: "binary", op: "-", left: { kind: "counter", counter: "free" } },
            right: { value: 2 },
          },
        },
        { condition: { kind: "process", name: "p", is: "alive" } },
      ],
    });
  });

  test("about pages", () => {
    const text =
      'process p\nscenario "s" {\n  p: a = mmap(/dev/hugepages/x, 2, MAP_SHARED)\n  p: c = fork()\n  expect c.a absent, p.a[1] differs from c.a[0], p.a[:1] same as c.a[:1]\n}\n';
    expect(program(text).items[2]).toMatchObject({
      claims: [
        { condition: { kind: "page", place: { process: "c", mapping: "a", from: 0, to: null }, is: "absent" } },
        { condition: { kind: "same", same: false, left: { from: 1, to: 2 } }, text: "p.a[1] differs from c.a[0]" },
        { condition: { kind: "same", same: true } },
      ],
    });
  });

  test("an invariant may speak of a process that is forked further down", () => {
    const { invariants, leftOut } = program('process p\nscenario "s" {\n  never c killed\n  p: c = fork()\n}\n');
    expect(invariants).toHaveLength(1);
    expect(leftOut).toEqual([]);
  });
});

describe("a name bound again", () => {
  const twice = (first: string, between: string): string =>
    `pool 2\nprocess p\nscenario "s" {\n  p: a = mmap(/dev/hugepages/x, ${first}, MAP_SHARED)\n${between}  p: a = mmap(/dev/hugepages/y, 1, MAP_SHARED)\n}\n`;

  test("while its mapping is there is a duplicate", () => {
    const { diagnostics, items, leftOut } = program(twice("1", ""));
    expect(diagnostics).toMatchObject([{ code: "duplicate-name", range: { start: { line: 4 } } }]);
    expect(items).toHaveLength(1);
    expect(leftOut).toEqual([4]);
  });

  test("is fine when its mapping is gone or failed, or its process is dead", () => {
    expect(program(twice("1", "  p: munmap(a)\n")).diagnostics).toEqual([]);
    expect(program(twice("2", "  p: munmap(a[0])\n  p: munmap(a[1])\n")).diagnostics).toEqual([]);
    expect(program(twice("2", "  p: munmap(a[0])\n")).diagnostics).toHaveLength(1);
    expect(program(twice("3", "")).diagnostics).toEqual([]);
    expect(
      program('process p\nscenario "s" {\n  repeat 3 {\n    p: c = fork()\n    c: exit()\n  }\n}\n').diagnostics,
    ).toEqual([]);
  });

  test("in a loop, at the round in which it happens", () => {
    const { diagnostics, items } = program('process p\nscenario "s" {\n  for i in 0:3 {\n    p: c = fork()\n  }\n}\n');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain("(in round 2, i = 1)");
    expect(items).toHaveLength(1);
  });
});
