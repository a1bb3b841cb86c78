/** What one event does to the state. Tolerant of order inside a step: an entry that is gone already is not taken away twice. */
import type { Event, MappingId, PageId, PageSize, Pid } from "../../../engine/index.js";
import type { PictureStep } from "../picture.js";
import { Sheet } from "./sheet.js";
import { covers, DEFAULT_SIZE } from "./state.js";
import type { FileState, Mapping, State } from "./state.js";

/** Applies a whole step: its events in order, then its counters. */
export function applyStep(state: State, number: number, step: PictureStep): void {
  state.step = number;
  for (const event of step.events) if (event.kind !== "hit") apply(state, event, number);
  state.pool.count(step.counters);
  for (const [size, pool] of state.others) pool.count(step.sizes?.[size] ?? pool.counters);
  state.nodes = step.nodes ?? state.nodes;
  state.cgroups = step.cgroups ?? state.cgroups;
  if (state.fromPromise.size > 0) state.fromPromise.clear();
}

/** Applies one event that happens in `step`. */
export function apply(state: State, event: Event, step: number): void {
  switch (event.kind) {
    case "mmap": {
      const file = fileOf(state, event.inode, event.pageSize, event.file);
      state.touch(event.inode);
      if (event.share === "shared")
        file.regions = [...file.regions, { from: event.offset, to: event.offset + event.pages }];
      addMapping(state, { ...event, id: event.mapping, length: event.pages, inherited: false, gone: [] });
      return;
    }
    case "reserve":
      promise(state, event.mapping, event.inode, event.pages, event.pageSize);
      return;
    case "unreserve":
      promise(state, event.mapping, event.inode, -event.pages, event.pageSize);
      return;
    case "alloc":
      if (event.from === "reserve") state.fromPromise.add(event.page);
      state.nodeOf.set(event.page, event.node);
      // Made for a promise, not for an access: it lies free, and the counters say that the pool has grown.
      if (event.pid !== null) state.poolOf(event.pageSize).places.take(event.page, event.from === "surplus");
      return;
    case "cache": {
      const file = fileOf(state, event.inode, null, null);
      if (file.cache.get(event.index) === event.page) return;
      state.touch(event.inode);
      file.cache.set(event.index, event.page);
      use(state, event.page, 1);
      if (state.fromPromise.delete(event.page)) file.promised = Math.max(0, file.promised - 1);
      return;
    }
    case "uncache": {
      const file = state.files.get(event.inode);
      if (file?.cache.get(event.index) !== event.page) return;
      state.touch(event.inode);
      file.cache.delete(event.index);
      use(state, event.page, -1);
      return;
    }
    case "map":
      setPage(state, event.mapping, event.index, event.page);
      return;
    case "copy":
      setPage(state, event.mapping, event.index, event.to);
      return;
    case "unmap": {
      const mapping = state.mappings.get(event.mapping);
      if (mapping?.pages.get(event.index) !== event.page) return;
      state.touch(mapping.inode);
      mapping.pages.delete(event.index);
      hold(state, mapping.pid, -1);
      use(state, event.page, -1);
      if (event.why === "taken") mapping.taken.set(event.index, event.page);
      return;
    }
    case "mark": {
      const mapping = state.mappings.get(event.mapping);
      if (mapping === undefined) return;
      state.touch(mapping.inode);
      mapping.marks = [...mapping.marks, { from: event.from, to: event.to }];
      return;
    }
    case "vma-gone": {
      const mapping = state.mappings.get(event.mapping);
      if (mapping === undefined) return;
      state.touch(mapping.inode);
      mapping.gone = [...mapping.gone, { from: event.from, to: event.to }];
      if (isGone(mapping)) dropMapping(state, mapping);
      return;
    }
    case "protect": {
      const mapping = state.mappings.get(event.mapping);
      if (mapping !== undefined) mapping.protection = event.protection;
      return;
    }
    case "free":
      if (state.users.delete(event.page)) state.touchAll();
      state.poolOf(event.pageSize).places.give(event.page, event.to === "away");
      return;
    case "fork":
      fork(state, event, step);
      return;
    case "exec":
      for (const mapping of state.mappingsOf(event.pid)) dropMapping(state, mapping);
      return;
    case "exit":
      end(state, event.pid, step, null);
      return;
    case "kill":
      end(state, event.pid, step, event.signal);
      return;
    case "overcommit":
      state.poolOf(event.pageSize).overcommit = event.limit;
      return;
    case "refuse":
    case "reuse":
    case "hit":
    case "fail":
    case "truncate":
    case "unlink":
    case "resize":
    case "printk":
    case "bug":
    case "hang":
      return;
    default:
      return event satisfies never;
  }
}

