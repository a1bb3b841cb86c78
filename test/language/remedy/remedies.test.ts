import { TextDocument } from "vscode-languageserver-textdocument";
import { describe, expect, test } from "vitest";
import { remediesFor, type Remedy } from "../../../language/remedy/index.js";
import { opened, URI } from "../features/cursor.js";

function remedies(
  text: string,
  options: { readonly scenario?: number; readonly kernel?: string; readonly step?: number } = {},
): readonly Remedy[] {
  const { document } = opened(text);
  const found = document.analysis?.scenarios[options.scenario ?? 0];
  const run = found?.runs.find(({ kernel }) => kernel === (options.kernel ?? kernel));
  if (found === undefined || run === undefined) throw new Error("no such run");
  const job = remediesFor(document, found.scenario, run.run, options.step ?? null);
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

const told = (all: readonly Remedy[]): readonly string[] =>
  all.map(({ title, outcome, saves }) => `${saves ? "+" : "-"} ${title}: ${outcome}`);

function applied(text: string, { edit }: Remedy): string {
  return TextDocument.applyEdits(TextDocument.create(URI, "hugetlb", 1, text), [...edit]);
}

const UNTIL_FORK = `kernel 2.6.26+cow
pool 2
process parent

scenario "the child is unmapped" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;

describe("remedies", () => {
  test("each with the outcome that it has, what saves everybody first", () => {
    expect(told(remedies(UNTIL_FORK))).toEqual([
      "+ Pool 3: nobody dies",
      "+ Overcommit 1: nobody dies",
      "+ MAP_SHARED for a: nobody dies",
      "+ child exits before line 9: nobody dies; 1 more step not reached",
      "- Kernel 2.6.26+reserve (also 2.6.26): parent dies by SIGKILL at write a[0]",
    ]);
  });

  test("where a control group's limit kills, the limit that is enough; kernels without such groups are no remedy", () => {
    const pod = (limits: string): string => `pool 8
process q
scenario "pod" {
  cgroup pod ${limits}
  process pg in cgroup pod
  pg: a = mmap(anon, 6, MAP_SHARED)
  pg: write a
}
`;
    const all = remedies(pod("limit=4"));
    expect(told(all)).toEqual(["+ cgroup pod limit=6: nobody dies"]);
    expect(applied(pod("limit=4"), all[0]!)).toBe(pod("limit=6"));
    expect(told(remedies(pod("limit=4 rsvd=4")))).toEqual(["+ cgroup pod limit=6 rsvd=6: nobody dies"]);
    expect(told(remedies(pod("rsvd=4")))).toEqual(["+ cgroup pod rsvd=6: nobody dies"]);
  });

  test("a group of the file is limited otherwise in this scenario alone", () => {
    const text = `pool 8
cgroup pod limit=4 limit=1 x 1G
process pg in cgroup pod
scenario "one" {
  pg: a = mmap(anon, 6, MAP_SHARED)
  pg: write a
}
scenario "two" {
  pg: exit()
}
`;
    expect(applied(text, remedies(text)[0]!)).toContain(
      'scenario "one" {\n  cgroup pod limit=6 limit=1 x 1G\n  pg: a =',
    );
  });

  test("applied, each comes to what it said", () => {
    for (const remedy of remedies(UNTIL_FORK)) {
      const { document } = opened(applied(UNTIL_FORK, remedy));
      const run = document.analysis?.scenarios[0]?.runs.find(({ kernel }) => kernel === (remedy.kernel ?? kernel));
      expect(run).toBeDefined();
      expect(run?.verdict.outcome === "fine").toBe(remedy.saves);
    }
  });

  test("a setting of the file that other scenarios have, too, is overridden in this one", () => {
    const text = `${UNTIL_FORK}
scenario "another" {
  parent: b = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
}
`;
    const [pool] = remedies(text);
    expect(pool === undefined ? "" : applied(text, pool)).toContain('unmapped" {\n  pool 3\n  parent: a');
  });

  test("another kernel that is listed is looked at, not written", () => {
    const text = UNTIL_FORK.replace("kernel 2.6.26+cow", "kernel 2.6.26+cow, 2.6.26");
    const kernel = remedies(text).find(({ title }) => title.startsWith("Kernel"));
    expect(kernel).toMatchObject({ kernel: "2.6.26+reserve" });
    const listed = remedies(text.replace(", 2.6.26", ", 2.6.26+reserve")).find(({ kernel: id }) => id !== undefined);
    expect(listed).toMatchObject({ kernel: "2.6.26+reserve", edit: [] });
  });

  test("a child that need not have the pages does not inherit them", () => {
    const text = `kernel 2.6.26
pool 2
process server

scenario "a helper is started" {
  server: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE | MAP_NORESERVE)
  server: write a
  server: helper = fork()
  server: write a[0]
  helper: exec()
}
`;
    const all = told(remedies(text));
    expect(all).toContain("+ madvise(a, MADV_DONTFORK) before line 8: nobody dies");
    expect(all).toContain("+ helper execs before line 9: nobody dies");
    expect(all.some((line) => line.includes("exits"))).toBe(false);
  });

  test("a promise that was given up is taken again", () => {
    const text = `kernel 6.12
pool 2
process first, second

scenario "both start" {
  first:  a = mmap(/dev/hugepages/one, 2, MAP_PRIVATE | MAP_NORESERVE)
  second: b = mmap(/dev/hugepages/two, 1, MAP_PRIVATE)
  first:  write a
}
`;
    const all = remedies(text);
    expect(told(all)[0]).toBe("+ Pool 3: nobody dies");
    const promised = all.find(({ title }) => title === "a without MAP_NORESERVE");
    expect(promised).toMatchObject({ saves: false, comesTo: "failed", outcome: "mmap of second answers ENOMEM" });
    expect(promised === undefined ? "" : applied(text, promised)).toContain("2, MAP_PRIVATE)");
  });

  test("pages of 1G and pools on nodes", () => {
    const gigantic = `kernel 6.12
pool 1 x 1G
process p
scenario "large" {
  p: a = mmap(anon, 2, MAP_PRIVATE, pagesize=1G)
}
`;
    const [large] = remedies(gigantic);
    expect(large?.title).toBe("Pool 2 x 1G");
    expect(large === undefined ? "" : applied(gigantic, large)).toContain("pool 2 x 1G");
    const nodes = `kernel 6.12
node 0 pool 1
node 1 pool 0
process p
scenario "nodes" {
  p: a = mmap(anon, 3, MAP_PRIVATE)
}
`;
    const [spread] = remedies(nodes);
    expect(spread?.title).toBe("Pool 3 over all nodes");
    expect(spread === undefined ? "" : applied(nodes, spread)).toContain("node 0 pool 2\nnode 1 pool 1");
  });

  test("where nobody comes to harm there is nothing to remedy", () => {
    expect(remedies(UNTIL_FORK.replace("pool 2", "pool 3"))).toEqual([]);
  });

  test("what no pool helps is not answered by a pool", () => {
    const text = `kernel 6.12
pool 2
process p
scenario "past the end" {
  p: a = mmap(/dev/hugepages/data, 2, MAP_SHARED)
  p: ftruncate(/dev/hugepages/data, 1)
  p: read a[1]
}
`;
    expect(told(remedies(text)).filter((line) => line.includes("Pool") || line.includes("Overcommit"))).toEqual([]);
  });
});
