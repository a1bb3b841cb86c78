/** Threads: for each page slot, the stretches of steps in which it looked the same. */
import type { MappingId, Pid } from "../../engine/index.js";
import { commonest, lookCodes, lookOf, sameLook } from "./look.js";
import type { Look, LookCode } from "./look.js";
import { covers } from "../../language/picture/state/state.js";
import type { Mapping, State } from "../../language/picture/state/state.js";
import type { Story } from "./story.js";

/** Slots of one mapping that are looked at where a row stands for slots of several fates. */
const MAX_SLOTS = 4096;

export interface Thread {
  readonly key: string;
  readonly pid: Pid;
  readonly row: number;
  readonly look: Look;
  /** Slots that it stands for. */
  readonly count: number;
  /** The step in which it began; at or before the window's start when it began earlier. */
  readonly from: number;
  /** The step in which it ended; null = it goes on at the window's end. */
  readonly to: number | null;
}

interface Open {
  readonly look: Look;
  readonly pid: Pid;
  readonly row: number;
  readonly count: number;
  readonly from: number;
}

/** The threads between the states after `from` and after `to`. */
export function threadsOf(story: Story, from: number, to: number): Thread[] {
  const threads: Thread[] = [];
  /** By file: what the rows of its mappings look like, and since when. */
  const open = new Map<number, Map<string, Open>>();
  /** By file: when it had changed last. */
  const changes = new Map<number, number>();
  story.walk(from, to, (state, step) => {
    /** By file that this step changed: its rows now. */
    const changed = new Map<number, Map<string, Open>>();
    for (const inode of state.files.keys()) {
      const change = state.changeOf(inode);
      if (changes.get(inode) === change) continue;
      changes.set(inode, change);
      changed.set(inode, new Map());
    }
    if (changed.size === 0) return;
    for (const mapping of state.mappings.values()) {
      const now = changed.get(mapping.inode);
      if (now === undefined) continue;
      for (const { key, row, look, count } of rowLooks(story, state, mapping))
        now.set(key, { look, pid: mapping.pid, row, count, from: step });
    }
    for (const [inode, now] of changed) {
      for (const [key, old] of open.get(inode) ?? []) {
        const next = now.get(key);
        // A row that looks as it did goes on.
        if (next !== undefined && sameLook(old.look, next.look)) now.set(key, old);
        else threads.push({ key: `${key}@${old.from}`, ...old, to: step });
      }
      open.set(inode, now);
    }
  });
  for (const rows of open.values())
    for (const [key, old] of rows) threads.push({ key: `${key}@${old.from}`, ...old, to: null });
  return threads.filter((thread) => thread.look.look !== "gone");
}

/** A row of a mapping in one state of its file. */
interface RowLook {
  readonly key: string;
  readonly row: number;
  readonly look: Look;
  readonly count: number;
}

/** By story and mapping: its rows when its file had changed last. Another window mostly begins where nothing of a file has changed. */
const read = new WeakMap<Story, Map<MappingId, { readonly change: number; readonly rows: readonly RowLook[] }>>();
const MOST_READ = 4096;

function rowLooks(story: Story, state: State, mapping: Mapping): readonly RowLook[] {
  const known = read.get(story) ?? new Map<MappingId, { change: number; rows: readonly RowLook[] }>();
  read.set(story, known);
  const change = state.changeOf(mapping.inode);
  const found = known.get(mapping.id);
  if (found?.change === change) return found.rows;
  if (known.size >= MOST_READ) known.clear();
  const rows = readRows(story, state, mapping);
  known.set(mapping.id, { change, rows });
  return rows;
}

function readRows(story: Story, state: State, mapping: Mapping): readonly RowLook[] {
  const { id, pid } = mapping;
  const [first, end] = [mapping.row, mapping.row + mapping.length];
  const rows = story.rowsOf(pid);
  const last = rows.findLast(({ from }) => from < end);
  const found = lookCodes(state, mapping, last?.one === true ? Math.max(0, last.from - first) + 1 : MAX_SLOTS);
  return rows.flatMap(({ from, to, one }, row): readonly RowLook[] => {
    const [start, stop] = [Math.max(from, first) - first, Math.min(to, end) - first];
    const count = stop - start;
    if (count < 1) return [];
    const look = one
      ? alike(found[start], mapping, start, stop)
      : telling(found.subarray(start, stop), takes(mapping, start, stop));
    return look === undefined ? [] : [{ key: `${id}:${from}`, row, look, count }];
  });
}

/** The look of slots [from, to) of one fate: the first one's, and its page where the pages follow one another. */
function alike(code: LookCode | undefined, mapping: Mapping, from: number, to: number): Look | undefined {
  if (code === undefined) return undefined;
  const first = lookOf(code);
  if (!("page" in first) || to - from === 1) return first;
  const sheet = first.look === "taken" ? mapping.taken : mapping.pages;
  return sheet.get(to - 1) === first.page + to - 1 - from ? first : { look: first.look, page: SEVERAL_PAGES };
}

/** In place of a page's id: the thread stands for several pages. */
export const SEVERAL_PAGES = -1;

/** Was a page taken from one of the slots [from, to)? Of them all, however many there are. */
function takes({ taken, gone }: Mapping, from: number, to: number): boolean {
  if (taken.size === 0) return false;
  for (const [index] of taken.entries()) if (index >= from && index < to && !covers(gone, index)) return true;
  return false;
}

/** One look for many slots: a page taken away shows whatever the others are; else what most of them are. */
function telling(list: Int32Array, taken: boolean): Look | undefined {
  if (taken) return { look: "taken", page: SEVERAL_PAGES };
  if (list.length === 0) return undefined;
  const most = commonest(list);
  switch (most) {
    case "own":
    case "shared":
    case "taken":
      return { look: most, page: SEVERAL_PAGES };
    case "promised":
    case "absent":
    case "gone":
      return { look: most };
    default:
      return most satisfies never;
  }
}
