/** Threads over a window say at each of its steps what one says who looks at that step alone. */
import { expect, test } from "vitest";
import { Story } from "../../webview/story/story.js";
import { threadsOf } from "../../webview/story/thread.js";
import type { Thread } from "../../webview/story/thread.js";
import { longTale } from "../bench/tales.js";
import { BUG, DATABASE, TAKEN } from "./stories.js";
import { tell } from "./told.js";

const said = (threads: readonly Thread[]): readonly string[] =>
  threads.map(({ key, pid, row, look }) => `${key.split("@")[0] ?? ""} ${pid} ${row} ${JSON.stringify(look)}`).sort();

test.each([
  ["small", TAKEN],
  ["of most sorts of events", DATABASE],
  ["that the kernel fails in", BUG],
  ["of forks that share many pages", longTale({ steps: 200, processes: 4, pages: 40 })],
])("a run, %s", (_, tale) => {
  const story = new Story(tell(tale, "2.6.26+cow"));
  for (const from of [0, Math.floor(story.length / 3)]) {
    const threads = threadsOf(story, from, story.length);
    for (let step = from; step <= story.length; step++) {
      const here = threads.filter((thread) => thread.from <= step && (thread.to === null || step < thread.to));
      expect(said(here)).toEqual(said(threadsOf(story, step, step)));
    }
  }
});
