/** The threads of large mappings: neighbours with one fate share a row. */
import { describe, expect, test } from "vitest";
import { Story } from "../../webview/story/story.js";
import { threadsOf } from "../../webview/story/thread.js";
import { shorten } from "../../webview/timeline/axis.js";
import { tell } from "./told.js";
import type { Tale } from "./told.js";

const HEAP: Tale = {
  scenario: "a heap of many pages",
  pool: 100,
  processes: ["app"],
  kernels: ["6.12"],
  lines: [
    "app: heap = mmap(/dev/hugepages/heap, 100, MAP_PRIVATE)",
    "app: write heap[0:40]",
    "app: child = fork()",
    "app: write heap[3]",
    "child: read heap[3]",
  ],
};
const heap = new Story(tell(HEAP, "6.12"));
const [app, child] = heap.lanes.map(({ pid }) => pid);

function names(story: Story, pid: number | undefined): readonly string[] {
  return story.rowsOf(pid ?? -1).map(({ name }) => name);
}

describe("rows", () => {
  test("part where fates part, in every process that has the pages", () => {
    expect(names(heap, app)).toEqual(["heap[0:3]", "heap[3]", "heap[4:40]", "heap[40:100]"]);
    expect(names(heap, child)).toEqual(names(heap, app));
    expect(heap.rowAt(child ?? -1, 39)).toBe(2);
  });

  test("each is one thread that says how many pages it stands for", () => {
    const told = threadsOf(heap, 0, 5)
      .filter(({ pid, to }) => pid === child && to !== null)
      .map(
        ({ row, look, count, to }) => `${row} ${look.look} ${"page" in look ? look.page : ""} ×${count} -${to ?? ""}`,
      );
    expect(told.sort()).toEqual(
      ["0 shared 0 ×3 -5", "1 shared 3 ×1 -4", "1 taken 3 ×1 -5", "2 shared 4 ×36 -5", "3 absent  ×60 -5"].sort(),
    );
  });

  test("few slots have a row each, whatever becomes of them", () => {
    const few = new Story(tell({ ...HEAP, lines: ["app: a = mmap(/dev/hugepages/heap, 6, MAP_PRIVATE)"] }, "6.12"));
    expect(names(few, app)).toEqual(["a[0]", "a[1]", "a[2]", "a[3]", "a[4]", "a[5]"]);
  });

  test("too many fates share twelve rows evenly, and a page taken away is still seen", () => {
    const writes = Array.from({ length: 20 }, (_, at) => `app: write heap[${String(at * 2)}]`);
    const lines = [HEAP.lines[0] ?? "", ...writes, "app: rest = mmap(/dev/hugepages/rest, 80, MAP_PRIVATE)"];
    const many = new Story(
      tell({ ...HEAP, pool: 100, lines: [...lines, "app: child = fork()", "app: write heap[38]"] }, "6.12"),
    );
    expect(names(many, app)).toHaveLength(12);
    const taken = threadsOf(many, 0, many.length).filter(({ look }) => look.look === "taken");
    expect(taken.length).toBe(many.takings.length);
  });
});

describe("a step's head", () => {
  const step = (text: string): string[] =>
    [30, 14, 7].map((room) =>
      shorten(
        {
          line: 0,
          actor: "p",
          pid: 1,
          text,
          result: "ok",
          announced: false,
          events: [],
          counters: { total: 0, free: 0, rsvd: 0, surp: 0 },
        },
        room,
      ),
    );

  test.each([
    ["first  = mmap(anon, 2M, MAP_PRIVATE)", "first = mmap 2M", "mmap 2M", "mmap 2M"],
    ["write heap[0:16]", "write heap[0:16]", "write heap", "write"],
    ["mbind(a, MPOL_BIND, 0)", "mbind(a, MPOL_BIND, 0)", "mbind a", "mbind a"],
    ["w[2] = fork()", "fork()", "fork()", "fork()"],
    ["sysctl vm.nr_hugepages = 2", "nr_hugepages = 2", "hugepages = 2", "hugepa…"],
  ])("%s", (text, ...forms) => {
    expect(step(text)).toEqual(forms);
  });
});
