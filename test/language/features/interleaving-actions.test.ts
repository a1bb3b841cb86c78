import { expect, test } from "vitest";
import { explore, interleavingDiagnostics } from "../../../language/explore/index.js";
import { codeLenses } from "../../../language/features/code-lens.js";
import { LENS_COMMANDS } from "../../../language/features/lens-commands.js";
import { interleavingActions } from "../../../language/features/interleaving-actions.js";
import { testsOf } from "../../../language/features/tests.js";
import { opened, URI } from "./cursor.js";
import { RACE } from "../race.js";

const ALL = new Set<string>(Object.values(LENS_COMMANDS));
const ABOUT = { uri: URI, scenario: "too late", line: 3, kernel: "6.12", schedule: "parent child" };

function raced(text = RACE) {
  const { document } = opened(text);
  const run = document.analysis!.scenarios[0]!.runs[0]!.run;
  return { document, run, exploration: explore(run.program) };
}

test("a bad interleaving can be debugged from its diagnostic", () => {
  const { document, run, exploration } = raced();
  const diagnostics = interleavingDiagnostics(exploration, run, false);
  const actions = interleavingActions(document, diagnostics, ALL);
  expect(actions.map(({ title, command }) => [title, command?.command, command?.arguments])).toEqual([
    ["Debug this interleaving", LENS_COMMANDS.debug, [ABOUT]],
  ]);
  expect(interleavingActions(document, diagnostics, new Set())).toEqual([]);
  const [diagnostic] = diagnostics;
  expect(interleavingActions(document, [{ ...diagnostic!, data: { schedule: 5 } }], ALL)).toEqual([]);
  expect(interleavingActions(document, [{ ...diagnostic!, code: "killed" }], ALL)).toEqual([]);
});

test("lenses say what comes of all interleavings", () => {
  const titles = (text: string) => {
    const { document, exploration } = raced(text);
    return codeLenses(document, ALL, () => exploration).flatMap(({ command }) => command?.title ?? []);
  };
  expect(titles(RACE)).toEqual([
    "✕ child SIGBUS in some orders on 6.12",
    "✕ child killed SIGBUS in 1 of 3 interleavings",
    "Debug the shortest bad interleaving",
    "Show picture",
    "Run",
    "Debug",
  ]);
  expect(titles(RACE.replace("pool 1", "pool 2"))).toContain("✓ nothing goes wrong in any of 3 interleavings");
  expect(titles(RACE.replace("    parent: write", "    parent: wait(child)\n    parent: write"))).toContain(
    "✓ no other order is possible",
  );
  const { document, exploration } = raced();
  const debug = codeLenses(document, ALL, () => exploration).find(({ command }) => command?.title.includes("shortest"));
  expect(debug?.command?.arguments).toEqual([ABOUT]);
  expect(codeLenses(document, new Set(), () => exploration).map(({ command }) => command?.command)).toEqual(["", ""]);
});

test("a test passes when every interleaving does", () => {
  const { document, exploration } = raced();
  const [scenario] = testsOf(document.analysis!, () => exploration);
  expect(scenario?.kernels[0]).toMatchObject({
    outcome: "failed",
    words: "✕ child killed SIGBUS in 1 of 3 interleavings",
    failures: [
      {
        range: { start: { line: 8 } },
        message: [
          "In 1 of 3 interleavings child is killed by SIGBUS.",
          "  step 1 of 5: parent: a = mmap(/dev/hugepages/data, 1, MAP_PRIVATE) comes to ok",
          "  step 2 of 5: parent: write a[0] comes to ok",
          "  step 3 of 5: parent: child = fork() comes to ok",
          "  step 4 of 5: parent: write a[0] comes to ok",
          "  step 5 of 5: child: read a[0] comes to SIGBUS",
        ].join("\n"),
      },
    ],
  });
  const fine = raced(RACE.replace("pool 1", "pool 2"));
  expect(testsOf(fine.document.analysis!, () => fine.exploration)[0]?.kernels[0]?.outcome).toBe("passed");
  expect(testsOf(fine.document.analysis!)[0]?.kernels[0]?.outcome).toBe("passed");
});

test("what was not looked at in full has not passed", () => {
  const { document, run } = raced(RACE.replace("pool 1", "pool 2"));
  const partial = explore(run.program, { isUp: () => true, states: 0 });
  const outcomes = (found: typeof partial | "unexplored") =>
    testsOf(document.analysis!, () => found).flatMap(({ kernels }) =>
      kernels.map(({ outcome, words, failures }) => [outcome, words, failures[0]?.message]),
    );
  const limited = { ...partial, problem: "partial", limit: "states" } as const;
  expect(outcomes(limited)).toEqual([
    [
      "errored",
      expect.stringMatching(/^partial: \d+ states, nothing bad so far$/u),
      expect.stringMatching(/^Not every interleaving was looked at: partial, \d+ states, nothing bad so far/u),
    ],
  ]);
  expect(outcomes("unexplored")).toEqual([
    ["errored", "not explored", expect.stringMatching(/^The interleavings were not looked at/u)],
  ]);
});
