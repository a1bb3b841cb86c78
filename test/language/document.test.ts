import { describe, expect, test } from "vitest";
import { HugetlbDocument } from "../../language/document.js";
import { messageText } from "../../language/diagnose/index.js";
import { makePicture } from "../../language/picture/make.js";
import { parse } from "../../language/syntax/index.js";

const URI = "file:///a.hugetlb";
const ONE = `scenario "one" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;
const TWO = `scenario "two" {
  parent: b = mmap(/dev/hugepages/other, 1, MAP_PRIVATE)
  parent: write b
}
`;
const SETTINGS = "kernel 2.6.26, 2.6.26+cow\npool 2\nprocess parent\n";

function open(text: string): HugetlbDocument {
  const document = new HugetlbDocument(URI, {
    include: () => ({ state: "missing", reason: "nothing is included here" }),
  });
  document.update(text, 1);
  document.analyse();
  return document;
}

const traces = (document: HugetlbDocument) =>
  document.analysis!.scenarios.map(({ runs }) => runs.map(({ run }) => run.trace));

describe("an edit runs only what it touched", () => {
  test("another scenario keeps its runs", () => {
    const document = open(SETTINGS + ONE + TWO);
    const before = traces(document);
    document.update(SETTINGS + ONE + TWO.replace("write b", "read b"), 2);
    document.analyse();
    const after = traces(document);
    expect(after[0]).toHaveLength(2);
    after[0]!.forEach((trace, i) => expect(trace).toBe(before[0]![i]));
    expect(after[1]![0]).not.toBe(before[1]![0]);
  });

  test("a scenario that only moved keeps its runs, told at its new lines", () => {
    const document = open(SETTINGS + ONE + TWO);
    const before = traces(document);
    document.update(`${SETTINGS}\n# a word\n${ONE}${TWO}`, 2);
    const { scenarios, diagnostics } = document.analyse();
    expect(
      traces(document)
        .flat()
        .every((trace, i) => trace === before.flat()[i]),
    ).toBe(true);
    expect(scenarios[0]?.runs[0]?.run.steps.map((step) => step.item.range.start.line)).toEqual([6, 7, 8, 9, 10]);
    const fresh = open(`${SETTINGS}\n# a word\n${ONE}${TWO}`).analysis!;
    expect(diagnostics).toEqual(fresh.diagnostics);
  });

  test("a setting above runs everything anew, a comment there does not", () => {
    const document = open(SETTINGS + ONE + TWO);
    const before = traces(document).flat();
    document.update(SETTINGS.replace("pool 2", "pool 2  # few") + ONE + TWO, 2);
    document.analyse();
    expect(
      traces(document)
        .flat()
        .every((trace, i) => trace === before[i]),
    ).toBe(true);
    document.update(SETTINGS.replace("pool 2", "pool 3") + ONE + TWO, 3);
    document.analyse();
    expect(
      traces(document)
        .flat()
        .some((trace, i) => trace === before[i]),
    ).toBe(false);
  });

  test("what an included file says counts as a setting", () => {
    let text = "pool 2";
    const trees = new Map<string, ReturnType<typeof parse>>();
    const document = new HugetlbDocument(URI, {
      include: () => {
        const tree = trees.get(text) ?? parse(text);
        trees.set(text, tree);
        return { state: "loaded", document: { uri: "file:///common.hugetlb", tree } };
      },
    });
    const main = `include "common.hugetlb"\nkernel 2.6.26+cow\nprocess parent\n${ONE}`;
    document.update(main, 1);
    expect(document.analyse().scenarios[0]?.runs[0]?.verdict.words).toBe("child SIGBUS");
    text = "pool 3";
    document.update(main, 1);
    expect(document.analyse().scenarios[0]?.runs[0]?.verdict.words).toBe("nobody dies");
  });

  test("an analysis dropped halfway leaves nothing wrong behind", () => {
    const document = open(SETTINGS + ONE + TWO);
    for (let slices = 0; slices < 12; slices++) {
      document.update(`${"\n".repeat(slices + 1)}${SETTINGS}${ONE}${TWO}`, 2 + 2 * slices);
      const job = document.analysing();
      for (let i = 0; i < slices; i++) job.next();
      const text = `${"# moved\n".repeat(slices)}${SETTINGS}${ONE}${TWO}`;
      document.update(text, 3 + 2 * slices);
      expect(document.analyse().diagnostics).toEqual(open(text).analysis!.diagnostics);
    }
  });
});

describe("the picture", () => {
  test("is chosen by name, by line, by kernel", () => {
    const document = open(SETTINGS + ONE + TWO);
    const picture = makePicture(document, null, null);
    expect(picture.scenarios.map(({ name, line, endLine }) => [name, line, endLine])).toEqual([
      ["one", 3, 9],
      ["two", 10, 13],
    ]);
    expect(
      picture.scenarios[0]?.kernels.map(({ kernel, verdict }) => [kernel, verdict.outcome, verdict.words]),
    ).toEqual([
      ["2.6.26", "dies", "parent SIGKILL"],
      ["2.6.26+cow", "dies", "child SIGBUS"],
    ]);
    expect(picture.run?.kernel).toBe("2.6.26");
    expect(makePicture(document, 11, null).scenario).toBe(1);
    expect(makePicture(document, "two", "2.6.26+cow").run).toMatchObject({ scenario: "two", kernel: "2.6.26+cow" });
    expect(makePicture(document, "not there", "6.12").run).toMatchObject({ scenario: "one", kernel: "2.6.26" });
  });

  test("of an empty document has nothing", () => {
    expect(makePicture(open(""), null, null)).toMatchObject({
      scenarios: [],
      scenario: -1,
      run: null,
      brokenLine: null,
    });
  });

  test("stays while a line of it is broken, with the line named", () => {
    const document = open(SETTINGS + ONE);
    document.update(SETTINGS + ONE.replace("child = fork()", "child = for"), 2);
    document.analyse();
    const picture = makePicture(document, "one", "2.6.26+cow");
    expect(picture).toMatchObject({ version: 2, brokenLine: 6, run: { verdict: { words: "child SIGBUS" } } });
    expect(picture.run?.steps).toHaveLength(5);
    expect(picture.run?.leftOut).toEqual([]);
    // The verdicts are those of the picture, not of what is left of the text.
    expect(picture.scenarios[0]?.kernels.map(({ verdict }) => verdict.words)).toEqual([
      "parent SIGKILL",
      "child SIGBUS",
    ]);
  });

  test("of a text that was never whole is what ran of it, with what was left out", () => {
    const document = open(SETTINGS + ONE.replace("child = fork()", "child = for"));
    const picture = makePicture(document, "one", null);
    expect(picture.brokenLine).toBeNull();
    expect(picture.run?.leftOut).toContain(6);
    expect(picture.scenarios[0]?.kernels[0]?.verdict.passed).toBe(false);
  });
});

test("the shown kernel's death is an error that names it, another kernel's is information", () => {
  const { diagnostics } = open(SETTINGS + ONE).analysis!;
  const told = diagnostics
    .filter(({ code }) => code === "killed" || code === "differs-by-kernel")
    .map((diagnostic) => [
      diagnostic.range.start.line + 1,
      diagnostic.severity,
      /\[[^\]]*\]$/.exec(messageText(diagnostic))?.[0] ?? diagnostic.code,
    ]);
  expect(told).toEqual([
    [8, 1, "[2.6.26]"],
    [8, 3, "differs-by-kernel"],
    [9, 3, "differs-by-kernel"],
  ]);
});
