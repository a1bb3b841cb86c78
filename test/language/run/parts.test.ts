/** What a scenario may ask of the parts of a machine: nodes, control groups, pages of another size; and how runs end. */
import { describe, expect, test } from "vitest";
import { messageText } from "../../../language/diagnose/index.js";
import { HugetlbDocument } from "../../../language/document.js";
import type { KernelRun } from "../../../language/analysis.js";
import { headlineOf, plain, whyOf } from "../../../language/explain/index.js";

function runsOf(text: string): { readonly runs: readonly KernelRun[]; readonly told: readonly string[] } {
  const document = new HugetlbDocument("file:///parts.hugetlb", { include: () => ({ state: "missing", reason: "" }) });
  document.update(text, 1);
  const { scenarios, diagnostics } = document.analyse();
  const told = diagnostics
    .filter(({ severity }) => (severity ?? 1) <= 2)
    .map(
      (diagnostic) =>
        `${String(diagnostic.range.start.line + 1)} ${String(diagnostic.code)}: ${messageText(diagnostic)}`,
    );
  return { runs: scenarios.flatMap(({ runs }) => runs), told };
}

const resultsOf = ({ run }: KernelRun) => run.steps.map(({ trace }) => trace.result);

describe("expectations of", () => {
  test("control groups", () => {
    const { told } = runsOf(`scenario "s" {
  kernel 6.12
  pool 4
  cgroup db limit=1 rsvd=3
  process p in cgroup db
  p: a = mmap(/dev/hugepages/x, 3, MAP_PRIVATE)
  p: write a[0]
  expect cgroup db usage == 1, cgroup db rsvd == 3
  expect cgroup db usage == 2
  p: write a[1]
}
`);
    expect(told).toEqual([
      "9 expectation-failed: expect cgroup db usage == 2 does not hold: cgroup db usage is 1.",
      "10 killed: p is killed by SIGBUS: no page is left for its first touch of a[1] (the control group's limit is reached).",
    ]);
  });

  test("nodes", () => {
    const { told } = runsOf(`scenario "s" {
  kernel 6.12
  node 0 pool 1
  node 1 pool 2
  process p
  p: a = mmap(/dev/hugepages/x, 2, MAP_PRIVATE)
  p: mbind(a, MPOL_BIND, 0)
  p: write a[0]
  expect p.a[0] on node 0, free node 0 == 0, free node 1 == 2, free == 2
  expect p.a[0] on node 1
  p: write a[1]
  sysctl vm.nr_hugepages = 3 on node 0
  expect total node 0 == 3, total == 5
}
`);
    expect(told).toEqual([
      "10 expectation-failed: expect p.a[0] on node 1 does not hold: p.a[0] is on node 0.",
      "11 killed: p is killed by SIGBUS: no page is left for its first touch of a[1] (the nodes allowed have none (2 free, 1 promised in the whole pool); overcommit is 0).",
    ]);
  });

  test("pages of another size", () => {
    const { told, runs } = runsOf(`scenario "s" {
  kernel 6.1, 6.12, 2.6.27
  pool 1
  pool 1 x 1G
  mount /mnt/large pagesize=1G
  process p
  p: a = mmap(/mnt/large/x, 1G, MAP_PRIVATE)
  p: b = mmap(anon, 1, MAP_PRIVATE, pagesize=1G)       -> ENOMEM
  p: write a
  expect free 1G == 0, rsvd 1G == 0, free == 1
  p: c = fork()
  p: write a
  c: read a                   -> SIGBUS
  p: mremap(a, 1, MREMAP_FIXED) -> ok
}
`);
    expect(told.filter((line) => !line.includes("unmapped"))).toEqual([
      "4 limit: pages of 1G are simulated from 6.1 on: nothing is run under older kernels",
    ]);
    expect(runs.map(({ kernel, verdict }) => [kernel, verdict.words, verdict.passed])).toEqual([
      ["6.1", "c SIGBUS", true],
      ["6.12", "c SIGBUS", true],
      ["2.6.27", "not run", false],
    ]);
    const page = runs[0]?.run.steps[2];
    expect(page?.trace.sizes?.["1G"]).toEqual({ total: 1, free: 0, rsvd: 0, surp: 0 });
    expect(plain(whyOf(runs[0]!.run, 3)?.links[1]?.phrase ?? [])).toBe(
      "A page was promised at mmap: A. Promised 1 → 0.",
    );
  });
});

