import { DiagnosticSeverity } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import { PLAIN_KERNELS, kernelOf } from "../../../engine/index.js";
import { notRunDiagnostics } from "../../../language/check/index.js";
import { KERNEL_IDS } from "../../../language/check/kernels.js";
import { compile } from "../../../language/compile/index.js";
import { checked, marksOf, sentence, unmark } from "../marked.js";

function expectMarked(marked: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { text, marks } = unmark(marked);
  const { diagnostics } = checked(text, files);
  expect(marksOf(diagnostics)).toEqual(marks);
  return diagnostics.map(sentence);
}

/** Steps of one scenario in which `parent` and its `child` have the two pages of `a`. */
function story(lines: string): string {
  return `scenario "s" {
  kernel 2.6.26, 2.6.27
  pool 4
  process parent, other
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: child = fork()
${lines}
}
`;
}

describe("names", () => {
  test("of processes", () => {
    expect(expectMarked(story("  «unknown-name|chld»: read a"))).toEqual([
      "there is no process `chld`; did you mean `child`?",
    ]);
    expect(expectMarked(story("  «unknown-name|late»: read a\n  parent: late = fork()"))[0]).toContain(
      "it is forked further down",
    );
    expect(expectMarked(story("  «wrong-kind|a»: read a"))).toEqual(["`a` is a mapping, not a process"]);
    expectMarked(story("  parent: kill(«unknown-name|chidl», SIGKILL)\n  expect «unknown-name|chidl» alive"));
    expectMarked(
      story("  for i in 0:2 {\n    parent: w[i] = fork()\n    w[i]: read a[i]\n  }\n  «unknown-name|w[2]»: read a"),
    );
  });

  test("of a flag that is out of scope", () => {
    expect(
      expectMarked(story("  parent: b = mmap(/dev/hugepages/b, 1, MAP_PRIVATE | «unknown-name|MAP_FIXED»)")),
    ).toEqual(["MAP_FIXED is out of scope: every mapping here has addresses of its own"]);
  });

  test("of mappings", () => {
    expect(expectMarked(story("  parent: read «unknown-name|b»"))).toEqual(["`parent` has no mapping `b`"]);
    expect(expectMarked(story("  other: read «unknown-name|a»"))[0]).toContain("it belongs to `parent`");
    expect(
      expectMarked(
        story("  parent: late = mmap(/dev/hugepages/x, 1, MAP_SHARED)\n  child: read «unknown-name|late»"),
      )[0],
    ).toContain("did not inherit it");
    expect(expectMarked(story("  parent: read «wrong-kind|child»"))).toEqual([
      "`child` is a process, not a mapping of `parent`",
    ]);
    expectMarked(story("  expect child.«unknown-name|b» present"));
  });

  test("of numbers, counters, groups, sysctls, files", () => {
    expect(expectMarked('let N = 2\nlet M = «unknown-name|n0» + 1\nscenario "s" {\n}\n')[0]).toContain("no `let n0`");
    expect(expectMarked(story("  parent: read a[«unknown-name|i»]"))[0]).toContain("no number here");
    expect(expectMarked(story("  parent: read a[«wrong-kind|child»]"))[0]).toBe("`child` is a process, not a number");
    expect(expectMarked(story("  expect «unknown-name|fre» == 1"))[0]).toContain("did you mean `free`?");
    expectMarked(story("  expect cgroup «unknown-name|db» usage == 1").replaceAll("2.6.26, 2.6.27", "6.1"));
    expectMarked(story("  sysctl «unknown-name|vm.nr_hugepage» = 2"));
    expect(expectMarked(story("  other: f = mmap(«unknown-name|/tmp/x», 1, MAP_SHARED)"))[0]).toContain(
      "on no hugetlbfs mount",
    );
    expectMarked(story("  other: unlink(«wrong-kind|/dev/hugepages»)"));
  });

  test("a line with an error may have made a name: nothing more is said about it", () => {
    expectMarked(story("  parent: «syntax|c» frok()\n  c: read a\n  parent: read c"));
    expectMarked(story("  parent: b = mmap(/dev/hugepages/x, 1, «unknown-name|MAP_SHARD»)\n  parent: read b"));
    expectMarked('process p«syntax|,»\nscenario "s" {\n  p: exit()\n}\n');
    expectMarked('let N = «out-of-range|1 / 0»\npool N\nscenario "s" {\n}\n');
  });

  test("made twice", () => {
    expect(expectMarked('process p\nscenario "s" {\n  process «duplicate-name|p»\n}\n')).toEqual([
      "there is a process `p` already",
    ]);
    expectMarked(
      'let N = 1\nlet «duplicate-name|N» = 2\nscenario "s" {\n  let N = 3\n  for «duplicate-name|N» in 0:2 {\n  }\n}\n',
    );
    const { diagnostics } = checked('scenario "s" {\n}\nscenario "s" {\n}\n');
    expect(diagnostics).toMatchObject([{ code: "duplicate-name", severity: DiagnosticSeverity.Warning }]);
  });
});

