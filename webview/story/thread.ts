/** Threads: for each page slot, the stretches of steps in which it looked the same. */
import type { Pid } from "../../engine/index.js";
import { looks, sameLook } from "./look.js";
import type { Look } from "./look.js";
import type { Mapping, State } from "../../language/picture/state/state.js";
import type { Story } from "./story.js";

/** Above this many slots a process, neighbours share a row. */
export const MAX_ROWS = 12;
/** Slots of one mapping that are looked at; larger mappings are drawn by their beginning. */
const MAX_SLOTS = 4096;

export interface Thread {
  readonly key: string;
  readonly pid: Pid;
  readonly row: number;
  readonly look: Look;
  /** The step in which it began; at or before the window's start when it began earlier. */
  readonly from: number;
  /** The step in which it ended; null = it goes on at the window's end. */
  readonly to: number | null;
}

interface Open {
  readonly look: Look;
  readonly pid: Pid;
  readonly row: number;
  readonly from: number;
}

/** Thread rows of a lane, drawn. */
export function rowsOf(story: Story, pid: Pid): number {
  return Math.min(story.rows.get(pid) ?? 0, MAX_ROWS);
}

/** The threads between the states after `from` and after `to`. */
export function threadsOf(story: Story, from: number, to: number): Thread[] {
  const threads: Thread[] = [];
  const open = new Map<string, Open>();
  story.walk(from, to, (state, step) => {
    const now = new Map<string, Open>();
    for (const mapping of state.mappings.values()) collect(story, state, mapping, step, now);
    for (const [key, old] of open) {
      const next = now.get(key);
      if (next !== undefined && sameLook(next.look, old.look)) now.set(key, old);
      else threads.push({ key: `${key}@${old.from}`, ...old, to: step });
    }
    open.clear();
    for (const [key, value] of now) open.set(key, value);
  });
  for (const [key, old] of open) threads.push({ key: `${key}@${old.from}`, ...old, to: null });
  return threads.filter((thread) => thread.look.look !== "gone");
}

function collect(story: Story, state: State, mapping: Mapping, step: number, into: Map<string, Open>): void {
  const total = Math.min(story.rows.get(mapping.pid) ?? mapping.length, MAX_SLOTS);
  const found = looks(state, mapping, MAX_SLOTS);
  if (total <= MAX_ROWS) {
    found.forEach((look, index) =>
      into.set(`${mapping.id}:${index}`, { look, pid: mapping.pid, row: mapping.row + index, from: step }),
    );
    return;
  }
  const band = (slot: number): number => Math.min(MAX_ROWS - 1, Math.floor(((mapping.row + slot) * MAX_ROWS) / total));
  const bands = new Map<number, Look[]>();
  found.forEach((look, index) => {
    const row = band(index);
    const list = bands.get(row);
    if (list === undefined) bands.set(row, [look]);
    else list.push(look);
  });
  for (const [row, list] of bands)
    into.set(`${mapping.id}:b${row}`, { look: telling(list), pid: mapping.pid, row, from: step });
}

/** In place of a page's id: the thread stands for several pages. */
export const SEVERAL_PAGES = -1;

/** One look for many slots: a page taken away shows whatever the others are; else what most of them are. */
function telling(list: readonly Look[]): Look {
  const counts = new Map<Look["look"], number>();
  for (const { look } of list) counts.set(look, (counts.get(look) ?? 0) + 1);
  let most: Look["look"] = "absent";
  for (const [look, count] of counts) if (count > (counts.get(most) ?? 0)) most = look;
  const shown = counts.has("taken") ? "taken" : most;
  switch (shown) {
    case "own":
    case "shared":
    case "taken":
      return { look: shown, page: SEVERAL_PAGES };
    case "promised":
    case "absent":
    case "gone":
      return { look: shown };
    default:
      return shown satisfies never;
  }
}
