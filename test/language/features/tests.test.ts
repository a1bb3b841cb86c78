/** Scenarios as tests: what passes, what fails where and with which difference, and what cannot be run. */
import { expect, test } from "vitest";
import { testsOf, type KernelTest } from "../../../language/features/tests.js";
import { MAX_TEST_FAILURES } from "../../../language/limits.js";
import { opened } from "./cursor.js";

function tests(text: string): ReturnType<typeof testsOf> {
  return testsOf(opened(text).document.analyse());
}

function only(text: string): KernelTest {
  return tests(text)[0]!.kernels[0]!;
}

const STORY = (claim: string, outcome = ""): string => `scenario "story" {
  kernel 2.6.26+cow
  pool 2
  process parent
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]${outcome}
  ${claim}
}
`;

test("every scenario, under every kernel that it lists", () => {
  const found = tests(`kernel 2.6.26, 6.12
pool 2
process p
scenario "one" {
  p: a = mmap(anon, 1, MAP_PRIVATE)
}

scenario "two" {
  kernel 6.1
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: write a
}
`);
  expect(found.map(({ name, line, endLine }) => [name, line, endLine])).toEqual([
    ["one", 3, 5],
    ["two", 7, 11],
  ]);
  expect(
    found.map(({ kernels }) => kernels.map(({ kernel, outcome, steps }) => `${kernel} ${outcome} ${steps}`)),
  ).toEqual([["2.6.26 passed 1", "6.12 passed 1"], ["6.1 passed 2"]]);
});

test("a death that was announced passes, one that was not fails at its line", () => {
  expect(only(STORY("expect child killed SIGBUS", " -> SIGBUS"))).toMatchObject({
    outcome: "passed",
    words: "child SIGBUS",
  });
  const { outcome, failures } = only(STORY(""));
  expect(outcome).toBe("failed");
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatchObject({ range: { start: { line: 8 } }, contrast: null });
  expect(failures[0]?.message).toContain("child is killed by SIGBUS");
});

test("what was claimed stands against what came", () => {
  const { failures } = only(STORY("expect free == 3, child alive", " -> SIGKILL"));
  expect(failures.map(({ range, contrast }) => [range.start.line, contrast])).toEqual([
    [8, null],
    [8, { expected: "SIGKILL", actual: "SIGBUS" }],
    [9, { expected: "free == 3", actual: "free is 0" }],
    [9, { expected: "child alive", actual: "child is killed by SIGBUS" }],
  ]);
});

test("an invariant says how it was broken", () => {
  const { failures } = only(STORY("always free > 0", " -> SIGBUS"));
  expect(failures).toMatchObject([
    { range: { start: { line: 9 } }, contrast: { expected: "always free > 0", actual: "free is 0" } },
  ]);
});

test("a text with an error is an error, not a failure", () => {
  expect(only(STORY("nonsense", " -> SIGBUS"))).toMatchObject({
    outcome: "errored",
    failures: [{ range: { start: { line: 9 } }, contrast: null }],
  });
});

test("of many failures the last says how many more there are", () => {
  const claims = Array.from({ length: MAX_TEST_FAILURES + 10 }, () => "expect free == 9").join("\n  ");
  const { failures } = only(STORY(claims, " -> SIGBUS"));
  expect(failures).toHaveLength(MAX_TEST_FAILURES);
  expect(failures.at(-1)?.message).toBe("And 11 more failures from here on.");
});
