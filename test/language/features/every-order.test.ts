/** The verdicts of a scenario whose steps can come in several orders. */
import { expect, test } from "vitest";
import { type Exploration, explore } from "../../../language/explore/index.js";
import { choiceOf } from "../../../language/picture/make.js";
import type { Run } from "../../../language/run/index.js";
import { RACE } from "../race.js";
import { opened } from "./cursor.js";

/** `outcome: words` under each kernel. */
function verdictsOf(text: string, explored: (run: Run) => Exploration | undefined): string[] {
  const [scenario] = opened(text).document.analysis?.scenarios ?? [];
  if (scenario === undefined) throw new Error("no scenario");
  return choiceOf(scenario, explored).kernels.map(({ verdict }) => `${verdict.outcome}: ${verdict.words}`);
}

const whole = (run: Run): Exploration => explore(run.program);
const unknown = (): undefined => undefined;
const little = (run: Run): Exploration => explore(run.program, { states: 1 });

/** Nothing goes wrong, and there are more states than `little` looks at. */
const CROWD = `kernel 6.12
pool 8
process ${["a", "b", "c", "d"].join(", ")}
scenario "crowd" {
  concurrent {
${["a", "b", "c", "d"].map((name) => `    ${name}: m = mmap(/dev/hugepages/${name}, 2, MAP_PRIVATE)\n    ${name}: write m\n    ${name}: munmap(m)`).join("\n")}
  }
}
`;
/** The child dies in written order, and not when it is done before the parent writes. */
const WRITTEN = RACE.replace("    child:  exit()\n", "").replace(
  "    child:  read a[0]\n    parent: write a[0]",
  "    parent: write a[0]\n    child:  read a[0]\n    child:  exit()",
);

test("before anything is known nothing is called fine", () => {
  expect(verdictsOf(RACE, unknown)).toEqual(["open: nobody dies as written"]);
});

test("a death in written order is one, whatever the other orders come to", () => {
  expect(verdictsOf(WRITTEN, unknown)).toEqual(["dies: child SIGBUS"]);
  expect(verdictsOf(WRITTEN, whole)).toEqual(["sometimes: child SIGBUS in some orders"]);
});

test("a death in another order than the written one is told", () => {
  expect(verdictsOf(RACE, whole)).toEqual(["sometimes: child SIGBUS in some orders"]);
});

test("where nothing goes wrong in any order the verdict is the written order's", () => {
  expect(verdictsOf(RACE.replace("pool 1", "pool 2"), whole)).toEqual(["fine: nobody dies"]);
});

test("what goes wrong in every order is told without them", () => {
  const doomed = RACE.replace("    child:  read a[0]\n", "    child:  write a[0]\n").replace(
    "    child:  exit()\n",
    "",
  );
  expect(
    verdictsOf(
      doomed.replace("    parent: write a[0]\n  }", "    parent: write a[0]\n    child:  read a[0]\n  }"),
      whole,
    ),
  ).toEqual(["dies: child SIGBUS"]);
});

test("at a limit nobody dies so far", () => {
  expect(verdictsOf(CROWD, little)).toEqual(["open: nobody dies so far"]);
  expect(verdictsOf(CROWD, whole)).toEqual(["fine: nobody dies"]);
});

test("what is expected of some order and comes in none is an expectation that failed", () => {
  const text = RACE.replace("pool 1", "pool 2").replace(/\}\n$/u, "  expect sometimes child killed SIGBUS\n}\n");
  expect(verdictsOf(text, whole)).toEqual(["failed: expectation failed"]);
});

test("a scenario with one order only is as it was", () => {
  const sequential = RACE.replace("concurrent {", "repeat 1 {");
  expect(verdictsOf(sequential, unknown)).toEqual(["fine: nobody dies"]);
});