describe("words of the manual pages", () => {
  test("flags, protections, advice, signals, errno names, kernels", () => {
    expect(expectMarked(story("  other: b = mmap(/dev/hugepages/x, 1, «unknown-name|MAP_PRIVAT»)"))[0]).toContain(
      "`MAP_PRIVATE`?",
    );
    expectMarked(story("  other: b = mmap(/dev/hugepages/x, 1, «wrong-kind|MAP_LOCKED»)"));
    expectMarked(story("  other: b = mmap(/dev/hugepages/x, 1, MAP_SHARED | «wrong-kind|MAP_PRIVATE»)"));
    expectMarked(story("  parent: mprotect(a, «unknown-name|PROT_RAED»)"));
    expectMarked(story("  parent: madvise(a, «unknown-name|MADV_FREE»)"));
    expect(expectMarked(story("  parent: kill(child, «unknown-name|SIGKIL»)"))).toEqual([
      "there is no signal `SIGKIL`; did you mean `SIGKILL`?",
    ]);
    expect(expectMarked(story("  parent: write a -> «unknown-name|SIGBUZ»"))).toEqual([
      "`SIGBUZ` is no outcome; did you mean `SIGBUS`?",
    ]);
    expectMarked(story("  parent: write a -> ENOMEM since «unknown-name|2.6.25»; «unknown-name|okay» otherwise"));
    expectMarked(
      story("  expect on 2.6.26, «unknown-name|2.6.28»: parent alive\n  expect parent killed «unknown-name|SIGBUG»"),
    );
    expectMarked('kernel 2.6.26, «unknown-name|2.6.26+cwo»\nscenario "s" {\n}\n');
  });
});

describe("numbers", () => {
  test("out of range", () => {
    const [message] = expectMarked(story("  parent: write a[«out-of-range|2»]"));
    expect(message).toBe("`a` has 2 pages: 0 to 1, so there is no page 2");
    expectMarked(story("  parent: write a«out-of-range|[0:3]»\n  parent: write a«out-of-range|[2:1]»"));
    expect(expectMarked(story("  for i in 0:3 {\n    parent: write a[«out-of-range|i»]\n  }"))[0]).toContain(
      "(in round 3, i = 2)",
    );
    expectMarked(
      'pool «out-of-range|1 - 2»\nlet N = «out-of-range|99999999999999999999»\nscenario "s" {\n  repeat «out-of-range|-1» {\n  }\n}\n',
    );
  });

  test("of the wrong kind", () => {
    expectMarked(
      'let N = «wrong-kind|2 + 64K»\nlet M = «wrong-kind|2M * 2M»\nlet L = 2M + 64K * 2\npool «wrong-kind|4M»\nscenario "s" {\n}\n',
    );
    expectMarked(story("  parent: write a[«wrong-kind|2M»]\n  expect free == «wrong-kind|2M»"));
  });

  test("lengths in bytes are legal, whatever they are", () => {
    expectMarked(
      story(
        "  parent: b = mmap(/dev/hugepages/x, 2M + 64K, MAP_SHARED)\n  parent: read b[1]\n  parent: ftruncate(/dev/hugepages/x, 3K)",
      ),
    );
  });
});

