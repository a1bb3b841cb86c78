import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HugetlbDocument } from "../../language/document.js";
import { readExamples } from "./index-page.js";
import { TEMPLATES } from "./templates.js";

describe("templates", () => {
  test.each(TEMPLATES)("$id runs as it stands, every line of it", ({ text }) => {
    const document = new HugetlbDocument("untitled:x", { include: () => ({ state: "missing", reason: "" }) });
    document.update(text, 1);
    const { scenarios, checked } = document.analyse();
    expect(scenarios).toHaveLength(1);
    expect(checked.diagnostics.filter(({ severity }) => severity === 1)).toEqual([]);
    expect(scenarios[0]?.runs.every(({ run }) => run.program.leftOut.length === 0)).toBe(true);
  });

  test("the first is the walkthrough's: the parent dies, then the child, and with a page more nobody", () => {
    const verdicts = (text: string): readonly string[] => {
      const document = new HugetlbDocument("untitled:x", { include: () => ({ state: "missing", reason: "" }) });
      document.update(text, 1);
      return document.analyse().scenarios[0]?.runs.map(({ verdict }) => verdict.words) ?? [];
    };
    const text = TEMPLATES[0]?.text ?? "";
    expect(verdicts(text)).toEqual(["parent SIGKILL", "child SIGBUS", "child SIGBUS"]);
    expect(verdicts(text.replace("pool    2", "pool    3"))).toEqual(["nobody dies", "nobody dies", "nobody dies"]);
  });
});

test("the page of the examples lists every one of them, and nothing else", () => {
  const listed = readExamples(readFileSync("examples/README.md", "utf8")).map(({ path }) => path);
  const there = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".hugetlb"),
  );
  // Included by others, or told of in the page's text.
  const told = readFileSync("examples/README.md", "utf8");
  expect(listed.filter((path) => !there.includes(path))).toEqual([]);
  expect(there.filter((path) => !told.includes(`(${path})`))).toEqual([]);
  expect(listed.length).toBeGreaterThan(20);
});
