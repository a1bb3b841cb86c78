/** Lines as people write them who have not read the language's page: each has a fix, and the fix is the line that was meant. */
import { expect, test } from "vitest";
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { HugetlbDocument } from "../../../language/document.js";
import { fixesFor } from "../../../language/fixes/index.js";

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

/** The titles of the fixes of the only line in a scenario that has a pool, two processes and a mapping. */
function fixesOf(line: string, { head = "" } = {}): readonly string[] {
  const setting = /^(?:pool|overcommit|cgroup|process|kernel)\b/u.test(line);
  const steps = ["process p, q", "p: a = mmap(anon, 4, MAP_SHARED)"];
  const lines = setting ? [line, ...(line.startsWith("process") ? ["process p"] : steps)] : [...steps, line];
  const text = `scenario "s" {\n${head}${lines.map((each) => `  ${each}\n`).join("")}}\n`;
  const document = new HugetlbDocument("file:///s.hugetlb", { include: () => ({ state: "missing", reason: "alone" }) });
  document.update(text, 1);
  const { diagnostics } = finish(document.analysing());
  const at = text.split("\n").indexOf(`  ${line}`);
  const wrong = diagnostics.find(
    ({ range, severity }) => range.start.line === at && severity === DiagnosticSeverity.Error,
  );
  if (wrong === undefined) throw new Error(`nothing is wrong with ${line}`);
  return finish(fixesFor(document, wrong)).map(({ title }) => title);
}

test.each([
  ["pool = 4", "pool 4"],
  ["pool: 4", "pool 4"],
  ["pool 4 pages", "pool 4"],
  ["pool 4GB", "pool 2048"],
  ["overcommit = 2", "overcommit 2"],
  ["cgroup db limit=4GB", "cgroup db limit=4G"],
  ["cgroup db limit 4", "cgroup db limit=4"],
  ['process "postmaster"', "process postmaster"],
  ["kernel linux 6.12", "kernel 6.12"],
  ["kernel 6.1.0", "kernel 6.1"],
  ["echo 8 > /proc/sys/vm/nr_hugepages", "sysctl vm.nr_hugepages = 8"],
  ["p: b = mmap(anon, 4GB, MAP_SHARED)", "p: b = mmap(anon, 4G, MAP_SHARED)"],
  ["p: b = mmap(anon, 4, SHARED)", "p: b = mmap(anon, 4, MAP_SHARED)"],
  [
    "p: b = mmap(NULL, 4294967296, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) = 0x7f0000000000",
    "p: b = mmap(anon, 4G, MAP_SHARED)",
  ],
  [
    "p: b = mmap(NULL, 8388608, PROT_READ, MAP_PRIVATE|MAP_NORESERVE, 3, 2097152)",
    "p: b = mmap(/dev/hugepages/data, 8M, MAP_PRIVATE | MAP_NORESERVE, offset=2M, prot=PROT_READ)",
  ],
  ["p: mremap(a, 2, MREMAP_MAYMOVE)", "p: mremap(a, 2)"],
  ["p: mremap(a, 4, MREMAP_MAYMOVE|MREMAP_FIXED)", "p: mremap(a, 4, MREMAP_FIXED)"],
  ["p: mremap(a, 4, MREMAP_FIXED | MREMAP_MAYMOVE)", "p: mremap(a, 4, MREMAP_FIXED)"],
  ["p: fork()", "p: child = fork()"],
  ["p: c = fork", "p: c = fork()"],
  ["p forks c", "p: c = fork()"],
  ["p exits", "p: exit()"],
  ["p: exit", "p: exit()"],
  ["p: writes a", "p: write a"],
  ["p: write(a)", "p: write a"],
  ["p writes a[0]", "p: write a[0]"],
  ["p: touch a[0..2]", "p: write a[0:2]"],
  ["p: memset(a)", "p: write a"],
  ["p: read a 0", "p: read a[0]"],
  ["p: read a[0] => ok", "p: read a[0] -> ok"],
  ["p: kill(q)", "p: kill(q, SIGKILL)"],
  ["p: write a;", "p: write a"],
  ["expect free = 4", "expect free == 4"],
  ["expect free 0", "expect free == 0"],
  ["expect q is alive", "expect q alive"],
  ["expect p dies", "expect p killed"],
  ["expect p killed by SIGBUS", "expect p killed SIGBUS"],
])("%s -> %s", (line, words) => {
  expect(fixesOf(line)[0]).toBe(`Change to \`${words}\``);
});

test("the administrator's own names: the setting first, the act where there are steps already", () => {
  expect(fixesOf("HugePages_Total: 2181")).toEqual(["Change to `sysctl vm.nr_hugepages = 2181`"]);
  const document = new HugetlbDocument("file:///s.hugetlb", { include: () => ({ state: "missing", reason: "alone" }) });
  document.update('scenario "s" {\n  process p\n  vm.nr_hugepages = 4\n  p: exit()\n}\n', 1);
  const [wrong] = finish(document.analysing()).diagnostics;
  expect(
    wrong === undefined ? [] : finish(fixesFor(document, wrong)).map(({ title, preferred }) => [title, preferred]),
  ).toEqual([
    ["Change to `pool 4`", true],
    ["Change to `sysctl vm.nr_hugepages = 4`", false],
  ]);
});

test("nothing is made up", () => {
  for (const line of ["postgres starts", "p: allocates memory", "expect nobody dies", "p: b = malloc(4)"])
    expect(fixesOf(line).filter((title) => title.startsWith("Change to"))).toEqual([]);
});
