/**
 * What is known of a run's past at one moment, folded from its events: who lives, who made which mapping, who
 * shares which page since when, who took what from whom. Everything that is said about a step is looked up here.
 */
import {
  kernelOf,
  type Event,
  type MappingId,
  type PageId,
  type PageSize,
  type Pid,
  type Shortage,
  type StepTrace,
  type UnmapReason,
} from "../../engine/index.js";
import type { Run } from "../run/index.js";
import { Pools } from "./pools.js";

export interface ProcessLife {
  readonly pid: Pid;
  readonly name: string;
  readonly parent: Pid | null;
  /** Step of its fork; 0 = alive at the start. */
  readonly born: number;
  end: { readonly how: "exited" | "killed"; readonly signal: string | null; readonly step: number } | null;
  /** Step of its last exec. */
  exec: number | null;
}

export interface MappingLife {
  readonly id: MappingId;
  readonly pid: Pid;
  readonly name: string;
  /** Step of the mmap, or of the fork that copied it. */
  readonly made: number;
  /** The mapping that a fork copied it from. */
  readonly from: MappingId | null;
  readonly pages: number;
  readonly file: string | null;
  readonly inode: number;
  readonly share: "shared" | "private";
  readonly owner: boolean;
  readonly noreserve: boolean;
  /** A segment that shmat attached. */
  readonly attached: boolean;
}

/** One page taken away from others, because its owner had to write and no page was left for a copy. */
export interface Taking {
  readonly step: number;
  readonly by: Pid;
  readonly page: PageId;
  /** Where the writer has the page; null when it has it nowhere. */
  readonly mapping: MappingId | null;
  readonly index: number | null;
  readonly victims: { readonly pid: Pid; readonly mapping: MappingId; readonly index: number }[];
  readonly shortage: { readonly shortage: Shortage; readonly fn: string; readonly commit: string | null } | null;
  fn: string;
  commit: string | null;
  /** Step of the fork since which writer and first victim share the page; null when it was no fork. */
  readonly sharedSince: number | null;
}

export interface Mark {
  readonly step: number;
  readonly by: Pid;
  readonly from: number;
  readonly to: number;
}

export interface Loss {
  readonly step: number;
  readonly why: UnmapReason;
  readonly page: PageId;
}

export class Chronicle {
  readonly processes = new Map<Pid, ProcessLife>();
  readonly mappings = new Map<MappingId, MappingLife>();
  readonly takings: Taking[] = [];
  /** The kernel function in which a write to a shared page is copied. */
  readonly copyFunction: string;
  readonly #pools: Pools;
  /** In whose memory a process runs, where that is not its own: a vfork child's. */
  readonly #memories = new Map<Pid, Pid>();
  readonly #newest = new Map<string, Pid>();
  readonly #slots = new Map<MappingId, Map<number, PageId>>();
  readonly #holders = new Map<PageId, Map<MappingId, number>>();
  readonly #cached = new Map<PageId, number>();
  readonly #marks = new Map<MappingId, Mark[]>();
  readonly #gone = new Map<MappingId, { readonly step: number; readonly from: number; readonly to: number }[]>();
  readonly #losses = new Map<MappingId, Map<number, Loss>>();
  readonly #promised = new Set<MappingId>();
  readonly #sizes = new Map<number, { readonly step: number; readonly pages: number }>();
  #refusal: Taking["shortage"] = null;

  constructor(run: Pick<Run, "processes" | "trace">) {
    for (const { pid, name } of run.processes) this.#bear({ pid, name, parent: null, born: 0, end: null, exec: null });
    this.#pools = new Pools(run.trace);
    const rule = kernelOf(run.trace.config.kernel)?.rules.find(({ topic }) => topic === "copy-on-write");
    this.copyFunction = rule?.fn ?? "hugetlb_cow";
  }

  /** The chronicle just before step `number` (counted from 1). */
  static before(run: Run, number: number): Chronicle {
    const chronicle = new Chronicle(run);
    for (const step of run.steps) {
      if (step.number >= number) break;
      for (const event of step.trace.events) chronicle.apply(event, step.number);
      chronicle.settle(step.trace);
    }
    return chronicle;
  }

  /** Ends a step: the counters are what the machine says. */
  settle(step: StepTrace): void {
    this.#pools.settle(step);
    this.#refusal = null;
  }

  /** Promised pages of a pool at this moment. */
  promised(size: PageSize): number {
    return this.#pools.promised(size);
  }

  /** Free pages of a pool that nobody was promised. */
  available(size: PageSize): number {
    return this.#pools.available(size);
  }

  /** Whose memory the process runs in: its own, or that of its vfork's parent. */
  memory(pid: Pid): Pid {
    return this.#memories.get(pid) ?? pid;
  }

