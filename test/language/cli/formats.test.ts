/** The formats for other programs, each against its own rules: SARIF's official schema, JUnit's XSD as a parser sees it, GitHub's commands. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import AjvDraft04 from "ajv-draft-04";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./command.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DIES = `kernel 2.6.26+cow, 2.6.26
pool 2
process parent

scenario "a child & its <parent>, "" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`.replace(', ""', ', 100%"');
const FINE = `scenario "fine" {
  kernel 6.12
  pool 1
  process p
  p: a = mmap(/dev/hugepages/data, 1, MAP_SHARED)
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hugetlb-formats-"));
  writeFileSync(path.join(folder, "dies, 1.hugetlb"), DIES);
  writeFileSync(path.join(folder, "fine.hugetlb"), FINE);
  writeFileSync(path.join(folder, "broken.hugetlb"), "pol 1\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ALL = ["dies, 1.hugetlb", "fine.hugetlb", "broken.hugetlb"];

describe("junit", () => {
  test("a suite for each scenario, a case for each kernel", async () => {
    const { status, stdout, stderr } = await run(["run", "--format", "junit", ...ALL], { cwd: folder });
    expect([status, stderr]).toEqual([1, ""]);
    const report = readJunit(stdout);
    expect(report.counts).toEqual({ tests: 4, failures: 3, errors: 0 });
    expect(report.suites).toMatchObject([
      {
        name: "a child & its <parent>, 100%",
        cases: [
          { name: "2.6.26+cow", failure: { message: "child SIGBUS", type: "killed" } },
          { name: "2.6.26", failure: { message: "parent SIGKILL", type: "killed" } },
        ],
      },
      { name: "fine", cases: [{ name: "6.12", failure: null }] },
      { name: "broken.hugetlb", cases: [{ name: "check", failure: { type: "syntax" } }] },
    ]);
    expect(report.suites[0]?.cases[0]?.failure?.text).toContain(
      "dies, 1.hugetlb:10:3: error: child is killed by SIGBUS",
    );
  });

  test("check has a case for each file", async () => {
    const { status, stdout } = await run(["check", "--format", "junit", ...ALL], { cwd: folder });
    expect(status).toBe(1);
    expect(readJunit(stdout).suites.map(({ name, cases }) => [name, cases[0]?.failure === null])).toEqual([
      ["dies, 1.hugetlb", true],
      ["fine.hugetlb", true],
      ["broken.hugetlb", false],
    ]);
  });

  test("characters that XML does not know are replaced", async () => {
    const text = FINE.replace('"fine"', '"a\u0001\ud800 b"');
    const { stdout } = await run(["run", "--format", "junit", "-"], { cwd: folder, input: text });
    expect(XMLValidator.validate(stdout)).toBe(true);
    expect(readJunit(stdout).suites[0]?.name).toMatch(/^a\ufffd.* b$/u);
  });
});

describe("sarif", () => {
  const schema: unknown = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const ajv = new AjvDraft04({ strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false });
  const isSarif = ajv.compile<Log>(schema as object);

  const sarif = async (...args: readonly string[]): Promise<Log> => {
    const { stdout } = await run([...args], { cwd: folder });
    const log: unknown = JSON.parse(stdout);
    isSarif(log);
    expect(isSarif.errors ?? []).toEqual([]);
    return log as Log;
  };

  test("keeps to the official schema, and has each finding once", async () => {
    const log = await sarif("run", "--format", "sarif", ...ALL);
    const [only] = log.runs;
    expect(only?.tool.driver.rules?.length).toBeGreaterThan(15);
    const results = only?.results ?? [];
    const told = results.map(({ ruleId, level, locations }) => {
      const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
      return `${artifactLocation?.uri ?? ""}:${String(region?.startLine)} ${String(level)} ${String(ruleId)}`;
    });
    expect(told).toContain("dies,%201.hugetlb:10 error killed");
    expect(told).toContain("dies,%201.hugetlb:9 warning unmapped");
    expect(told).toContain("dies,%201.hugetlb:9 error killed");
    expect(told).toContain("broken.hugetlb:1 error syntax");
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(results.length);
    for (const { ruleId, ruleIndex } of results) expect(only?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
    const killed = results.find(
      ({ ruleId, locations }) => ruleId === "killed" && locations?.[0]?.physicalLocation?.region?.startLine === 10,
    );
    expect(killed?.message.text).toMatch(/ \[2\.6\.26\+cow\]$/u);
    expect(killed?.relatedLocations?.map(({ physicalLocation }) => physicalLocation?.region?.startLine)).toEqual([
      9, 8, 6,
    ]);
  });

  test("nothing found is a report all the same", async () => {
    expect((await sarif("run", "--format", "sarif", "fine.hugetlb")).runs[0]?.results).toEqual([]);
    expect((await sarif("check", "--format", "sarif", "broken.hugetlb")).runs[0]?.results).toHaveLength(1);
  });
});

describe("github", () => {
  test("a command for each finding, at its line; hints are left out", async () => {
    const { status, stdout } = await run(["run", "--format", "github", ...ALL], { cwd: folder });
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^::warning file=dies%2C 1\.hugetlb,line=9,endLine=9,col=3,endColumn=21,title=unmapped::parent's write takes page A/u,
    );
    expect(lines).toHaveLength(new Set(lines).size);
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) file=[^,]+,line=\d+,[^:]*::[^\n]+$/u);
    expect(stdout).not.toContain("never-reached");
  });

  test("nothing found is nothing said", async () => {
    expect((await run(["check", "--format", "github", "fine.hugetlb"], { cwd: folder })).stdout).toBe("");
  });
});

test("the table of kernels is no report", async () => {
  const { status, stderr } = await run(["kernels", "--format", "junit"]);
  expect([status, stderr]).toEqual([2, "hugetlb: There is no format junit; choose text, json, ndjson.\n"]);
});

interface Junit {
  readonly counts: Readonly<Record<string, number>>;
  readonly suites: readonly {
    readonly name: string;
    readonly cases: readonly {
      readonly name: string;
      readonly failure: { readonly message: string; readonly type: string; readonly text: string } | null;
    }[];
  }[];
}

/** What JUnit's XSD allows: which elements stand where, which attributes they must have, and which they may. */
const RULES: Readonly<Record<string, { readonly must: string; readonly may: string; readonly holds: string }>> = {
  testsuites: { must: "", may: "name tests failures errors time disabled", holds: "testsuite" },
  testsuite: {
    must: "name tests",
    may: "failures errors skipped time timestamp hostname id package file",
    holds: "testcase properties system-out system-err",
  },
  testcase: {
    must: "name classname",
    may: "time status file line",
    holds: "skipped error failure system-out system-err",
  },
  failure: { must: "", may: "message type", holds: "" },
  "system-out": { must: "", may: "", holds: "" },
};

