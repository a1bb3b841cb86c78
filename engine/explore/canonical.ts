/**
 * The one form of a machine's state: a walk from the root record in a fixed order copies every record that can be reached,
 * as a copying garbage collector does, so that where a record lay, what was released, and (with `renaming`) which number a
 * page, a process, a file or an address happened to get leaves no trace. The image is a machine's memory again: `Heap.load`
 * takes it as it is.
 */
import { ADDRESS_TOP, FIRST_PID } from "../boot.js";
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";
import type { Heap, Ref } from "../state/heap.js";
import { FIRST_RECORD, NIL, roomOf } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { MOUNT } from "../state/mount.js";
import { PAGE } from "../state/page.js";
import { ALIVE, MAPPING, MM, PROCESS, ptePage } from "../state/process.js";
import { REGION } from "../state/regions.js";
import { RESV_MAP } from "../state/resv-map.js";
import { SEGMENT } from "../state/segment.js";
import { CGROUP } from "../state/cgroup.js";
import { DROPPED } from "../state/dropped.js";
import { VMA } from "../state/vma.js";
import { Addresses } from "./addresses.js";
import { LAYOUT, type Layout } from "./records.js";
import { isWritable } from "./reuse.js";
import { roomFor } from "./sequences.js";

export interface Forms {
  /** Pages, pids, ids and addresses get new names in the order of the walk. */
  readonly renaming: boolean;
  /** A page that a write makes writable in place is writable. */
  readonly reuse: boolean;
  /** No VMA will be made or split any more (FileMappings.arrange). */
  readonly settled: boolean;
}

/** Names (numbers) that processes get instead of their own. */
export type NewNames = ReadonlyMap<Ref, number>;
const OWN_NAMES: NewNames = new Map();

const FIRST_ROOM = 1024;

export class Canonical {
  /** The image: the records at [FIRST_RECORD, top). */
  words = new Int32Array(FIRST_ROOM);
  top = FIRST_RECORD;
  /** Where the records of the image start, in its order; `records` of them. */
  starts = new Int32Array(FIRST_ROOM);
  records = 0;

  /** New address of each record of the heap, by its old one. */
  private forward = new Int32Array(FIRST_ROOM);
  private readonly placed: { ref: Ref; layout: Layout }[] = [];
  private readonly tables: Ref[] = [];
  private readonly processes: Ref[] = [];
  private readonly inodes: Ref[] = [];
  private readonly segments: Ref[] = [];
  private readonly addresses = new Addresses();
  private core: Core;
  private heap: Heap;
  private names: NewNames = OWN_NAMES;

  constructor(
    core: Core,
    private readonly forms: Forms,
  ) {
    this.core = core;
    this.heap = core.heap;
  }

  /** Writes the image of the machine's state as it is now. File mappings of the machine may change places (`arrange`). */
  write(names: NewNames = OWN_NAMES): void {
    this.names = names;
    this.heap = this.core.heap;
    this.reset();
    this.placeStatic();
    this.gatherProcesses();
    for (const process of this.processes) this.placeProcess(process);
    this.placeFiles();
    if (this.forms.renaming) this.arrange();
    else this.placeFreePages();
    const { boot } = this.core;
    const newest = this.heap.get(boot, BOOT.newest);
    this.placeTable(newest, this.heap.get(boot, BOOT.newestRoom));
    this.copy();
    this.relink();
    if (this.forms.renaming) this.rename();
  }

  private reset(): void {
    if (this.forward.length < this.heap.length) this.forward = new Int32Array(2 * this.heap.length);
    else this.forward.fill(0, 0, this.heap.length);
    this.top = FIRST_RECORD;
    this.records = 0;
    this.placed.length = 0;
    this.tables.length = 0;
    this.processes.length = 0;
    this.inodes.length = 0;
    this.segments.length = 0;
    this.addresses.reset();
  }

  private at(ref: Ref): number {
    return this.forward[ref] ?? 0;
  }

  /** Gives the record the next address of the image; false when it has one. */
  private place(ref: Ref, layout: Layout): boolean {
    if (ref === NIL || this.at(ref) !== 0) return false;
    this.reserve(ref, layout.words);
    this.placed.push({ ref, layout });
    return true;
  }

  private reserve(ref: Ref, words: number): void {
    this.forward[ref] = this.top;
    if (this.records >= this.starts.length) this.starts = roomFor(this.starts, this.records + 1);
    this.starts[this.records++] = this.top;
    this.top += roomOf(words);
  }

  /** A block of addresses or of page table entries. */
  private placeTable(ref: Ref, words: number): void {
    if (ref === NIL || words === 0 || this.at(ref) !== 0) return;
    this.reserve(ref, words);
    this.tables.push(ref, words);
  }

