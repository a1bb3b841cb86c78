/** How each example ends under each kernel that it lists, and that what it says of itself is true. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import { HugetlbDocument } from "../../language/document.js";
import type { Analysis } from "../../language/analysis.js";
import { explore } from "../../language/explore/index.js";
import { CONCURRENT, EXPLORED } from "./concurrent.js";
import { type Ends, under } from "./ends.js";
import { NODES } from "./nodes.js";
import { PROBLEMS } from "./problems.js";

const FOLDER = "examples";

/** The first story, told in ten files, and one about the size of the pool. */
const STORY: Readonly<Record<string, Ends>> = {
  "mmap-said-yes.hugetlb": {
    "killed long after mmap said yes": { "2.6.26": "dies: report SIGKILL" },
  },
  "reserve-at-mmap.hugetlb": {
    "mmap promises, or says no": {
      "2.6.26+reserve": "fine: nobody dies",
      "2.6.26": "announced: report SIGKILL",
      "2.6.26+cow": "fine: nobody dies",
      "2.6.27": "fine: nobody dies",
      "6.1": "fine: nobody dies",
      "6.12": "fine: nobody dies",
    },
  },
  "safe-until-fork.hugetlb": {
    "the maker of the mapping is safe, its child is not": {
      "2.6.26+reserve": "announced: child SIGKILL",
      "2.6.26": "announced: child SIGKILL, parent SIGKILL",
      "2.6.26+cow": "announced: child SIGKILL",
      "2.6.27": "announced: child SIGKILL",
      "6.1": "announced: child SIGBUS",
      "6.12": "announced: child SIGBUS",
    },
  },
  "parent-killed-at-cow.hugetlb": {
    "the parent is killed at copy-on-write": {
      "2.6.26+reserve": "announced: server SIGKILL",
      "2.6.26": "announced: server SIGKILL",
    },
  },
  "until-fork.hugetlb": {
    "the child is unmapped by its parent's COW": {
      "2.6.26+cow": "dies: child SIGBUS",
      "2.6.26": "dies: parent SIGKILL",
      "2.6.26+reserve": "dies: parent SIGKILL",
      "2.6.27": "dies: child SIGBUS",
      "6.1": "dies: child SIGBUS",
      "6.12": "dies: child SIGBUS",
    },
  },
  "shared-is-safe.hugetlb": {
    "shared pages are promised to the file": {
      "2.6.26+cow": "fine: nobody dies",
      "2.6.26": "announced: greedy SIGKILL",
      "2.6.26+reserve": "fine: nobody dies",
      "2.6.27": "fine: nobody dies",
      "6.1": "fine: nobody dies",
      "6.12": "fine: nobody dies",
    },
  },
  "mlock-is-no-promise.hugetlb": {
    "locked, forked, killed": {
      "2.6.26": "announced: parent SIGKILL",
      "2.6.26+reserve": "announced: parent SIGKILL",
      "2.6.26+cow": "announced: child SIGBUS",
      "2.6.27": "announced: child SIGBUS",
      "6.1": "announced: child SIGBUS",
      "6.12": "announced: child SIGBUS",
    },
  },
  "surplus-first.hugetlb": {
    "the first copy is a surplus page": {
      "2.6.26+cow": "announced: child SIGBUS",
      "2.6.26": "announced: parent SIGKILL",
      "2.6.26+reserve": "announced: parent SIGKILL",
      "2.6.27": "announced: child SIGBUS",
      "6.1": "announced: child SIGBUS",
      "6.12": "announced: child SIGBUS",
    },
  },
  "pool-big-enough.hugetlb": {
    "a well-sized pool": {
      "6.12": "fine: nobody dies",
      "6.1": "fine: nobody dies",
      "2.6.27": "fine: nobody dies",
      "2.6.26+cow": "fine: nobody dies",
      "2.6.26+reserve": "fine: nobody dies",
      "2.6.26": "fine: nobody dies",
    },
  },
  "free-is-not-available.hugetlb": {
    "free 2181, promised 2181, available 0": { "6.12": "announced: date SIGBUS", "6.1": "announced: date SIGBUS" },
    "date is faster": { "6.12": "fine: nobody dies", "6.1": "fine: nobody dies" },
    "vfork lets nobody race": { "6.12": "fine: nobody dies", "6.1": "fine: nobody dies" },
    "one page more": { "6.12": "fine: nobody dies", "6.1": "fine: nobody dies" },
  },
  "more-may-be-worse.hugetlb": {
    "what was free at boot is gone when it is needed": under(["6.12", "6.1", "2.6.27"], "fine: nobody dies"),
    "an empty pool at boot does it": under(["6.12", "6.1", "2.6.27"], "fine: nobody dies"),
    "four pages are enough": under(["6.12", "6.1", "2.6.27"], "fine: nobody dies"),
    "five are not": {
      "6.12": "announced: database SIGBUS",
      "6.1": "announced: database SIGBUS",
      "2.6.27": "announced: database SIGKILL",
    },
  },
};

