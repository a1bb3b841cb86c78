/** A run as it is sent can be drawn without being read: its outline says what a reading says, its frames are its states. */
import { describe, expect, test } from "vitest";
import { packing } from "../../../language/picture/pack.js";
import { readOutline, writeOutline } from "../../../language/picture/outline-code.js";
import type { RunPicture } from "../../../language/picture/picture.js";
import { indexOf } from "../../../language/picture/run-index.js";
import { readFrame, writeFrame } from "../../../language/picture/state/frame.js";
import type { Sheet } from "../../../language/picture/state/sheet.js";
import type { Pool, State } from "../../../language/picture/state/state.js";
import { DamagedError } from "../../../language/picture/vlq.js";
import { BlockIds, numbered, Receiver, sendRun } from "../../../language/picture/wire.js";
import { Story } from "../../../webview/story/story.js";
import { longTale } from "../../bench/tales.js";
import { done } from "../../webview/stage.js";
import { DATABASE, TAKEN, BUG } from "../../webview/stories.js";
import { tell } from "../../webview/told.js";

/** A state as plain values, as everybody sees it. */
function plain(state: State): unknown {
  const sheet = (of: Sheet): unknown => [...of.entries()];
  const pool = ({ counters, overcommit, available, places }: Pool): unknown => {
    const { total, free, rsvd, surp } = counters;
    return { total, free, rsvd, surp, overcommit, available, length: places.length, pages: sheet(places.pages) };
  };
  return {
    step: state.step,
    pool: pool(state.pool),
    others: [...state.others].map(([size, other]) => [size, pool(other)]),
    nodes: state.nodes,
    cgroups: state.cgroups,
    processes: [...state.processes.values()],
    mappings: [...state.mappings.values()].map((mapping) => ({
      ...mapping,
      pages: sheet(mapping.pages),
      taken: sheet(mapping.taken),
    })),
    files: [...state.files.values()].map((file) => ({ ...file, cache: sheet(file.cache) })),
    promised: [...state.promised],
    held: [...state.held].filter(([, pages]) => pages > 0).sort(([left], [right]) => left - right),
    users: sheet(state.users),
  };
}

const RUNS: readonly (readonly [string, RunPicture])[] = [
  ["small", tell(TAKEN, "2.6.26+cow")],
  ["with every sort of event", tell(DATABASE, "2.6.26+cow")],
  ["that the kernel fails in", tell(BUG, "2.6.26+cow")],
  ["long", tell(longTale({ steps: 3_000, processes: 8, pages: 64 }), "2.6.26+cow")],
  ["of many pages", tell(longTale({ steps: 600, processes: 4, pages: 3_000 }), "2.6.26+cow")],
];

describe.each(RUNS)("a run, %s", (_, run) => {
  test("comes back from a frame after every step as it was", () => {
    const { outline } = indexOf(run);
    const story = new Story(run);
    const every = Math.ceil(run.steps.length / 60);
    story.walk(0, run.steps.length, (state, step) => {
      if (step % every !== 0) return;
      const read = readFrame(writeFrame(state), step, run, outline.processes);
      expect(plain(read)).toEqual(plain(state));
    });
  });

  test("has the same outline on the other side", () => {
    const { outline } = indexOf(run);
    expect(readOutline(writeOutline(outline))).toEqual(JSON.parse(JSON.stringify(outline), reviveWith(outline)));
  });

  test("is told from the frames that came with it as from its beginning", () => {
    const { steps: _steps, ...head } = run;
    const sent = sendRun(head, numbered(done(packing(run)), new BlockIds("s")), new Set());
    const picture = new Receiver().take({
      uri: "file:///a",
      version: 1,
      scenarios: [],
      scenario: 0,
      run: sent,
      brokenLine: null,
      whatIf: null,
    });
    if (picture?.run == null) throw new Error("no run came");
    const there = new Story(picture.run);
    const here = new Story(run);
    for (let step = run.steps.length; step >= 0; step -= Math.ceil(run.steps.length / 40))
      expect(plain(there.at(step))).toEqual(plain(here.at(step)));
    for (let step = 1; step <= run.steps.length; step++) expect(there.actor(step)).toBe(here.actor(step));
    if (run.steps.length > 2_000) expect(picture.run.index?.frames.length).toBeGreaterThan(10);
  });
});

/** Maps do not go through JSON; everything else must be as it is. */
function reviveWith(outline: ReturnType<typeof indexOf>["outline"]): (key: string, value: unknown) => unknown {
  const maps: Readonly<Record<string, unknown>> = {
    rows: outline.rows,
    holdings: outline.holdings,
    pools: new Map(
      [...outline.pools].map(([size, { most, lowest, mostSurplus, buckets }]) => [
        size,
        { most, lowest, mostSurplus, buckets },
      ]),
    ),
  };
  return (key, value) => maps[key] ?? value;
}

test("what is no frame and what is no outline is noticed", () => {
  const run = tell(TAKEN, "2.6.26+cow");
  const story = new Story(run);
  const frame = writeFrame(story.at(5));
  const outline = writeOutline(indexOf(run).outline);
  const damaged = [{ ...frame, codes: frame.codes.slice(0, -2) }, { ...frame, codes: `${frame.codes}A` }, outline];
  for (const block of damaged) expect(() => readFrame(block, 5, run, [])).toThrow(DamagedError);
  expect(() => readOutline(frame)).toThrow(DamagedError);
  expect(() => readOutline({ ...outline, texts: "[]" })).toThrow(DamagedError);
  for (const texts of ["", "{}", "[1]", "null"]) expect(() => readOutline({ ...outline, texts })).toThrow(DamagedError);
});

test("holdings and pages go into buckets in which the worst wins", () => {
  const run = tell(longTale({ steps: 5_000, processes: 8, pages: 64 }), "2.6.26+cow");
  const { outline } = indexOf(run);
  const { bucketSize } = outline;
  expect(bucketSize).toBe(3);
  const story = new Story(run);
  story.walk(0, run.steps.length, (state, step) => {
    if (step === 0) return;
    const bucket = Math.floor((step - 1) / bucketSize);
    const pool = outline.pools.get("2M")?.buckets[bucket];
    expect(pool?.available).toBeLessThanOrEqual(state.pool.available);
    expect(pool?.free).toBeLessThanOrEqual(state.counters.free);
    for (const [pid, pages] of state.held) {
      const shown = outline.holdings.get(pid)?.findLast((each) => each.bucket <= bucket)?.pages ?? 0;
      expect(shown).toBeGreaterThanOrEqual(pages);
    }
  });
});