type NewMapping = Pick<
  Mapping,
  | "id"
  | "pid"
  | "name"
  | "file"
  | "inode"
  | "offset"
  | "share"
  | "pageSize"
  | "owner"
  | "inherited"
  | "length"
  | "protection"
  | "gone"
>;

function addMapping(state: State, made: NewMapping): void {
  const { id, pid, name, file, inode, offset, share, pageSize, owner, inherited, length, protection, gone } = made;
  const row = firstRow(state, pid, length);
  state.mappings.set(id, {
    id,
    pid,
    name,
    file,
    inode,
    offset,
    share,
    pageSize,
    owner,
    inherited,
    length,
    protection,
    row,
    gone,
    pages: new Sheet(),
    taken: new Sheet(),
    marks: [],
  });
}

/** The first rows of the lane that no living mapping of the process needs. */
function firstRow(state: State, pid: Pid, length: number): number {
  const used = state.mappingsOf(pid).map((mapping) => ({ from: mapping.row, to: mapping.row + mapping.length }));
  used.sort((left, right) => left.from - right.from);
  let row = 0;
  for (const span of used) {
    if (row + length <= span.from) break;
    row = Math.max(row, span.to);
  }
  return row;
}

function fork(state: State, event: Extract<Event, { kind: "fork" }>, step: number): void {
  state.processes.set(event.child, { pid: event.child, name: event.name, parent: event.parent, born: step, end: null });
  for (const pair of event.maps) {
    const origin = state.mappings.get(pair.from);
    if (origin === undefined) continue;
    state.touch(origin.inode);
    addMapping(state, {
      ...origin,
      id: pair.to,
      pid: event.child,
      name: pair.name,
      owner: origin.owner && origin.share === "shared",
      inherited: true,
      gone: origin.gone,
    });
  }
}

function end(state: State, pid: Pid, step: number, signal: string | null): void {
  const process = state.processes.get(pid);
  if (process?.end !== null) return;
  state.processes.set(pid, { ...process, end: { step, signal } });
  for (const mapping of state.mappingsOf(pid)) dropMapping(state, mapping);
}

function dropMapping(state: State, mapping: Mapping): void {
  state.touch(mapping.inode);
  for (const [, page] of mapping.pages.entries()) use(state, page, -1);
  hold(state, mapping.pid, -mapping.pages.size);
  state.mappings.delete(mapping.id);
}

function isGone(mapping: Mapping): boolean {
  for (let index = 0; index < mapping.length; index++) if (!covers(mapping.gone, index)) return false;
  return true;
}

function setPage(state: State, id: MappingId, index: number, page: PageId): void {
  const mapping = state.mappings.get(id);
  if (mapping === undefined) return;
  if (mapping.share === "private" && state.fromPromise.delete(page)) promise(state, id, null, -1, mapping.pageSize);
  const old = mapping.pages.get(index);
  if (old === page) return;
  state.touch(mapping.inode);
  if (old === undefined) hold(state, mapping.pid, 1);
  else use(state, old, -1);
  mapping.pages.set(index, page);
  mapping.taken.delete(index);
  mapping.length = Math.max(mapping.length, index + 1);
  use(state, page, 1);
}

function promise(state: State, mapping: MappingId | null, inode: number | null, pages: number, size: PageSize): void {
  const of = inode ?? (mapping === null ? undefined : state.mappings.get(mapping)?.inode);
  if (of !== undefined) state.touch(of);
  if (mapping !== null) {
    const left = (state.promised.get(mapping) ?? 0) + pages;
    if (left > 0) state.promised.set(mapping, left);
    else state.promised.delete(mapping);
  } else if (inode !== null) {
    const file = fileOf(state, inode, size, null);
    file.promised = Math.max(0, file.promised + pages);
  }
}

function use(state: State, page: PageId, change: 1 | -1): void {
  const users = (state.users.get(page) ?? 0) + change;
  if (users > 0) state.users.set(page, users);
  else state.users.delete(page);
}

function hold(state: State, pid: Pid, change: number): void {
  state.held.set(pid, (state.held.get(pid) ?? 0) + change);
}

function fileOf(state: State, inode: number, size: PageSize | null, path: string | null): FileState {
  const known = state.files.get(inode);
  if (known !== undefined && (known.path !== null || path === null)) return known;
  state.touch(inode);
  const pageSize = size ?? known?.pageSize ?? DEFAULT_SIZE;
  const file: FileState =
    known === undefined
      ? { inode, path, pageSize, cache: new Sheet(), promised: 0, regions: [] }
      : { ...known, path, pageSize };
  state.files.set(inode, file);
  return file;
}