describe("settings", () => {
  test("set twice, or against one another", () => {
    expectMarked(
      'pool 2\n«bad-setting|pool 3»\novercommit 1\n«bad-setting|overcommit 2»\nkernel 2.6.26\n«bad-setting|kernel 2.6.27»\nscenario "s" {\n  pool 4\n  kernel 2.6.27\n}\n',
    );
    expectMarked(
      'mount /mnt/a size=«bad-setting|3M»\nmount /mnt/b\n«bad-setting|mount /mnt/b»\npool 2 x «bad-setting|3M»\nscenario "s" {\n}\n',
    );
    expectMarked('kernel «bad-setting|all», 2.6.26\nscenario "s" {\n}\n');
  });

  test("a minimum that cannot be promised at mount time", () => {
    const scenario = 'scenario "s" {\n}\n';
    expect(
      expectMarked(`pool 2\novercommit 1\nmount /mnt/m min_size=2\n«bad-setting|mount /mnt/n min_size=2»\n${scenario}`),
    ).toEqual([
      "`min_size=` of /mnt/n promises 2 pages of 2M, but there are only 1 to promise: the mount would fail (ENOMEM), and has no minimum here",
    ]);
    // Surplus pages are made for it, but none of 1G; a kernel without the option has nothing to promise.
    expectMarked(`overcommit 2\nmount /mnt/m min_size=2\n${scenario}`);
    expectMarked(`«not-in-kernel|overcommit 2 x 1G»\n«bad-setting|mount /mnt/m pagesize=1G min_size=1»\n${scenario}`);
    expectMarked(`kernel 2.6.27\nmount /mnt/m «not-in-kernel|min_size=2»\n${scenario}`);
    // It is the scenario's own fault when its own pool is too small.
    expectMarked('pool 4\nmount /mnt/m min_size=4\nscenario "s" {\n}\nscenario "t" {\n  «bad-setting|pool 3»\n}\n');
    // A line that was left out may have given the pages.
    expectMarked(`pool «unknown-name|four»\nmount /mnt/m min_size=4\n${scenario}`);
  });

  test("in the wrong place", () => {
    expectMarked('scenario "s" {\n  process p\n  p: exit()\n  «bad-setting|pool 3»\n}\n«bad-setting|pool 4»\n');
    expectMarked('scenario "s" {\n  repeat 2 {\n    «bad-setting|pool 3»\n  }\n}\n');
    expectMarked(story("  concurrent {\n    «syntax|expect free == 1»\n    «syntax|concurrent {»\n    }\n  }"));
  });

  test("from other files", () => {
    const common = 'pool 3\nlet N = 2\nprocess parent\nscenario "not taken" {\n}\n';
    expectMarked('include "common.hugetlb"\nscenario "s" {\n  parent: a = mmap(/dev/hugepages/x, N, MAP_SHARED)\n}\n', {
      "common.hugetlb": common,
    });
    expect(
      expectMarked(
        'include «bad-setting|"gone"»\nscenario "s" {\n  p: a = mmap(/dev/hugepages/x, N, MAP_SHARED)\n}\n',
      )[0],
    ).toContain("no such file");
    expect(expectMarked('include «syntax|"bad"»\nscenario "s" {\n}\n', { bad: "pool 2\npol 3\n" })[0]).toContain(
      "bad, line 2: `pol` starts no statement",
    );
    expect(
      expectMarked('include «bad-setting|"a"»\nscenario "s" {\n}\n', { a: 'include "b"\n', b: 'include "a"\n' })[0],
    ).toContain("includes itself");
    const { scenarios } = checked('include "common.hugetlb"\nscenario "s" {\n}\n', { "common.hugetlb": common });
    expect(scenarios[0]?.settings.pools.get("2M")?.value).toBe(3);
  });
});

describe("what a kernel lacks", () => {
  test("is one warning that names the kernels; the step still runs", () => {
    const { diagnostics, scenarios } = checked(
      story(
        "  other: b = mmap(anon, 1, MAP_PRIVATE | MAP_NORESERVE)\n  other: fallocate(/dev/hugepages/x, 0:2)\n  parent: madvise(a, MADV_DONTNEED)\n  parent: mremap(a, 1)",
      ),
    );
    expect(
      diagnostics.map((found) => [found.code, found.severity, /under (.*?) (?:the|it)/u.exec(sentence(found))?.[1]]),
    ).toEqual([
      ["not-in-kernel", DiagnosticSeverity.Warning, "2.6.26, 2.6.27"],
      ["not-in-kernel", DiagnosticSeverity.Warning, "2.6.26"],
      ["not-in-kernel", DiagnosticSeverity.Warning, "2.6.26, 2.6.27"],
      ["not-in-kernel", DiagnosticSeverity.Warning, "2.6.26, 2.6.27"],
      ["not-in-kernel", DiagnosticSeverity.Warning, "2.6.26, 2.6.27"],
    ]);
    expect(scenarios[0]?.leftOut).toEqual([]);
    expect(scenarios[0]?.items).toHaveLength(6);
  });

  test("settings that these kernels lack are left out with a warning", () => {
    expectMarked(
      'kernel 2.6.26\nmount /mnt/x «not-in-kernel|min_size=2»\n«not-in-kernel|cgroup db limit=4»\nprocess p in cgroup «not-in-kernel|db»\nscenario "s" {\n}\n',
    );
  });
});