type Node = Readonly<Record<string, unknown>>;

/** Reads a report; whatever the XSD forbids fails the test. */
function readJunit(text: string): Junit {
  expect(XMLValidator.validate(text)).toBe(true);
  const nodes = new XMLParser({ ignoreAttributes: false, preserveOrder: true, attributeNamePrefix: "" }).parse(
    text,
  ) as Node[];
  const root = nodes.find((node) => "testsuites" in node);
  if (root === undefined) throw new Error("no testsuites");
  holds("testsuites", root);
  const { name: _name, ...counts } = attributes(root);
  return {
    counts: Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, Number(value)])),
    suites: children("testsuites", root).map((suite) => {
      const cases = children("testsuite", suite);
      expect(Number(attributes(suite).tests)).toBe(cases.length);
      return {
        name: attributes(suite).name ?? "",
        cases: cases.map((each) => {
          const failure = children("testcase", each).find((child) => "failure" in child);
          const { message = "", type = "" } = failure === undefined ? {} : attributes(failure);
          const inner = failure?.failure as readonly Node[] | undefined;
          const words = inner?.[0]?.["#text"];
          return {
            name: attributes(each).name ?? "",
            failure: failure === undefined ? null : { message, type, text: typeof words === "string" ? words : "" },
          };
        }),
      };
    }),
  };
}

function holds(kind: string, node: Node): void {
  const rule = RULES[kind];
  if (rule === undefined) throw new Error(`no element ${kind} is allowed`);
  const given = Object.keys(attributes(node));
  expect(given).toEqual(expect.arrayContaining(rule.must.split(" ").filter((name) => name !== "")));
  expect(`${rule.must} ${rule.may}`.split(" ")).toEqual(expect.arrayContaining(given));
  for (const child of node[kind] as readonly Node[]) {
    const [name] = Object.keys(child).filter((key) => key !== ":@");
    if (name === undefined || name === "#text") continue;
    expect(rule.holds.split(" ")).toContain(name);
    holds(name, child);
  }
}

function children(kind: string, node: Node): readonly Node[] {
  return (node[kind] as readonly Node[]).filter((child) => !("#text" in child));
}

function attributes(node: Node): Readonly<Record<string, string>> {
  return (node[":@"] ?? {}) as Readonly<Record<string, string>>;
}
