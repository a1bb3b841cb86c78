import { expect, test } from "vitest";
import { askedAt, mappingOn } from "./expressions.js";

/** The expression under `|` in a line. */
function asked(marked: string): string | null {
  const column = marked.indexOf("|");
  return askedAt(marked.replace("|", ""), column)?.expression ?? null;
}

test("a mapping of a step is the actor's", () => {
  expect(asked("  parent: write a|[0]")).toBe("parent.a[0]");
  expect(asked("  worker[2]: read |buf[1:3]")).toBe("worker[2].buf[1:3]");
  expect(asked("  parent: a| = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)")).toBe("parent.a");
  expect(asked("  parent: munmap(a|)")).toBe("parent.a");
});

test("processes, places and counters stand for themselves", () => {
  expect(asked("  pa|rent: write a[0]")).toBe("parent");
  expect(asked("  parent: chi|ld = fork()")).toBe("child");
  expect(asked("  parent: wait(ch|ild)")).toBe("child");
  expect(asked("  expect parent.a|[0] present")).toBe("parent.a[0]");
  expect(asked("  expect fre|e == 2, child alive")).toBe("free");
});

test("words of the language, calls, flags, paths and comments stand for nothing", () => {
  for (const line of [
    "  parent: wri|te a[0]",
    "  parent: a = mm|ap(/dev/hugepages/data, 2, MAP_PRIVATE)",
    "  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRI|VATE)",
    "  parent: a = mmap(/d|ev/hugepages/data, 2, MAP_PRIVATE)",
    "  parent: write a[0] # of the pa|rent",
    "  expect child ali|ve",
    "|",
  ])
    expect([line, asked(line)]).toEqual([line, null]);
});

test("a line is about the mapping that its step names", () => {
  expect(mappingOn("  parent: write a[0]")).toEqual({ expression: "parent.a[0]", start: 16, end: 20 });
  expect(mappingOn("  p: b = mmap(anon, 1, MAP_PRIVATE)")?.expression).toBe("p.b");
  expect(mappingOn("  p: madvise(b, MADV_DONTFORK)")?.expression).toBe("p.b");
  for (const line of ["  p: exit()", "  expect p.a[0] present", "# p: write a", ""]) expect(mappingOn(line)).toBeNull();
});