describe("what is not simulated under every kernel", () => {
  test("every kernel of the language is run", () => {
    for (const kernel of KERNEL_IDS) expect(kernelOf(kernel)?.id).toBe(kernel);
    expect(checked('kernel all\nscenario "s" {\n}\n').scenarios[0]?.kernels).toEqual(PLAIN_KERNELS);
  });

  test.each([
    ["node 0 pool 2", "NUMA nodes and memory policies"],
    ["pool 1 x 1G", "pages of 1G"],
  ])("%s: nothing is run under the older kernels, and one `limit` says so", (setting, name) => {
    const { diagnostics, scenarios } = checked(
      `${setting}\nscenario "s" {\n  kernel 2.6.26, 2.6.27, 6.1\n  process p\n  p: exit()\n}\n`,
    );
    expect(diagnostics).toEqual([]);
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error("no scenario");
    const programs = scenario.kernels.map((kernel) => compile(scenario, kernel));
    expect(programs.map(({ items }) => items.length)).toEqual([0, 0, 1]);
    const message = `${name} are simulated from 6.1 on: nothing is run under older kernels`;
    const limit = { code: "limit", severity: DiagnosticSeverity.Error, message, range: { start: { line: 0 } } };
    expect(programs[0]?.diagnostics).toMatchObject([limit]);
    expect(programs[1]?.diagnostics).toEqual(programs[0]?.diagnostics);
    expect(programs[2]?.diagnostics).toEqual([]);
    expect(notRunDiagnostics(checked(`${setting}\nscenario "s" {\n  kernel 2.6.26, 2.6.27\n}\n`))).toMatchObject([
      limit,
    ]);
  });

  test("nodes that are not there", () => {
    expectMarked(
      'node 0 pool 2\nnode 1 pool 2\nscenario "s" {\n  process p on node «out-of-range|2»\n  p: set_mempolicy(MPOL_BIND, 1, «out-of-range|2»)\n  sysctl vm.nr_hugepages = 3 on node «out-of-range|7»\n}\n',
    );
  });
});

describe("limits", () => {
  test("a signal that would stop a process", () => {
    expect(expectMarked(story("  parent: kill(child, «limit|SIGSTOP»)\n  parent: kill(child, SIGTERM)"))).toEqual([
      "SIGSTOP stops a process, which is not simulated: the line is left out",
    ]);
  });

  test("nodes", () => {
    expect(expectMarked('node 15 pool 1\nnode «limit|16» pool 1\nscenario "s" {\n}\n')).toEqual([
      "nodes are numbered from 0 to 15",
    ]);
  });

  test("steps, rounds, pages, processes", () => {
    const { diagnostics, scenarios } = checked(
      story("  repeat 10 {\n    parent: read a\n  }\n  other: exit()"),
      {},
      { maxSteps: 5 },
    );
    expect(diagnostics).toMatchObject([{ code: "limit", range: { start: { line: 7 } } }]);
    expect(diagnostics[0]?.message).toContain("at most 5 steps");
    expect(scenarios[0]?.items).toHaveLength(5);
    expectMarked('scenario "s" {\n  «limit|repeat 1000000000 {»\n  }\n}\n');
    expectMarked(
      'pool «limit|2000000»\nscenario "s" {\n  process p\n  p: a = mmap(/dev/hugepages/x, «limit|100000», MAP_SHARED)\n}\n',
    );
    expectMarked('process p\nscenario "s" {\n  for i in 0:20000 {\n    p: «limit|w[i]» = fork()\n  }\n}\n');
    expectMarked(
      'process p\nscenario "s" {\n  p: a = mmap(/dev/hugepages/x, 60000, MAP_SHARED)\n  repeat 10000 {\n    «limit|p: read a»\n  }\n}\n',
    );
  });

  test("of many problems the first ones, and how many more", () => {
    const { diagnostics } = checked("wirte\n".repeat(3_000));
    expect(diagnostics).toHaveLength(1_001);
    expect(diagnostics.at(-1)).toMatchObject({
      code: "limit",
      message: "and 2000 more problems from here on: they are not shown",
    });
  });
});