const EXAMPLES = { ...STORY, ...PROBLEMS, ...NODES, ...CONCURRENT };

/** Codes of errors that an example may show: the deaths that it tells of without announcing them. */
const UNANNOUNCED: Readonly<Record<string, readonly string[]>> = {
  "mmap-said-yes.hugetlb": ["killed"],
  "until-fork.hugetlb": ["killed"],
  "problems/k8s-postgres-initdb.hugetlb": ["killed"],
};

function analyse(name: string): Analysis {
  const document = new HugetlbDocument(`file:///${name}`, {
    include: () => ({ state: "missing", reason: "the examples stand alone" }),
  });
  document.update(readFileSync(path.join(FOLDER, name), "utf8"), 1);
  return document.analyse();
}

function endsOf({ scenarios }: Analysis): Ends {
  return Object.fromEntries(
    scenarios.map(({ scenario, runs }) => [
      scenario.name,
      Object.fromEntries(runs.map(({ kernel, verdict }) => [kernel, `${verdict.outcome}: ${verdict.words}`])),
    ]),
  );
}

describe("the examples", () => {
  test("are those of the list, and the guide names every one", () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".hugetlb"))
      .map((name) => name.split(path.sep).join("/"));
    expect(files.sort()).toEqual(Object.keys(EXAMPLES).sort());
    const guide = readFileSync(path.join(FOLDER, "README.md"), "utf8");
    for (const name of files) expect(guide).toContain(`(${name})`);
  });

  test.each(Object.keys(PROBLEMS))("%s names its source", (name) => {
    const comments = readFileSync(path.join(FOLDER, name), "utf8").match(/^#.*$/gmu) ?? [];
    expect(comments.join("\n")).toMatch(/^# After (https:|the texts of two commits|alloc-instantiate-race\.c)/mu);
  });

  test.each(Object.entries(EXAMPLES))("%s ends as the list says", (name, ends) => {
    const analysis = analyse(name);
    expect(endsOf(analysis)).toEqual(ends);
    // The kernels in the order written: what the editor shows first is part of the story.
    for (const { scenario } of analysis.scenarios) {
      expect(scenario.kernels).toEqual(Object.keys(ends[scenario.name] ?? {}));
    }
  });

  test.each(Object.keys(EXAMPLES))("%s is true: no error but the deaths that it is about", (name) => {
    const errors = analyse(name).diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
    const allowed = UNANNOUNCED[name] ?? [];
    expect(errors.filter(({ code }) => !allowed.includes(String(code)))).toEqual([]);
    expect(errors.length > 0).toBe(allowed.length > 0);
  });

  test("until-fork shows the taking on the write and the death on the read", () => {
    const text = readFileSync(path.join(FOLDER, "until-fork.hugetlb"), "utf8").split("\n");
    const shown = analyse("until-fork.hugetlb").diagnostics.map(
      ({ code, range }) => `${String(code)} ${text[range.start.line]?.trim() ?? ""}`,
    );
    expect(shown).toContain("unmapped parent: write a[0]");
    expect(shown).toContain("killed child:  read a[0]");
    expect(shown).toContain("never-reached child:  read a[1]");
    // The parent dies in this place under two of the others: that is told, but not as an error.
    expect(shown.filter((line) => line.startsWith("killed"))).toHaveLength(1);
    expect(shown).toContain("differs-by-kernel parent: write a[0]");
  });
});

/** The scenarios of the tutorial are to be typed by the reader: each must do what the page says. */
describe("the tutorial", () => {
  const page = readFileSync("docs/tutorial.md", "utf8");
  const whole = [...page.matchAll(/```hugetlb\n(scenario [^]*?)```/g)].map(([, text]) => text ?? "");

  test.each(whole.map((text, index) => [index + 1, text] as const))("scenario %i", (index, text) => {
    const document = new HugetlbDocument("file:///first.hugetlb", {
      include: () => ({ state: "missing", reason: "" }),
    });
    document.update(text, 1);
    const ends = document.analyse().scenarios.flatMap(({ runs }) => runs.map(({ verdict }) => verdict.words));
    expect(ends).toEqual(TUTORIAL[index - 1]);
  });

  const TUTORIAL = [
    ["nobody dies"],
    ["parent SIGKILL", "nobody dies"],
    ["parent SIGKILL"],
    ["child SIGBUS", "parent SIGKILL"],
  ];

  test("has all of them", () => {
    expect(whole).toHaveLength(TUTORIAL.length);
  });
});

describe("every order", () => {
  test.each(Object.keys(CONCURRENT))("%s comes to what it says", (name) => {
    for (const { scenario, runs } of analyse(name).scenarios) {
      const [newest] = runs;
      if (newest === undefined) throw new Error("it lists a kernel");
      const { problem, interleavings, counterexample } = explore(newest.run.program);
      expect([problem, interleavings, counterexample?.schedule ?? null]).toEqual(EXPLORED[scenario.name]);
    }
  });
});
