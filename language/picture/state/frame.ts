/**
 * A state as one short text: a key frame of a run, from which the steps behind it are told. It holds what the events since
 * the beginning have come to, so nobody needs to read them.
 */
import type { PageSize } from "../../../engine/index.js";
import type { Block } from "../block.js";
import { CodeReader, CodeWriter } from "../code.js";
import type { GroupCounters, NodeCounters, RunHead } from "../picture.js";
import { DamagedError } from "../vlq.js";
import { Places } from "./places.js";
import { Sheet } from "./sheet.js";
import { Pool, State } from "./state.js";
import type { FileState, Mapping, Process, Span } from "./state.js";

const SIZES: readonly PageSize[] = ["2M", "1G"];
const SHARES: readonly Mapping["share"][] = ["shared", "private"];
/** No sheet is longer, and no page has a higher number: above this is damage. */
const MOST = 1 << 26;

/** The state as a block without steps. What is told elsewhere (the processes, the step) and what follows from the rest is left out. */
export function writeFrame(state: State): Block {
  const to = new CodeWriter();
  for (const pool of [state.pool, ...state.others.values()]) putPool(to, pool);
  to.list(state.nodes, state.nodes.length, ({ total, free, surp }) => to.put(total, free, surp));
  const groups = Object.entries(state.cgroups);
  to.list(groups, groups.length, ([name, { usage, rsvd }]) => to.text(name).put(usage, rsvd));
  to.list(state.mappings.values(), state.mappings.size, (mapping) => {
    putMapping(to, mapping);
  });
  to.list(state.files.values(), state.files.size, (file) => {
    putFile(to, file);
  });
  to.list(state.promised, state.promised.size, ([id, pages]) => to.put(id, pages));
  // On one node every page is on the first.
  putSheet(to, state.nodes.length > 1 ? state.nodeOf : new Sheet());
  return to.block();
}

/** The state after `step`, `processes` being those of the whole run. Throws DamagedError when the block is no frame. */
export function readFrame(block: Block, step: number, head: RunHead, processes: readonly Process[]): State {
  const from = new CodeReader(block);
  const pool = takePool(from);
  const others = head.others.map(({ pageSize }) => [pageSize, takePool(from)] as const);
  const nodes = from.list((): NodeCounters => ({ total: from.next(), free: from.next(), surp: from.next() }));
  const state = new State(pool, nodes);
  state.step = step;
  for (const [size, other] of others) state.others.set(size, other);
  state.cgroups = Object.fromEntries(
    from.list((): [string, GroupCounters] => [from.text(), { usage: from.next(), rsvd: from.next() }]),
  );
  for (const process of processes) {
    if (process.born > step) continue;
    const ended = process.end !== null && process.end.step <= step;
    state.processes.set(process.pid, ended ? process : { ...process, end: null });
  }
  for (const mapping of from.list(() => takeMapping(from))) {
    state.mappings.set(mapping.id, mapping);
    state.held.set(mapping.pid, (state.held.get(mapping.pid) ?? 0) + mapping.pages.size);
    count(mapping.pages, state.users);
  }
  for (const file of from.list(() => takeFile(from))) {
    state.files.set(file.inode, file);
    count(file.cache, state.users);
  }
  for (const [id, pages] of from.list(() => [from.next(), from.next()] as const)) state.promised.set(id, pages);
  state.nodeOf = takeSheet(from);
  from.end();
  state.touchAll();
  return state;
}

function count(pages: Sheet, users: Sheet): void {
  const found = pages.piece(0, pages.end);
  for (const page of found) if (page >= 0) users.set(page, (users.get(page) ?? 0) + 1);
}

function putPool(to: CodeWriter, { counters, overcommit, places }: Pool): void {
  const { total, free, rsvd, surp } = counters;
  to.put(total, free, rsvd, surp, overcommit, places.length);
  putSheet(to, places.pages);
}