describe("exec and vfork", () => {
  test("what exec dropped is not mapped any more, by any call", () => {
    const { runs, told } = runsOf(`scenario "s" {
  kernel 6.12
  pool 2
  process p, q
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: c = fork()
  p: exec()
  p: munmap(a)                -> ok
  p: mlock(a)                 -> ENOMEM
  p: mprotect(a, PROT_READ)   -> ENOMEM
  p: mremap(a, 1)             -> EFAULT
  p: d = fork()
  d: write a                  -> SIGSEGV
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: write a                  -> ok
  c: exec()
  c: read a
}
`);
    expect(told).toEqual(["17 killed: c is killed by SIGSEGV: its exec at line 16 dropped every mapping."]);
    expect(resultsOf(runs[0]!).at(-1)).toBe("SIGSEGV");
  });

  test("a parent that waits for its vfork child, and a wait for one that lives", () => {
    const { told } = runsOf(`scenario "s" {
  kernel 6.12, 2.6.27
  pool 1
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)
  p: c = vfork()
  c: write a
  p: write a
  c: exec()
  p: write a                  -> ok
  p: wait(c)
  c: exit()
  p: wait(c)                  -> ok
  p: wait(c)                  -> ECHILD
}
`);
    expect(told).toEqual([
      "8 blocked: p waits until c, which it made by vfork, execs or ends: in this order nothing lets it go on. [every kernel listed]",
      "11 blocked: p waits for c, which is alive here: in this order nothing lets it go on. [every kernel listed]",
    ]);
  });
});

describe("a hang", () => {
  test("that a signal would end is killed, and the others go on", () => {
    const { runs, told } = runsOf(`scenario "s" {
  kernel 2.6.27
  pool 4
  mount /dev/hugepages size=1
  process p, q
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)
  p: write a
  p: c = fork()
  c: write a
  c: read a
  expect c killed SIGKILL, p alive
  p: exit()                   -> ok
  q: b = mmap(/dev/hugepages/y, 1, MAP_PRIVATE)   -> ok
}
`);
    const [run] = runs;
    if (run === undefined) throw new Error("no run");
    expect(resultsOf(run)).toEqual(["ok", "ok", "ok", "HANG", "dead", "ok", "ok"]);
    expect(run.run.end).toBeNull();
    expect(told).toEqual([
      "9 hang: The access of c never returns: no quota is left for a[0], and the fault is retried for ever; it is killed, so that the others can go on. Fixed in 3.0.",
    ]);
    expect(run.verdict).toMatchObject({ outcome: "hang", words: "c HANG", passed: false });
    expect(plain(headlineOf(run.run, run.verdict))).toContain("The access of c at step 4 never returns");
  });

  test("that no signal ends is the end of the run", () => {
    const { runs, told } = runsOf(`scenario "s" {
  kernel 6.1
  pool 1
  process p
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: write a
  p: c = fork()
  p: mremap(a, 1, MREMAP_FIXED)
  p: write a
  c: exit()
}
`);
    expect(resultsOf(runs[0]!)).toEqual(["ok", "ok", "ok", "ok", "HANG"]);
    expect(runs[0]?.run.end).toEqual({ by: "HANG", step: 5 });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^9 hang: The access of p never returns, and no signal ends it: .*hugetlb_wp/u);
    expect(whyOf(runs[0]!.run, 5)?.links.map(({ glyph, phrase }) => `${glyph}: ${plain(phrase)}`)).toEqual([
      "look: p writes a[0]. Page A is shared with c since the fork at step 3, so it must be copied.",
      "none: No page for it: 0 free; overcommit is 0.",
      "hang: The access never returns, and no signal ends it: a process that moved its mapping keeps the page of a[0], and hugetlb_wp retries for ever.",
    ]);
  });

  test("that is announced is told as a hang, though its process is killed", () => {
    const { runs } = runsOf(`scenario "s" {
  kernel 2.6.27
  pool 4
  mount /dev/hugepages size=1
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE)
  p: write a
  p: c = fork()
  c: write a                  -> HANG
}
`);
    const [run] = runs;
    if (run === undefined) throw new Error("no run");
    expect(run.verdict).toEqual({ outcome: "announced", words: "c HANG", passed: true });
    expect(plain(headlineOf(run.run, run.verdict))).toMatch(
      /^The access of c at step 4 never returns: .* Line 9 says so\.$/u,
    );
    // What its death gives up is no part of why it hangs.
    expect(whyOf(run.run, 4)?.links.map(({ glyph }) => glyph)).toEqual(["look", "none", "hang"]);
  });

  test("a BUG_ON is told with what led to it", () => {
    const { runs } = runsOf(`scenario "s" {
  kernel 2.6.26+cow
  pool 1
  process p
  p: a = mmap(/dev/hugepages/x, 1, MAP_PRIVATE, offset=2M)
  p: write a
  p: c = fork()
  p: write a
}
`);
    const [run] = runs;
    if (run === undefined) throw new Error("no run");
    expect(run.verdict).toEqual({ outcome: "bug", words: "p BUG", passed: false });
    expect(whyOf(run.run, 4)?.links.map(({ glyph, fn }) => `${glyph} ${fn}`)).toEqual([
      "look hugetlb_cow",
      "none alloc_huge_page",
      "bug hugetlb_cow",
    ]);
    expect(plain(headlineOf(run.run, run.verdict))).toBe(
      "p hits a BUG_ON in hugetlb_cow at step 4: page_count(old_page) != 1, somebody else still has the page. Nothing after this step can be trusted. Fixed in 2.6.28.",
    );
  });
});