  /** The vfork child for which a process is suspended; null when it goes on. */
  suspendedFor(pid: Pid): Pid | null {
    for (const [child, memory] of this.#memories) {
      const life = this.processes.get(child);
      if (life?.parent === pid && memory === this.memory(pid) && life.end === null) return child;
    }
    return null;
  }

  /** The name of a process. */
  name(pid: Pid | null): string {
    return pid === null ? "the administrator" : (this.processes.get(pid)?.name ?? `process ${pid}`);
  }

  /** The newest process of a name: a name may be used again once its process is dead. */
  newest(name: string): Pid | undefined {
    return this.#newest.get(name);
  }

  /** The mapping that mmap made, of which this one is a copy (or it itself). */
  origin(id: MappingId): MappingLife | undefined {
    let life = this.mappings.get(id);
    while (life !== undefined && life.from !== null) life = this.mappings.get(life.from);
    return life;
  }

  /** Page mapped at a slot now. */
  page(mapping: MappingId, index: number): PageId | undefined {
    return this.#slots.get(mapping)?.get(index);
  }

  /** Mappings that have this page mapped now. */
  holders(page: PageId): readonly MappingLife[] {
    const holders = this.#holders.get(page);
    return holders === undefined ? [] : [...holders.keys()].flatMap((id) => this.mappings.get(id) ?? []);
  }

  /** True while the page is in its file's page cache. */
  isCached(page: PageId): boolean {
    return this.#cached.has(page);
  }

  /** The last mark that covers a slot. */
  mark(mapping: MappingId, index: number): Mark | undefined {
    return this.#marks.get(mapping)?.findLast((mark) => mark.from <= index && index < mark.to);
  }

  /** How the slot lost the page it once had. */
  loss(mapping: MappingId, index: number): Loss | undefined {
    return this.#losses.get(mapping)?.get(index);
  }

  /** The step that unmapped the slot's address range. */
  goneAt(mapping: MappingId, index: number): number | undefined {
    return this.#gone.get(mapping)?.findLast((gone) => gone.from <= index && index < gone.to)?.step;
  }

  /** True when pages were promised to the mapping (or its file) when it was made. */
  wasPromised(mapping: MappingId): boolean {
    return this.#promised.has(mapping);
  }

  /** The last truncation of a file. */
  size(inode: number): { readonly step: number; readonly pages: number } | undefined {
    return this.#sizes.get(inode);
  }

  /** The taking behind a mark: the one of its step that took that very page, else one of that mapping, else of that process, else any. */
  takingBehind(mark: Mark, mapping: MappingId, index: number): Taking | undefined {
    const takings = this.takings.filter((taking) => taking.step === mark.step && taking.by === mark.by);
    const pid = this.mappings.get(mapping)?.pid;
    return (
      takings.find((taking) => taking.victims.some((victim) => victim.mapping === mapping && victim.index === index)) ??
      takings.find((taking) => taking.victims.some((victim) => victim.mapping === mapping)) ??
      takings.find((taking) => taking.victims.some((victim) => victim.pid === pid)) ??
      takings[0]
    );
  }

  /** Step of the fork since which two mappings share their pages; null when no fork made one of them from the other's line. */
  sharedSince(a: MappingLife, b: MappingLife): number | null {
    if (a.pid === b.pid || this.origin(a.id) !== this.origin(b.id)) return null;
    return b.from === a.id ? b.made : a.from === b.id ? a.made : Math.max(a.made, b.made);
  }

