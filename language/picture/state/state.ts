/** The machine as the events tell it, after one step: who holds which page, what is promised, what was taken. */
import type { Counters, MappingId, PageId, PageSize, Pid, Protection } from "../../../engine/index.js";
import type { GroupCounters, NodeCounters, RunHead } from "../picture.js";
import { Places } from "./places.js";
import { Sheet } from "./sheet.js";

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
  readonly end: Ending | null;
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
  /** Made by mmap with a promise, which is its own. */
  readonly owner: boolean;
  /** Came by a fork, without the promise. */
  readonly inherited: boolean;
  /** First thread row in its process's lane. */
  readonly row: number;
  /** Pages as first made. */
  length: number;
  protection: Protection;
  /** Page table entries by index. */
  readonly pages: Sheet;
  /** Pages that an owner's copy-on-write took away, by index. */
  readonly taken: Sheet;
  /** Ranges whose next touch of a missing page kills. */
  marks: readonly Span[];
  /** Ranges outside any VMA. */
  gone: readonly Span[];
}

export interface FileState {
  readonly inode: number;
  readonly path: string | null;
  readonly pageSize: PageSize;
  readonly cache: Sheet;
  /** Pages promised to whoever maps it shared. */
  promised: number;
  /** File pages that were ever mapped shared. */
  regions: readonly Span[];
}

export const DEFAULT_SIZE: PageSize = "2M";

/** One pool: its counters, its limit, and which page lies where in it. */
export class Pool {
  counters: Counters;
  overcommit: number;
  readonly places: Places;

  constructor(counters: Counters, overcommit: number, places = new Places()) {
    this.counters = counters;
    this.overcommit = overcommit;
    this.places = places;
    places.resize(counters.total);
  }

  /** Free pages that are promised to nobody. */
  get available(): number {
    return this.counters.free - this.counters.rsvd;
  }

  clone(): Pool {
    return new Pool(this.counters, this.overcommit, this.places.clone());
  }

  count(counters: Counters): void {
    this.counters = counters;
    this.places.resize(counters.total);
  }
}

/** Changed only by `apply`; everybody else reads. */
export class State {
  step = 0;
  /** The default pool. */
  readonly pool: Pool;
  /** The pools of the other page sizes. */
  readonly others = new Map<PageSize, Pool>();
  /** The default pool's pages on each NUMA node; empty = one node. */
  nodes: readonly NodeCounters[];
  /** What each control group has charged of the default pool. */
  cgroups: Readonly<Record<string, GroupCounters>> = {};
  readonly processes = new Map<Pid, Process>();
  readonly mappings = new Map<MappingId, Mapping>();
  readonly files = new Map<number, FileState>();
  /** Private promises; kept apart from the mapping, because a promise is made before its mapping exists. */
  readonly promised = new Map<MappingId, number>();
  /** Page table entries of each process. */
  readonly held = new Map<Pid, number>();
  /** By page: page tables and page caches that have it. */
  users = new Sheet();
  /** By page: its NUMA node. */
  nodeOf = new Sheet();
  /** Pages drawn from a promise in the step being applied, until it is known whose promise. */
  readonly fromPromise = new Set<PageId>();
  /** By file: the step that changed it last. */
  #changes = new Map<number, number>();
  /** Stands for that step where it is not known. */
  #unknown = 0;

  constructor(pool: Pool, nodes: readonly NodeCounters[]) {
    this.pool = pool;
    this.nodes = nodes;
  }

  /** The state before the first step of a run. */
  static before(run: RunHead): State {
    const state = new State(new Pool(run.start, run.overcommit), run.nodes);
    for (const { pageSize, start, overcommit } of run.others) state.others.set(pageSize, new Pool(start, overcommit));
    for (const { pid, name } of run.processes)
      state.processes.set(pid, { pid, name, parent: null, born: 0, end: null });
    return state;
  }

  /**
   * When a file changed last, as far as this state knows. The same number in two states of a run: the file, its mappings, who
   * shares their pages and what is promised of it are the same in both.
   */
  changeOf(inode: number): number {
    return this.#changes.get(inode) ?? this.#unknown;
  }

  /** Something of a file, or of a mapping of it, changes in the step that is applied. */
  touch(inode: number): void {
    this.#changes.set(inode, this.step);
  }

  /** Something changes in the step that is applied, and it cannot be told of what file; or all that is known begins here. */
  touchAll(): void {
    this.#changes.clear();
    // No file's own change: those of a frame's step are among what the frame does not tell.
    this.#unknown = this.step + 0.5;
  }

  /** The counters of the default pool. */
  get counters(): Counters {
    return this.pool.counters;
  }

  /** The pool of a page size; a size that the scenario has no pool of is that of the default one. */
  poolOf(size: PageSize): Pool {
    return this.others.get(size) ?? this.pool;
  }

  /** A copy; neither sees what `apply` does to the other. */
  clone(): State {
    const copy = new State(this.pool.clone(), this.nodes);
    copy.step = this.step;
    copy.cgroups = this.cgroups;
    for (const [size, pool] of this.others) copy.others.set(size, pool.clone());
    for (const [pid, process] of this.processes) copy.processes.set(pid, process);
    for (const [id, mapping] of this.mappings)
      copy.mappings.set(id, { ...mapping, pages: mapping.pages.clone(), taken: mapping.taken.clone() });
    for (const [inode, file] of this.files) copy.files.set(inode, { ...file, cache: file.cache.clone() });
    for (const [id, count] of this.promised) copy.promised.set(id, count);
    for (const [pid, count] of this.held) copy.held.set(pid, count);
    copy.users = this.users.clone();
    copy.nodeOf = this.nodeOf.clone();
    copy.#changes = new Map(this.#changes);
    copy.#unknown = this.#unknown;
    return copy;
  }

  /** Every process's mappings in the order in which they were made. */
  mappingsByPid(): ReadonlyMap<Pid, readonly Mapping[]> {
    const found = new Map<Pid, Mapping[]>();
    for (const mapping of this.mappings.values()) {
      const own = found.get(mapping.pid);
      if (own === undefined) found.set(mapping.pid, [mapping]);
      else own.push(mapping);
    }
    return found;
  }

  /** A process's mappings in the order in which they were made. */
  mappingsOf(pid: Pid): Mapping[] {
    const found: Mapping[] = [];
    for (const mapping of this.mappings.values()) if (mapping.pid === pid) found.push(mapping);
    return found;
  }
}

/** Is the index inside one of the spans? */
export function covers(spans: readonly Span[], index: number): boolean {
  return spans.some((span) => index >= span.from && index < span.to);
}