function takePool(from: CodeReader): Pool {
  const counters = { total: from.count(), free: from.next(), rsvd: from.next(), surp: from.next() };
  const overcommit = from.next();
  const length = from.count();
  return new Pool(counters, overcommit, Places.of(length, takeSheet(from)));
}

function putMapping(to: CodeWriter, mapping: Mapping): void {
  const { id, pid, name, file, inode, offset, share, pageSize, owner, inherited, row, length, protection } = mapping;
  to.put(id, pid).text(name).textOrNull(file);
  to.put(
    inode,
    offset,
    SHARES.indexOf(share),
    SIZES.indexOf(pageSize),
    owner ? 1 : 0,
    inherited ? 1 : 0,
    row,
    length,
  ).text(protection);
  putSheet(to, mapping.pages);
  putSheet(to, mapping.taken);
  putSpans(to, mapping.marks);
  putSpans(to, mapping.gone);
}

function takeMapping(from: CodeReader): Mapping {
  return {
    id: from.next(),
    pid: from.next(),
    name: from.text(),
    file: from.textOrNull(),
    inode: from.next(),
    offset: from.next(),
    share: from.oneOf(SHARES),
    pageSize: from.oneOf(SIZES),
    owner: from.next() === 1,
    inherited: from.next() === 1,
    row: from.count(),
    length: from.count(),
    protection: from.text() as Mapping["protection"],
    pages: takeSheet(from),
    taken: takeSheet(from),
    marks: takeSpans(from),
    gone: takeSpans(from),
  };
}

function putFile(to: CodeWriter, { inode, path, pageSize, cache, promised, regions }: FileState): void {
  to.put(inode).textOrNull(path).put(SIZES.indexOf(pageSize), promised);
  putSheet(to, cache);
  putSpans(to, regions);
}

function takeFile(from: CodeReader): FileState {
  return {
    inode: from.next(),
    path: from.textOrNull(),
    pageSize: from.oneOf(SIZES),
    promised: from.next(),
    cache: takeSheet(from),
    regions: takeSpans(from),
  };
}

function putSpans(to: CodeWriter, spans: readonly Span[]): void {
  to.list(spans, spans.length, (span) => to.put(span.from, span.to - span.from));
}

function takeSpans(from: CodeReader): Span[] {
  return from.list(() => {
    const start = from.next();
    return { from: start, to: start + from.next() };
  });
}

/** Indexes that follow one another, with numbers that do so, too, or are all the same. */
interface Stretch {
  readonly from: number;
  readonly value: number;
  length: number;
  rise: 0 | 1;
}

function putSheet(to: CodeWriter, sheet: Sheet): void {
  const stretches: Stretch[] = [];
  let last: Stretch | undefined;
  for (const [index, value] of sheet.entries()) {
    const joins = last !== undefined && index === last.from + last.length;
    if (last !== undefined && joins && last.length === 1 && (value === last.value || value === last.value + 1)) {
      last.rise = value === last.value ? 0 : 1;
      last.length = 2;
    } else if (last !== undefined && joins && value === last.value + last.rise * last.length) last.length++;
    else stretches.push((last = { from: index, value, length: 1, rise: 0 }));
  }
  let index = 0;
  let before = 0;
  to.list(stretches, stretches.length, ({ from, value, length, rise }) => {
    to.put(from - index, length * 2 + rise, value - before);
    index = from + length;
    before = value;
  });
}

function takeSheet(from: CodeReader): Sheet {
  const sheet = new Sheet();
  let index = 0;
  let value = 0;
  for (let left = from.count(); left > 0; left--) {
    index += from.count();
    const size = from.count();
    value += from.next();
    const length = size >> 1;
    const rise = size & 1;
    if (value < 0 || value + length > MOST || index + length > MOST) throw new DamagedError("a page that cannot be");
    sheet.fill(index, length, value, rise === 0 ? 0 : 1);
    index += length;
  }
  return sheet;
}
