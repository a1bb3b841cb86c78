/** Memory keeps what a step leaves as it is: whatever the way to a step, it shows what it would show at first sight. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunPicture } from "../../language/picture/picture.js";
import type { Mapping, State } from "../../language/picture/state/state.js";
import { Receiver } from "../../language/picture/wire.js";
import { Memory } from "../../webview/memory/memory.js";
import { looks } from "../../webview/story/look.js";
import { Story } from "../../webview/story/story.js";
import { longTale } from "../bench/tales.js";
import { sentOf } from "./stage.js";
import { BUG, CROWD, DATABASE, TAKEN } from "./stories.js";
import { tell } from "./told.js";
import type { Tale } from "./told.js";

const TALES: readonly (readonly [string, Tale])[] = [
  ["small", TAKEN],
  ["with every sort of event", DATABASE],
  ["that the kernel fails in", BUG],
  ["of many processes", CROWD],
  ["long", longTale({ steps: 1_200, processes: 8, pages: 64 })],
  ["of many pages", longTale({ steps: 700, processes: 4, pages: 3_000 })],
];

const TIMEOUT = 60_000;
const LOOK = { key: true, room: 690, follow: { page: null, choose: () => undefined } };

/** A run as the page has it, with its frames. */
function received(tale: Tale): RunPicture {
  const run = new Receiver().take(sentOf(tell(tale, "2.6.26+cow")))?.run;
  if (run == null) throw new Error("the run did not arrive");
  return run;
}

/** Everything that a view says; what it does is left out. */
function said(memory: Memory, story: Story, step: number, before: number | null): string {
  return JSON.stringify(memory.view(story, step, before, LOOK));
}

describe.each(TALES)("a run, %s", (_, tale) => {
  const run = received(tale);
  const step = fc.integer({ min: 0, max: run.steps.length });

  test(
    "is shown alike after any jumps, whatever step it is compared with",
    () => {
      const way = fc.array(fc.tuple(step, fc.oneof(fc.constant(null), step)), { minLength: 2, maxLength: 8 });
      fc.assert(
        fc.property(way, (way) => {
          const [story, memory] = [new Story(run), new Memory()];
          for (const [step, pin] of way.flatMap(([step, pin]) => [[step, pin] as const, [step + 1, pin] as const])) {
            if (step > story.length) continue;
            const before = pin ?? (step > 0 ? step - 1 : null);
            expect(said(memory, story, step, before)).toBe(said(new Memory(), new Story(run), step, before));
          }
        }),
        { numRuns: 12 },
      );
    },
    TIMEOUT,
  );

  test("a file that did not change says so: two states that tell the same change have the same mappings of it", () => {
    const known = new Map<string, string>();
    const note = (state: State): void => {
      for (const inode of state.files.keys()) {
        const key = `${inode} ${state.changeOf(inode)}`;
        const now = print(state, inode);
        expect(known.get(key) ?? now, `file ${inode} after step ${state.step}`).toBe(now);
        known.set(key, now);
      }
    };
    new Story(run).walk(0, run.steps.length, note);
    const story = new Story(run);
    for (let step = run.steps.length; step >= 0; step -= 7) note(story.at(step));
  });
});

function print(state: State, inode: number): string {
  const file = state.files.get(inode);
  const mappings = [...state.mappings.values()].filter((mapping) => mapping.inode === inode);
  // A mapping out of a frame has its members in another order.
  const told = ({ pages: _, taken: __, ...rest }: Mapping): unknown => Object.entries(rest).sort();
  return JSON.stringify([
    file === undefined ? null : [file.path, file.pageSize, file.promised, file.regions, [...file.cache.entries()]],
    mappings.map((mapping) => [told(mapping), looks(state, mapping, mapping.length), state.promised.get(mapping.id)]),
  ]);
}
