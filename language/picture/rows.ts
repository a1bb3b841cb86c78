/** The thread rows of a lane: a page slot each; where a process has many, one for the neighbours that share a fate. */
import type { Event, MappingId, Pid } from "../../engine/index.js";
import type { Mapping, State } from "./state/state.js";

/** More slots than this, and neighbours with the same fate share a row. */
const SINGLE_ROWS = 6;
/** Rows of a lane at the most; slots of more fates than this share them evenly. */
const MAX_ROWS = 12;
/** Places at which fates part, kept of one file: more of them come to even rows anyway. */
const MAX_CUTS = 512;
/** What parts fates, as a digit. */
const KINDS = { map: 0, copy: 1, unmap: 2, "vma-gone": 3 } as const;

/** The slots [from, to) of a lane, drawn as one thread. */
export interface Row {
  readonly from: number;
  readonly to: number;
  /** `a[0]`, `a[1:4]`; empty where slots of several mappings share the row. */
  readonly name: string;
  /** Whatever happened to one of its slots happened to all of them, in the same step. */
  readonly one: boolean;
}

/** The row of a slot, counted from 0. */
export function rowAt(rows: readonly Row[], slot: number): number {
  const found = rows.findIndex(({ to }) => slot < to);
  return found < 0 ? Math.max(0, rows.length - 1) : found;
}

interface Place {
  readonly pid: Pid;
  readonly name: string;
  readonly inode: number;
  readonly offset: number;
  readonly row: number;
  length: number;
}

/** File pages [from, to) to which the same has happened in this step. */
interface Run {
  readonly inode: number;
  from: number;
  to: number;
}

/** Collects, step by step, where the fates of neighbours part. */
export class RowReading {
  readonly #places = new Map<MappingId, Place>();
  /** By file: the pages that had another fate than the page before them. */
  readonly #cuts = new Map<number, Set<number>>();
  readonly #runs = new Map<number, Run>();

  /** Takes an event of the step after which the state is given. */
  event(event: Event, state: State): void {
    switch (event.kind) {
      case "mmap":
        this.#place(state.mappings.get(event.mapping));
        return;
      case "fork":
        for (const { to } of event.maps) this.#place(state.mappings.get(to));
        return;
      case "map": {
        const place = this.#places.get(event.mapping);
        if (place !== undefined) place.length = Math.max(place.length, event.index + 1);
        this.#touch(event.mapping, event.kind, event.index, event.index + 1);
        return;
      }
      case "copy":
      case "unmap":
        this.#touch(event.mapping, event.kind, event.index, event.index + 1);
        return;
      case "vma-gone":
        this.#touch(event.mapping, event.kind, event.from, event.to);
        return;
      default:
        return;
    }
  }

  /** The step is over: what touched neighbours in it touched them together. */
  endStep(): void {
    if (this.#runs.size === 0) return;
    for (const run of this.#runs.values()) this.#cut(run);
    this.#runs.clear();
  }

  /** The rows of every lane. */
  rows(): ReadonlyMap<Pid, readonly Row[]> {
    const lanes = new Map<Pid, Place[]>();
    for (const place of this.#places.values()) {
      const lane = lanes.get(place.pid) ?? [];
      lanes.set(place.pid, lane);
      lane.push(place);
    }
    return new Map([...lanes].map(([pid, places]) => [pid, this.#rowsOf(places)]));
  }

  #place(mapping: Mapping | undefined): void {
    if (mapping === undefined) return;
    const { id, pid, name, inode, offset, row, length } = mapping;
    this.#places.set(id, { pid, name, inode, offset, row, length });
  }

  #touch(mapping: MappingId, kind: keyof typeof KINDS, from: number, to: number): void {
    const place = this.#places.get(mapping);
    if (place === undefined) return;
    const key = mapping * 4 + KINDS[kind];
    const start = place.offset + from;
    const run = this.#runs.get(key);
    if (run?.to === start) {
      run.to = place.offset + to;
      return;
    }
    if (run !== undefined) this.#cut(run);
    this.#runs.set(key, { inode: place.inode, from: start, to: place.offset + to });
  }

  #cut({ inode, from, to }: Run): void {
    const cuts = this.#cuts.get(inode) ?? new Set<number>();
    this.#cuts.set(inode, cuts);
    if (cuts.size < MAX_CUTS) cuts.add(from).add(to);
  }

  #rowsOf(places: readonly Place[]): readonly Row[] {
    const total = Math.max(...places.map(({ row, length }) => row + length));
    const single = total <= SINGLE_ROWS;
    const starts = single ? Array.from({ length: total }, (_, slot) => slot) : this.#starts(places, total);
    const one = starts.length <= MAX_ROWS;
    const drawn = one ? starts : Array.from({ length: MAX_ROWS }, (_, row) => Math.ceil((row * total) / MAX_ROWS));
    return drawn.map((from, at) => {
      const to = drawn[at + 1] ?? total;
      return { from, to, name: nameOf(places, from, to), one };
    });
  }

  /** The slots of a lane at which a mapping begins or ends, or fates part. */
  #starts(places: readonly Place[], total: number): readonly number[] {
    const starts = new Set([0]);
    for (const { inode, offset, row, length } of places) {
      starts.add(row).add(row + length);
      for (const page of this.#cuts.get(inode) ?? [])
        if (page > offset && page < offset + length) starts.add(row + page - offset);
    }
    starts.delete(total);
    return [...starts].sort((left, right) => left - right);
  }
}

/** What the slots are called in the mapping that had them first. */
function nameOf(places: readonly Place[], from: number, to: number): string {
  const first = places.find(({ row, length }) => row <= from && to <= row + length);
  if (first === undefined) return "";
  const [start, end] = [from - first.row, to - first.row];
  return end - start === 1 ? `${first.name}[${start}]` : `${first.name}[${start}:${end}]`;
}
