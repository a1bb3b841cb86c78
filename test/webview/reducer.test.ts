/** Events to states: the story of a run, reached at any step. */
import { describe, expect, test } from "vitest";
import { applyStep } from "../../language/picture/state/apply.js";
import { kills, looks } from "../../webview/story/look.js";
import { marksOf } from "../../webview/story/mark.js";
import { Places } from "../../language/picture/state/places.js";
import { Pool, State } from "../../language/picture/state/state.js";
import { Story } from "../../webview/story/story.js";
import { threadsOf } from "../../webview/story/thread.js";
import type { Counters, Event } from "../../engine/index.js";
import { holders } from "../../webview/memory/holder.js";
import { grids } from "../../webview/memory/grid.js";
import { destination } from "../../webview/travel.js";
import { BUG, DATABASE, longTale, TAKEN } from "./stories.js";
import { tell } from "./told.js";

const taken = new Story(tell(TAKEN, "2.6.26+cow"));
const database = new Story(tell(DATABASE, "2.6.26+cow"));

function slots(story: Story, step: number, process: string): string {
  const state = story.at(step);
  const pid = [...state.processes.values()].find(({ name }) => name === process)?.pid ?? -1;
  const letter = (look: ReturnType<typeof looks>[number]): string => {
    const signs = { own: "", shared: "~", taken: "!", promised: "p", absent: "-", gone: "." } as const;
    return "page" in look ? `${signs[look.look]}${String.fromCharCode(65 + look.page)}` : signs[look.look];
  };
  return state
    .mappingsOf(pid)
    .map((mapping) => looks(state, mapping, 64).map(letter).join(" "))
    .join(" | ");
}

describe("the small story", () => {
  test("every slot at every step", () => {
    const seen = [0, 1, 2, 3, 4, 5, 6].map(
      (step) => `${slots(taken, step, "parent")} / ${slots(taken, step, "child")}`,
    );
    expect(seen).toEqual([" / ", "p p / ", "A p / ", "A B / ", "~A ~B / ~A ~B", "A ~B / !A ~B", "A B / "]);
  });

  test("deaths, takings, lanes and marks", () => {
    expect(taken.deaths.map(({ step, signal, announced }) => ({ step, signal, announced }))).toEqual([
      { step: 6, signal: "SIGBUS", announced: false },
    ]);
    expect(
      taken.takings
        .flatMap(({ step }) => taken.takingsAt(step))
        .map(({ step, page, victims }) => ({ step, page, victims: victims.length })),
    ).toEqual([{ step: 5, page: 0, victims: 1 }]);
    expect(taken.lanes.map(({ name, born }) => `${name}@${born}`)).toEqual(["parent@0", "child@4"]);
    const glyphs = [1, 2, 3, 4, 5, 6].map((step) =>
      taken
        .marks(step)
        .map(({ glyph }) => glyph)
        .join(),
    );
    expect(glyphs).toEqual(["mmap", "fault", "fault", "fork", "taking", "kill"]);
  });

  test("the next touch of a marked slot kills", () => {
    const state = taken.at(5);
    const mapping = [...state.mappings.values()].find(({ owner }) => !owner);
    if (mapping === undefined) throw new Error("the child has no mapping");
    const found = looks(state, mapping, 2);
    expect(found.map((look, index) => kills(state, mapping, index, look))).toEqual([true, false]);
  });

  test("the victim keeps its strip in the step of its death, and the pool its pages", () => {
    const [grid] = grids(taken.at(6), taken.at(5), taken.deaths);
    expect(grid?.strips.map(({ name, died }) => `${name} ${died}`)).toEqual(["parent false", "child true"]);
    expect(
      holders(taken.at(1), "2M", 64).map((holder) => (holder.kind === "promised" ? holder.to : holder.kind)),
    ).toEqual(["parent", "parent"]);
    expect(
      holders(taken.at(6), "2M", 64).map((holder) => (holder.kind === "used" ? holder.names.join() : holder.kind)),
    ).toEqual(["parent", "parent"]);
  });

  test("threads begin and end where looks change", () => {
    const parent = taken.lanes[0]?.pid;
    const found = threadsOf(taken, 0, 6)
      .filter((thread) => thread.pid === parent && thread.row === 0)
      .map(({ look, from, to }) => `${look.look} ${from}-${to ?? ""}`);
    expect(found.sort()).toEqual(["own 2-4", "own 5-", "promised 1-2", "shared 4-5"].sort());
  });
});

