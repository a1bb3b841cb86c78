/** The machine as the events tell it, after one step: who holds which page, what is promised, what was taken. */
import type { Counters, MappingId, PageId, PageSize, Pid, Protection } from "../../engine/index.js";
import { Places } from "./places.js";

/** Half-open range of pages. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Ending {
  readonly step: number;
  readonly signal: string | null;
}

export interface Process {
  readonly pid: Pid;
  readonly name: string;
  readonly parent: Pid | null;
  /** Step of the fork; 0 = alive at the start. */
  readonly born: number;
  end: Ending | null;
}

export interface Mapping {
  readonly id: MappingId;
  readonly pid: Pid;
  readonly name: string;
  readonly file: string | null;
  readonly inode: number;
  readonly offset: number;
  readonly share: "shared" | "private";
  readonly pageSize: PageSize;
  /** Made by mmap itself, so that a private promise is its own. */
  readonly owner: boolean;
  /** First thread row in its process's lane. */
  readonly row: number;
  /** Pages as first made. */
  length: number;
  protection: Protection;
  /** Page table entries by index. */
  readonly pages: Map<number, PageId>;
  /** Pages that an owner's copy-on-write took away, by index. */
  readonly taken: Map<number, PageId>;
  /** Ranges whose next touch of a missing page kills. */
  readonly marks: Span[];
  /** Ranges outside any VMA. */
  readonly gone: Span[];
}

export interface FileState {
  readonly inode: number;
  readonly path: string | null;
  readonly cache: Map<number, PageId>;
  /** Pages promised to whoever maps it shared. */
  promised: number;
  /** File pages that were ever mapped shared. */
  readonly regions: Span[];
}

/** Changed only by `apply`; everybody else reads. */
export class State {
  step = 0;
  counters: Counters;
  overcommit: number;
  readonly processes = new Map<Pid, Process>();
  readonly mappings = new Map<MappingId, Mapping>();
  readonly files = new Map<number, FileState>();
  /** Private promises; kept apart from the mapping, because a promise is made before its mapping exists. */
  readonly promised = new Map<MappingId, number>();
  /** Page tables and page caches that have the page. */
  readonly users = new Map<PageId, number>();
  /** The default pool's pages in their places. */
  places = new Places();
  /** Pages of another size than the pool shown. */
  readonly foreign = new Set<PageId>();
  /** Pages drawn from a promise in the step being applied, until it is known whose promise. */
  readonly fromPromise = new Set<PageId>();

  constructor(counters: Counters, overcommit: number) {
    this.counters = counters;
    this.overcommit = overcommit;
    this.places.resize(counters.total);
  }

  /** A copy that shares nothing that `apply` may change. */
  clone(): State {
    const copy = new State(this.counters, this.overcommit);
    copy.step = this.step;
    for (const [pid, process] of this.processes) copy.processes.set(pid, { ...process });
    for (const [id, mapping] of this.mappings)
      copy.mappings.set(id, {
        ...mapping,
        pages: new Map(mapping.pages),
        taken: new Map(mapping.taken),
        marks: [...mapping.marks],
        gone: [...mapping.gone],
      });
    for (const [inode, file] of this.files)
      copy.files.set(inode, { ...file, cache: new Map(file.cache), regions: [...file.regions] });
    for (const [id, count] of this.promised) copy.promised.set(id, count);
    for (const [page, count] of this.users) copy.users.set(page, count);
    copy.places = this.places.clone();
    for (const page of this.foreign) copy.foreign.add(page);
    return copy;
  }

  /** A process's mappings in the order in which they were made. */
  mappingsOf(pid: Pid): Mapping[] {
    const found: Mapping[] = [];
    for (const mapping of this.mappings.values()) if (mapping.pid === pid) found.push(mapping);
    return found;
  }

  /** Free pages that are promised to nobody. */
  get available(): number {
    return this.counters.free - this.counters.rsvd;
  }
}

/** Is the index inside one of the spans? */
export function covers(spans: readonly Span[], index: number): boolean {
  return spans.some((span) => index >= span.from && index < span.to);
}
