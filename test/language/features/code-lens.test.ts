import { describe, expect, test } from "vitest";
import type { KernelId } from "../../../engine/index.js";
import { codeLenses } from "../../../language/features/code-lens.js";
import { LENS_COMMANDS } from "../../../language/features/lens-commands.js";
import { opened, URI } from "./cursor.js";

const STORY = `scenario "taken" {
  kernel  2.6.26, 2.6.26+reserve, 2.6.26+cow
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}

scenario "fine" {
  process p
  p: exit()
}
`;
const ALL = new Set<string>(Object.values(LENS_COMMANDS));

const lenses = (text: string, commands: ReadonlySet<string> = ALL, show: KernelId | null = null) => {
  const { document } = opened(text);
  if (document.show(show)) document.analyse();
  return codeLenses(document, commands);
};
const titles = (...given: Parameters<typeof lenses>): readonly string[] =>
  lenses(...given).map(({ range, command }) => `${range.start.line + 1} ${command?.title ?? ""}`);

describe("code lenses", () => {
  test("equal verdicts are one, the shown one is marked, and then what can be done", () => {
    expect(titles(STORY)).toEqual([
      "1 ● ✕ parent SIGKILL on 2.6.26 (+1)",
      "1 ✕ child SIGBUS on 2.6.26+cow",
      // The pool that is enough, worked out when it is seen.
      "1 ",
      "1 Show picture",
      "1 Compare 3 kernels",
      "1 Run",
      "1 Debug",
      "13 ✓ nobody dies on 6.12",
      "13 Show picture",
      "13 Run",
      "13 Debug",
    ]);
  });

  test("a kernel that the reader chose stands for its group", () => {
    expect(titles(STORY, ALL, "2.6.26+reserve").slice(0, 2)).toEqual([
      "1 ● ✕ parent SIGKILL on 2.6.26+reserve (+1)",
      "1 ✕ child SIGBUS on 2.6.26+cow",
    ]);
    expect(titles(STORY, ALL, "2.6.26+cow").slice(0, 2)).toEqual([
      "1 ✕ parent SIGKILL on 2.6.26 (+1)",
      "1 ● ✕ child SIGBUS on 2.6.26+cow",
    ]);
  });

  test("a lens says what it is about", () => {
    const [first, second, , picture] = lenses(STORY);
    expect(first?.command?.arguments).toEqual([{ uri: URI, scenario: "taken", line: 0, kernel: "2.6.26" }]);
    expect(second?.command).toMatchObject({ command: "hugetlb.showKernel", arguments: [{ kernel: "2.6.26+cow" }] });
    expect(picture?.command).toMatchObject({ command: "hugetlb.showPicture", arguments: [{ kernel: "2.6.26" }] });
  });

  test("an editor without commands of ours is told the verdicts and offered nothing that it cannot do", () => {
    expect(titles(STORY, new Set())).toEqual([
      "1 ● ✕ parent SIGKILL on 2.6.26 (+1)",
      "1 ✕ child SIGBUS on 2.6.26+cow",
      "13 ✓ nobody dies on 6.12",
    ]);
    expect(lenses(STORY, new Set()).every(({ command }) => command?.command === "")).toBe(true);
  });

  test("every way to end has a sign of its own", () => {
    const announced = STORY.replace("child:  read a[0]", "child:  read a[0] -> SIGBUS since 2.6.26+cow");
    expect(titles(announced)[1]).toBe("1 ☒ child SIGBUS on 2.6.26+cow");
    expect(titles('scenario "x" {\n  expect free == 7\n}\n')[0]).toBe("1 ⚠\u{fe0e} expectation failed on 6.12");
  });

  test("a scenario with a line that does not parse says what was left out", () => {
    expect(titles(STORY.replace("  p: exit()", "  p: ex"))[7]).toBe("13 ⚠\u{fe0e} 1 line left out on 6.12");
  });

  test("an empty text has none", () => {
    expect(titles("")).toEqual([]);
  });
});