describe("the big story", () => {
  test("what the engine counts is what the states hold, at every step", () => {
    for (let step = 0; step <= database.length; step++) {
      const state = database.at(step);
      const { total, free, rsvd } = state.counters;
      const used = new Set<number>();
      for (const mapping of state.mappings.values()) for (const page of mapping.pages.values()) used.add(page);
      for (const file of state.files.values()) for (const page of file.cache.values()) used.add(page);
      expect(used.size, `pages in use after step ${step}`).toBe(total - free);
      expect(
        pagesIn(state.pool.places)
          .filter((page) => page !== null)
          .sort(),
        `places after step ${step}`,
      ).toEqual([...used].sort());
      const promised =
        [...state.promised.values()].reduce((sum, count) => sum + count, 0) +
        [...state.files.values()].reduce((sum, file) => sum + file.promised, 0);
      expect(promised, `promises after step ${step}`).toBe(rsvd);
    }
  });

  test("a state is the same however it is reached", () => {
    const forwards: string[] = [];
    const print = (state: State): string =>
      JSON.stringify([
        state.step,
        [...state.mappings.values()].map((mapping) => [
          mapping.id,
          [...mapping.pages.entries()],
          [...mapping.taken.entries()],
        ]),
        [...state.users.entries()],
        pagesIn(state.pool.places),
        state.counters,
      ]);
    database.walk(0, database.length, (state) => forwards.push(print(state)));
    for (let step = database.length; step >= 0; step--)
      expect(print(new Story(database.run).at(step))).toBe(forwards[step]);
  });

  test("forks stand under their parents", () => {
    expect(database.lanes.map(({ name }) => name)).toEqual(["db", "w0", "w1", "w2", "w3", "cache"]);
    expect(database.deaths.map(({ step, signal }) => `${step} ${signal}`)).toEqual(["34 SIGBUS", "45 SIGKILL"]);
  });

  test("commands lead where a reader expects", () => {
    expect(destination(database, 0, "next-death", null)).toBe(34);
    expect(destination(database, 45, "next-death", null)).toBe(34);
    expect(destination(database, 34, "previous-death", null)).toBe(45);
    expect(destination(database, 60, "previous-taking", null)).toBe(29);
    expect(destination(database, 60, "next", null)).toBe(60);
    expect(destination(database, 3, "previous-10", null)).toBe(1);
    expect(destination(database, 0, "previous", null)).toBe(0);
    expect(destination(database, 60, "help", null)).toBe(null);
  });
});

test("a kernel failure ends what counts", () => {
  const story = new Story(tell(BUG, "2.6.26+cow"));
  expect(story.broken).toBe(4);
  expect(story.marks(4).map(({ glyph }) => glyph)).toEqual(["bug"]);
});

describe("worst event wins", () => {
  const at = { fn: "f" };
  const step = {
    line: null,
    actor: "p",
    pid: 1,
    text: "write a",
    result: "ok",
    announced: false,
    counters: { total: 1, free: 0, rsvd: 0, surp: 0 },
  } as const;
  const map: Event = { ...at, kind: "map", pid: 1, mapping: 1, index: 0, page: 3, writable: true };
  const alloc: Event = { ...at, kind: "alloc", page: 3, from: "free", lucky: true, node: 0, pageSize: "2M", pid: 1 };
  const kill: Event = {
    ...at,
    kind: "kill",
    pid: 2,
    signal: "SIGKILL",
    cause: { why: "kill", by: 1 },
    mapping: null,
    index: null,
  };
  test.each([
    [[], "access"],
    [[map], "cached"],
    [[alloc, map], "lucky"],
    [[{ ...alloc, lucky: false }, map], "fault"],
    [[{ ...alloc, from: "surplus" as const }, map], "surplus"],
    [[{ ...at, kind: "reuse" as const, pid: 1, mapping: 1, index: 0, page: 3 }], "reuse"],
    [[map, { ...at, kind: "copy" as const, pid: 1, mapping: 1, index: 0, from: 3, to: 4 }], "copy"],
    [
      [map, { ...at, kind: "unmap" as const, pid: 2, mapping: 2, index: 0, page: 3, why: "taken" as const, by: 1 }],
      "taking",
    ],
    [
      [map, { ...at, kind: "hang" as const, pid: 1, mapping: 1, index: 0, what: "", fixed: null, killable: false }],
      "hang",
    ],
  ] as [Event[], string][])("%#: %s", (events, glyph) => {
    expect(marksOf({ ...step, events }, 1)).toMatchObject([{ pid: 1, glyph }]);
  });

  test("a death stands on its victim's lane; kill() is announced by itself", () => {
    expect(marksOf({ ...step, events: [kill] }, 1).map(({ pid, glyph }) => `${pid ?? ""} ${glyph}`)).toEqual([
      "1 access",
      "2 announced",
    ]);
  });

  test("what is not run is never reached", () => {
    expect(marksOf({ ...step, result: "dead", events: [] }, 1)).toMatchObject([{ glyph: "never" }]);
  });
});

