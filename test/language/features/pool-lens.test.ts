import { TextDocument } from "vscode-languageserver-textdocument";
import { expect, test } from "vitest";
import type { CodeLens } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../../../language/document.js";
import { type Exploration, explore, type Explored } from "../../../language/explore/index.js";
import { LENS_COMMANDS } from "../../../language/features/lens-commands.js";
import { documentOfLens, poolLens, resolvePoolLens, type WriteArgument } from "../../../language/features/pool-lens.js";
import type { Run } from "../../../language/run/index.js";
import { opened, URI } from "./cursor.js";
import { RACE } from "../race.js";

const ALL = new Set<string>(Object.values(LENS_COMMANDS));
const DIES = RACE.replace("concurrent {", "repeat 1 {")
  .replace("    child:  exit()\n", "")
  .replace("    child:  read a[0]\n    parent: write a[0]", "    parent: write a[0]\n    child:  read a[0]");

const lensesIn = (document: HugetlbDocument, commands: ReadonlySet<string>, explored: Explored): readonly CodeLens[] =>
  (document.analysis?.scenarios ?? []).flatMap((runs) => poolLens(document, runs, commands, explored));

function lensOf(text: string, isExplored = true) {
  const { document } = opened(text);
  const known = new Map<Run, Exploration>();
  const explored = (run: Run): Exploration | undefined => {
    if (!isExplored) return undefined;
    if (!known.has(run)) known.set(run, explore(run.program));
    return known.get(run);
  };
  return lensesIn(document, ALL, explored).map((lens) => {
    expect(documentOfLens(lens)).toBe(URI);
    const job = resolvePoolLens(document, lens, explored);
    for (;;) {
      const next = job.next();
      if (next.done !== true) continue;
      const { command } = next.value;
      const [argument] = (command?.arguments ?? []) as WriteArgument[];
      const text = document.text;
      const after =
        argument === undefined
          ? null
          : TextDocument.applyEdits(TextDocument.create(URI, "hugetlb", 1, text), [...argument.edits]);
      return [command?.title, command?.command, after];
    }
  });
}

test("a scenario in which somebody dies says which pool is enough, and a click writes it", () => {
  expect(lensOf(DIES)).toEqual([["Needs pool 2", LENS_COMMANDS.write, DIES.replace("pool 1", "pool 2")]]);
});

test("so does one in which only some interleaving kills, once that is known", () => {
  expect(lensOf(RACE, false)).toEqual([]);
  expect(lensOf(RACE)).toEqual([["Needs pool 2", LENS_COMMANDS.write, RACE.replace("pool 1", "pool 2")]]);
});

test("where nobody dies, or the death is announced, there is none", () => {
  expect(lensOf(RACE.replace("pool 1", "pool 2"))).toEqual([]);
  expect(lensOf(DIES.replace("child:  read a[0]", "child:  read a[0] -> SIGBUS"))).toEqual([]);
});

test("where no pool saves them it says so", () => {
  const text = `kernel 6.12
pool 1
process p
scenario "past the end" {
  p: a = mmap(/dev/hugepages/data, 1, MAP_SHARED)
  p: ftruncate(/dev/hugepages/data, 0)
  p: read a
}
`;
  expect(lensOf(text)).toEqual([["No pool is enough", "", null]]);
});

test("where a control group's limit kills, its limit is what is needed", () => {
  const pod = (limit: number): string => `scenario "pod" {
  pool 8
  cgroup pod limit=${limit}
  process pg in cgroup pod
  pg: a = mmap(anon, 6, MAP_SHARED)
  pg: write a
}
`;
  expect(lensOf(pod(4))).toEqual([["Needs cgroup pod limit=6", LENS_COMMANDS.write, pod(6)]]);
});

test("a lens of a text that has changed by now does nothing", () => {
  const { document } = opened(DIES);
  const [lens] = lensesIn(document, ALL, () => undefined);
  document.update(`${DIES}# more\n`, 2);
  expect(resolvePoolLens(document, lens!, () => undefined).next().value).toMatchObject({ command: { title: "" } });
  expect(lensesIn(document, new Set(), () => undefined)).toEqual([]);
  expect(documentOfLens({ range: lens!.range })).toBeNull();
});