  private placeStatic(): void {
    const { heap, core } = this;
    this.place(core.boot, LAYOUT.boot);
    for (let hs = heap.get(core.boot, BOOT.hstates); hs !== NIL; hs = heap.get(hs, HS.next)) {
      this.place(hs, LAYOUT.hstate);
      for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next))
        this.place(node, LAYOUT.node);
    }
    for (let mount = heap.get(core.boot, BOOT.mounts); mount !== NIL; mount = heap.get(mount, MOUNT.next))
      this.place(mount, LAYOUT.mount);
    for (let group = heap.get(core.boot, BOOT.cgroups); group !== NIL; group = heap.get(group, CGROUP.next))
      this.place(group, LAYOUT.cgroup);
  }

  private nameOf(process: Ref): number {
    return this.names.get(process) ?? this.heap.get(process, PROCESS.name);
  }

  /** Renamed: by name, and without those that are dead and whose name somebody else has, for nobody can ask for them. */
  private gatherProcesses(): void {
    const { heap, core, processes } = this;
    const newest = heap.get(core.boot, BOOT.newest);
    for (let at = heap.get(core.boot, BOOT.processes); at !== NIL; at = heap.get(at, PROCESS.next)) {
      const isNewest = heap.get(newest, heap.get(at, PROCESS.name)) === at;
      if (!this.forms.renaming || isNewest || heap.get(at, PROCESS.state) === ALIVE) processes.push(at);
    }
    if (this.forms.renaming) processes.sort((a, b) => this.nameOf(a) - this.nameOf(b));
  }

  private placeProcess(process: Ref): void {
    const { heap } = this;
    this.place(process, LAYOUT.process);
    for (let at = heap.get(process, PROCESS.dropped); at !== NIL; at = heap.get(at, DROPPED.next)) {
      if (!this.place(at, LAYOUT.dropped)) break;
      this.addresses.note(heap.get(at, DROPPED.start), heap.get(at, DROPPED.pages));
    }
    this.addresses.endGroup();
    const mm = heap.get(process, PROCESS.mm);
    if (!this.place(mm, LAYOUT.mm)) return;
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      this.place(mapping, LAYOUT.mapping);
      this.placeTable(heap.get(mapping, MAPPING.table), heap.get(mapping, MAPPING.pages));
      this.addresses.note(heap.get(mapping, MAPPING.start), heap.get(mapping, MAPPING.pages));
    }
    this.addresses.endGroup();
    for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
      this.place(vma, LAYOUT.vma);
      const map = heap.get(vma, VMA.resvMap);
      if (this.place(map, LAYOUT.resvMap)) this.placeRegions(heap.get(map, RESV_MAP.regions));
      this.placeFile(heap.get(vma, VMA.inode));
    }
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      const table = heap.get(mapping, MAPPING.table);
      const pages = heap.get(mapping, MAPPING.pages);
      for (let index = 0; index < pages; index++) this.place(heap.get(table, index) >> 1, LAYOUT.page);
    }
  }

  private placeRegions(first: Ref): void {
    for (let region = first; region !== NIL; region = this.heap.get(region, REGION.next))
      this.place(region, LAYOUT.region);
  }

  private placeFile(inode: Ref): void {
    const { heap } = this;
    if (!this.place(inode, LAYOUT.inode)) return;
    this.inodes.push(inode);
    const cache = heap.get(inode, INODE.cache);
    const room = heap.get(inode, INODE.cacheRoom);
    this.placeTable(cache, room);
    this.placeRegions(heap.get(inode, INODE.regions));
    for (let index = 0; index < room; index++) this.place(heap.get(cache, index), LAYOUT.page);
  }

  /** Files that nobody maps, and the segments. */
  private placeFiles(): void {
    const { heap, core, segments } = this;
    const rest: Ref[] = [];
    for (let inode = heap.get(core.boot, BOOT.inodes); inode !== NIL; inode = heap.get(inode, INODE.next))
      if (this.at(inode) === 0) rest.push(inode);
    if (this.forms.renaming) rest.sort((a, b) => heap.get(a, INODE.path) - heap.get(b, INODE.path));
    for (const inode of rest) this.placeFile(inode);
    for (let segment = heap.get(core.boot, BOOT.segments); segment !== NIL; segment = heap.get(segment, SEGMENT.next))
      segments.push(segment);
    // Of one name the newest stays the first.
    if (this.forms.renaming) segments.sort((a, b) => heap.get(a, SEGMENT.name) - heap.get(b, SEGMENT.name));
    for (const segment of segments) this.place(segment, LAYOUT.segment);
  }

  private placeFreePages(): void {
    const { heap, core } = this;
    for (let hs = heap.get(core.boot, BOOT.hstates); hs !== NIL; hs = heap.get(hs, HS.next))
      for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next))
        for (let page = heap.get(node, NODE.list); page !== NIL; page = heap.get(page, PAGE.next))
          this.place(page, LAYOUT.page);
  }

  private arrange(): void {
    const { fileMappings } = this.core.kernel;
    for (const inode of this.inodes)
      if (this.heap.get(inode, INODE.users) > 1)
        fileMappings.arrange(this.heap, inode, (mm) => this.at(mm), this.forms.settled);
  }

  private copy(): void {
    const { heap, placed, tables } = this;
    if (this.words.length < this.top) this.words = new Int32Array(2 * this.top);
    else this.words.fill(0, FIRST_RECORD, this.top);
    const { words } = this;
    for (const { ref, layout } of placed) {
      const at = this.at(ref);
      for (let i = 0; i < layout.words; i++) words[at + i] = heap.get(ref, i);
      for (const field of layout.refs) words[at + field] = this.at(words[at + field] ?? NIL);
    }
    const newest = heap.get(this.core.boot, BOOT.newest);
    const caches = new Set(this.inodes.map((inode) => heap.get(inode, INODE.cache)));
    for (let i = 0; i < tables.length; i += 2) {
      const ref = tables[i] ?? NIL;
      const length = tables[i + 1] ?? 0;
      const at = this.at(ref);
      if (ref === newest || caches.has(ref)) {
        for (let k = 0; k < length; k++) words[at + k] = this.at(heap.get(ref, k));
      } else {
        for (let k = 0; k < length; k++) {
          const pte = heap.get(ref, k);
          words[at + k] = this.at(ptePage(pte)) * 2 + Number(isWritable(this.core, pte, this.forms.reuse));
        }
      }
    }
  }

  /** Lists of what was sorted, or left out. */
  private relink(): void {
    const boot = this.at(this.core.boot);
    this.chain(this.processes, boot + BOOT.processes, PROCESS.next);
    this.words[boot + BOOT.lastProcess] = this.at(this.processes.at(-1) ?? NIL);
    if (!this.forms.renaming) return;
    this.chain(this.inodes, boot + BOOT.inodes, INODE.next);
    this.chain(this.segments, boot + BOOT.segments, SEGMENT.next);
  }

  private chain(refs: readonly Ref[], head: number, next: number): void {
    let link = head;
    for (const ref of refs) {
      this.words[link] = this.at(ref);
      link = this.at(ref) + next;
    }
    this.words[link] = NIL;
  }

  private rename(): void {
    const { heap, words, placed, addresses } = this;
    const boot = this.at(this.core.boot);
    const newest = this.at(heap.get(this.core.boot, BOOT.newest));
    const pids = new Map(this.processes.map((process, i) => [heap.get(process, PROCESS.pid), FIRST_PID + i]));
    const files = new Map(this.inodes.map((inode, i) => [heap.get(inode, INODE.id), i + 1]));
    addresses.assign(ADDRESS_TOP);
    let pages = 0;
    let mappings = 0;
    for (const { ref, layout } of placed) {
      const at = this.at(ref);
      switch (layout) {
        case LAYOUT.node:
          // A free page is as good as one that was never used.
          words[at + NODE.list] = NIL;
          break;
        case LAYOUT.page:
          words[at + PAGE.id] = pages++;
          break;
        case LAYOUT.process:
          words[at + PROCESS.pid] = pids.get(heap.get(ref, PROCESS.pid)) ?? 0;
          break;
        case LAYOUT.mm:
          words[at + MM.pid] = pids.get(heap.get(ref, MM.pid)) ?? 0;
          break;
        case LAYOUT.inode:
          words[at + INODE.id] = files.get(heap.get(ref, INODE.id)) ?? 0;
          break;
        case LAYOUT.segment:
          words[at + SEGMENT.inodeId] = files.get(heap.get(ref, SEGMENT.inodeId)) ?? 0;
          break;
        case LAYOUT.mapping:
          words[at + MAPPING.id] = ++mappings;
          words[at + MAPPING.start] = addresses.of(heap.get(ref, MAPPING.start));
          break;
        case LAYOUT.dropped:
          words[at + DROPPED.start] = addresses.of(heap.get(ref, DROPPED.start));
          break;
        case LAYOUT.vma: {
          const start = heap.get(heap.get(ref, VMA.mapping), MAPPING.start);
          const by = addresses.of(start) - start;
          words[at + VMA.start] = heap.get(ref, VMA.start) + by;
          words[at + VMA.end] = heap.get(ref, VMA.end) + by;
        }
      }
    }
    words[boot + BOOT.nextPage] = pages;
    words[boot + BOOT.nextPid] = FIRST_PID + this.processes.length;
    words[boot + BOOT.nextInode] = this.inodes.length + 1;
    words[boot + BOOT.nextMapping] = mappings + 1;
    words[boot + BOOT.nextAddress] = addresses.lowest;
    for (const [process, name] of this.names) {
      words[this.at(process) + PROCESS.name] = name;
      words[newest + name] = this.at(process);
    }
  }
}