describe("places", () => {
  test("a page keeps its place; a surplus page that leaves is replaced by the last", () => {
    const places = new Places();
    places.resize(2);
    places.take(7, false);
    places.take(8, false);
    places.take(9, true);
    places.take(10, true);
    expect(pagesIn(places)).toEqual([7, 8, 9, 10]);
    const copy = places.clone();
    places.give(8, true);
    expect(pagesIn(places)).toEqual([7, 10, 9]);
    places.give(7, false);
    places.take(11, false);
    expect(pagesIn(places)).toEqual([11, 10, 9]);
    expect(pagesIn(copy)).toEqual([7, 8, 9, 10]);
    places.give(11, false);
    places.resize(2);
    expect(pagesIn(places)).toEqual([10, 9]);
  });
});

test("an entry that is gone already is not taken away twice", () => {
  const counters = { total: 2, free: 2, rsvd: 0, surp: 0 };
  const state = new State(new Pool(counters, 0), []);
  state.processes.set(1, { pid: 1, name: "p", parent: null, born: 0, end: null });
  const at = { fn: "f" };
  const mmap: Event = {
    ...at,
    kind: "mmap",
    pid: 1,
    mapping: 1,
    name: "a",
    file: null,
    inode: 1,
    pages: 1,
    offset: 0,
    share: "private",
    protection: "rw",
    pageSize: "2M",
    noreserve: false,
    owner: true,
  };
  const step = (number: number, events: readonly Event[], after: Counters): void => {
    const told = { line: null, actor: "p", pid: 1, text: "", result: "ok", announced: false };
    applyStep(state, number, { ...told, events, counters: after });
  };
  step(1, [{ ...at, kind: "reserve", pages: 1, mapping: 1, inode: 1, pageSize: "2M" }, mmap], counters);
  step(
    2,
    [
      { ...at, kind: "alloc", page: 0, from: "reserve", lucky: false, node: 0, pageSize: "2M", pid: 1 },
      { ...at, kind: "map", pid: 1, mapping: 1, index: 0, page: 0, writable: true },
    ],
    { ...counters, free: 1 },
  );
  expect(state.promised.size).toBe(0);
  step(
    3,
    [
      { ...at, kind: "exit", pid: 1 },
      { ...at, kind: "unmap", pid: 1, mapping: 1, index: 0, page: 0, why: "exit", by: 1 },
      { ...at, kind: "free", page: 0, to: "free", pageSize: "2M" },
    ],
    counters,
  );
  expect(state.users.size).toBe(0);
  expect(state.mappings.size).toBe(0);
  expect(pagesIn(state.pool.places)).toEqual([null, null]);
});

test("any step of 100,000 is the one that is walked to", () => {
  const run = tell(longTale(100), "2.6.26+cow");
  const middle = run.steps.slice(3, 403);
  const steps = [
    ...run.steps.slice(0, 3),
    ...Array.from({ length: 250 }, () => middle).flat(),
    ...run.steps.slice(403),
  ];
  const story = new Story({ ...run, steps });
  expect(story.length).toBeGreaterThan(100_000);
  const walked = new Map<number, string>();
  const print = (state: State): string => JSON.stringify([state.step, [...state.users.entries()], state.counters]);
  const wanted = Array.from({ length: 50 }, (_, times) => (times * 7919) % story.length);
  story.walk(0, story.length, (state, step) => {
    if (wanted.includes(step)) walked.set(step, print(state));
  });
  for (const step of wanted) expect(print(story.at(step))).toBe(walked.get(step));
});

function pagesIn(places: Places): (number | null)[] {
  return Array.from({ length: places.length }, (_, place) => places.at(place) ?? null);
}