  /** Takes in one event of step `step`. */
  apply(event: Event, step: number): void {
    switch (event.kind) {
      case "mmap": {
        const { mapping: id, name, pages, file, inode, share, owner, noreserve } = event;
        const pid = this.memory(event.pid);
        const attached = event.fn === "do_shmat";
        const from = null;
        this.mappings.set(id, {
          id,
          pid,
          name,
          made: step,
          from,
          pages,
          file,
          inode,
          share,
          owner,
          noreserve,
          attached,
        });
        return;
      }
      case "fork": {
        const { child: pid, parent, name: childName } = event;
        const exec = this.processes.get(parent)?.exec ?? null;
        this.#bear({ pid, name: childName, parent, born: step, end: null, exec });
        if (event.vfork) this.#memories.set(pid, this.memory(parent));
        for (const { from, to, name } of event.maps) {
          const parent = this.mappings.get(from);
          if (parent !== undefined)
            this.mappings.set(to, { ...parent, id: to, pid: event.child, name, made: step, from, owner: false });
        }
        return;
      }
      case "map":
        this.#place(event.mapping, event.index, event.page);
        return;
      case "copy":
        this.#place(event.mapping, event.index, event.to);
        return;
      case "unmap":
        if (event.why === "taken" && event.by !== null) this.#take(event, event.by, step);
        if (this.page(event.mapping, event.index) === event.page) {
          this.#lift(event.mapping, event.index);
          this.#lossesOf(event.mapping).set(event.index, { step, why: event.why, page: event.page });
        }
        return;
      case "mark": {
        this.#marks.set(event.mapping, [
          ...(this.#marks.get(event.mapping) ?? []),
          { step, by: event.by, from: event.from, to: event.to },
        ]);
        // The mark is the rule's own stroke; the entry before it was cleared by a function that serves many.
        const taking = this.takings.at(-1);
        if (taking?.step === step) {
          taking.fn = event.fn;
          taking.commit = event.commit ?? null;
        }
        return;
      }
      case "vma-gone":
        this.#gone.set(event.mapping, [
          ...(this.#gone.get(event.mapping) ?? []),
          { step, from: event.from, to: event.to },
        ]);
        return;
      case "reserve":
        this.#pools.add(event.pageSize, 0, event.pages);
        if (event.mapping !== null) this.#promised.add(event.mapping);
        return;
      case "unreserve":
        this.#pools.add(event.pageSize, 0, -event.pages);
        return;
      case "refuse":
        this.#refusal = { shortage: event.shortage, fn: event.fn, commit: event.commit ?? null };
        return;
      case "alloc":
        this.#pools.add(event.pageSize, event.from === "surplus" ? 0 : -1, event.from === "reserve" ? -1 : 0);
        return;
      case "free":
        if (event.to === "free") this.#pools.add(event.pageSize, 1, 0);
        return;
      case "cache":
        this.#cached.set(event.page, event.inode);
        return;
      case "uncache":
        this.#cached.delete(event.page);
        return;
      case "truncate":
        this.#sizes.set(event.inode, { step, pages: event.pages });
        return;
      case "exec": {
        const process = this.processes.get(event.pid);
        if (process !== undefined) process.exec = step;
        this.#memories.delete(event.pid);
        return;
      }
      case "exit": {
        const process = this.processes.get(event.pid);
        if (process !== undefined) process.end ??= { how: "exited", signal: null, step };
        return;
      }
      case "kill": {
        const process = this.processes.get(event.pid);
        if (process !== undefined) process.end = { how: "killed", signal: event.signal, step };
        return;
      }
      case "protect":
      case "reuse":
      case "hit":
      case "fail":
      case "unlink":
      case "resize":
      case "overcommit":
      case "printk":
      case "bug":
      case "hang":
        return;
    }
  }

  #bear(life: ProcessLife): void {
    this.processes.set(life.pid, life);
    this.#newest.set(life.name, life.pid);
  }

  #take(event: Extract<Event, { kind: "unmap" }>, by: Pid, step: number): void {
    const victim = { pid: event.pid, mapping: event.mapping, index: event.index };
    const known = this.takings.findLast(
      (taking) => taking.step === step && taking.by === by && taking.page === event.page,
    );
    if (known !== undefined) {
      known.victims.push(victim);
      return;
    }
    const writer =
      this.holders(event.page).find((life) => life.pid === by && life.owner) ??
      this.holders(event.page).find((life) => life.pid === by);
    const victimLife = this.mappings.get(event.mapping);
    this.takings.push({
      step,
      by,
      page: event.page,
      mapping: writer?.id ?? null,
      index: writer === undefined ? null : (this.#holders.get(event.page)?.get(writer.id) ?? null),
      victims: [victim],
      shortage: this.#refusal,
      fn: event.fn,
      commit: event.commit ?? null,
      sharedSince: writer === undefined || victimLife === undefined ? null : this.sharedSince(writer, victimLife),
    });
  }

  #place(mapping: MappingId, index: number, page: PageId): void {
    this.#lift(mapping, index);
    let slots = this.#slots.get(mapping);
    if (slots === undefined) this.#slots.set(mapping, (slots = new Map<number, PageId>()));
    slots.set(index, page);
    let holders = this.#holders.get(page);
    if (holders === undefined) this.#holders.set(page, (holders = new Map<MappingId, number>()));
    holders.set(mapping, index);
  }

  #lift(mapping: MappingId, index: number): void {
    const page = this.page(mapping, index);
    if (page === undefined) return;
    this.#slots.get(mapping)?.delete(index);
    this.#holders.get(page)?.delete(mapping);
  }

  #lossesOf(mapping: MappingId): Map<number, Loss> {
    let losses = this.#losses.get(mapping);
    if (losses === undefined) this.#losses.set(mapping, (losses = new Map<number, Loss>()));
    return losses;
  }
}
