/** What a debugger sees of a machine: taken pages, promises, the page cache and the reserve map. */
import { expect, test } from "vitest";
import { filesOf, History, mappingsOf, processesOf, type KernelId, type PageView } from "../../engine/index.js";
import { access, config, mmap, stealStory } from "../language/story.js";

function steal(kernel: KernelId, steps: number): History {
  const history = new History(config(kernel, 2));
  for (const { step } of stealStory().slice(0, steps)) if (step !== undefined) history.step(step);
  return history;
}

function word(view: PageView): string {
  switch (view.is) {
    case "present":
      return `present ${view.page}${view.writable ? " writable" : ""}`;
    case "absent":
      return view.taken ? "taken" : view.promised ? "promised" : "absent";
    case "unmapped":
      return "unmapped";
  }
}

function pages(history: History, name: string): readonly string[] {
  const process = processesOf(history.end).find((each) => each.name === name)!;
  const [mapping] = mappingsOf(history.end, process.pid);
  return Array.from({ length: mapping?.pages ?? 0 }, (_, index) => word(mapping!.page(index)));
}

test("an owner's pages are promised until they are touched", () => {
  expect(pages(steal("2.6.27", 1), "parent")).toEqual(["promised", "promised"]);
  expect(pages(steal("2.6.27", 2), "parent")).toEqual(["present 0 writable", "present 1 writable"]);
});

test("a reserve that is only counted belongs to no page", () => {
  const history = steal("2.6.26+reserve", 1);
  expect(pages(history, "parent")).toEqual(["absent", "absent"]);
  const [parent] = processesOf(history.end);
  expect(mappingsOf(history.end, parent!.pid)[0]?.reserve).toBe(2);
});

test("fork shares what it may not write, and the owner's write takes a page from the child", () => {
  expect(pages(steal("2.6.26+cow", 3), "child")).toEqual(["present 0", "present 1"]);
  expect(pages(steal("2.6.26+cow", 4), "child")).toEqual(["taken", "present 1"]);
});

test("the dead have no mappings, and keep their name and their signal", () => {
  const history = steal("2.6.26+cow", 5);
  const [parent, child] = processesOf(history.end);
  expect(child).toMatchObject({ name: "child", parent: parent!.pid, state: "killed", signal: "SIGBUS" });
  expect(mappingsOf(history.end, child!.pid)).toEqual([]);
});

test("a shared file has its promises in the reserve map and its pages in the page cache", () => {
  const history = new History(config("6.12", 4));
  history.step(mmap("parent", "a", 3, "shared"));
  history.step(access("write", "parent", "a", 1, 2));
  expect(pages(history, "parent")).toEqual(["promised", "present 0 writable", "promised"]);
  expect(filesOf(history.end)).toEqual([
    {
      path: "/dev/hugepages/data",
      linked: true,
      pages: 3,
      cached: [{ index: 1, page: 0 }],
      regions: [{ from: 0, to: 3 }],
      users: 1,
    },
  ]);
});
