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
import { ALIVE, MAPPING, MM, PROCESS, makePte, ptePage } from "../state/process.js";
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
/** Everybody keeps his own. */
export const OWN_NAMES: NewNames = new Map();

const FIRST_ROOM = 1024;

/** A block of addresses, or of page table entries. */
type Table = "addresses" | "entries";

export class Canonical {
  /** The image: the records at [FIRST_RECORD, top). */
  words = new Int32Array(FIRST_ROOM);
  top = FIRST_RECORD;
  /** Where the records of the image start, in its order; `records` of them. */
  starts = new Int32Array(FIRST_ROOM);
  records = 0;

  /** New address of each record of the heap, by its old one. */
  private forward = new Int32Array(FIRST_ROOM);
  /** Of each record of the image: its address in the heap, what it is, and its words. */
  private refs = new Int32Array(FIRST_ROOM);
  private readonly kinds: (Layout | Table)[] = [];
  private lengths = new Int32Array(FIRST_ROOM);
  private processes: Ref[] = [];
  private inodes: Ref[] = [];
  private segments: Ref[] = [];
  private readonly addresses = new Addresses();
  private core: Core;
  private heap: Heap;
  private names: NewNames = OWN_NAMES;

  private readonly rank = (mm: Ref): number => this.at(mm);

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
    for (const process of this.processes) this.placeMemory(this.heap.get(process, PROCESS.mm));
    this.placeFiles();
    // Pages come last: most steps add or take away some, and so they move little else.
    for (const process of this.processes) this.placeMapped(this.heap.get(process, PROCESS.mm));
    for (const inode of this.inodes) this.placeCached(inode);
    if (this.forms.renaming) this.arrange();
    else this.placeFreePages();
    this.copy();
    this.relink();
    if (this.forms.renaming) this.rename();
  }

  private reset(): void {
    if (this.forward.length < this.heap.length) this.forward = new Int32Array(2 * this.heap.length);
    else this.forward.fill(0, 0, this.heap.length);
    this.top = FIRST_RECORD;
    this.records = 0;
    this.processes = [];
    this.inodes = [];
    this.segments = [];
    this.addresses.reset();
  }

  private at(ref: Ref): number {
    return this.forward[ref] ?? 0;
  }

  /** Gives the record the next address of the image; false when it has one. */
  private place(ref: Ref, layout: Layout): boolean {
    if (ref === NIL || this.at(ref) !== 0) return false;
    this.reserve(ref, layout, layout.words);
    return true;
  }

  private placeTable(ref: Ref, words: number, kind: Table): void {
    if (ref === NIL || words === 0 || this.at(ref) !== 0) return;
    this.reserve(ref, kind, words);
  }

  private reserve(ref: Ref, kind: Layout | Table, words: number): void {
    const record = this.records++;
    if (record >= this.starts.length) {
      this.starts = roomFor(this.starts, record + 1);
      this.refs = roomFor(this.refs, record + 1);
      this.lengths = roomFor(this.lengths, record + 1);
    }
    this.starts[record] = this.top;
    this.refs[record] = ref;
    this.kinds[record] = kind;
    this.lengths[record] = words;
    this.forward[ref] = this.top;
    this.top += roomOf(words);
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
    this.placeTable(heap.get(core.boot, BOOT.newest), heap.get(core.boot, BOOT.newestRoom), "addresses");
  }

  private nameOf(process: Ref): number {
    const own = this.heap.get(process, PROCESS.name);
    return this.names.size === 0 ? own : (this.names.get(process) ?? own);
  }

  /** Renamed: by name, and without those that are dead and whose name somebody else has, for nobody can ask for them. */
  private gatherProcesses(): void {
    const { heap, core, processes } = this;
    const newest = heap.get(core.boot, BOOT.newest);
    for (let at = heap.get(core.boot, BOOT.processes); at !== NIL; at = heap.get(at, PROCESS.next)) {
      const isNewest = heap.get(newest, heap.get(at, PROCESS.name)) === at;
      if (!this.forms.renaming || isNewest || heap.get(at, PROCESS.state) === ALIVE) processes.push(at);
    }
    if (this.forms.renaming && !this.isInOrder()) processes.sort((a, b) => this.nameOf(a) - this.nameOf(b));
  }

  private isInOrder(): boolean {
    const { processes } = this;
    for (let i = 1; i < processes.length; i++)
      if (this.nameOf(processes[i - 1] ?? NIL) > this.nameOf(processes[i] ?? NIL)) return false;
    return true;
  }

  private placeProcess(process: Ref): void {
    const { heap } = this;
    this.place(process, LAYOUT.process);
    for (let at = heap.get(process, PROCESS.dropped); at !== NIL; at = heap.get(at, DROPPED.next)) {
      if (!this.place(at, LAYOUT.dropped)) break;
      this.addresses.note(heap.get(at, DROPPED.start), heap.get(at, DROPPED.pages));
    }
    this.addresses.endGroup();
  }

  /** What an mm consists of, but its pages. */
  private placeMemory(mm: Ref): void {
    const { heap } = this;
    if (!this.place(mm, LAYOUT.mm)) return;
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      this.place(mapping, LAYOUT.mapping);
      this.placeTable(heap.get(mapping, MAPPING.table), heap.get(mapping, MAPPING.pages), "entries");
      this.addresses.note(heap.get(mapping, MAPPING.start), heap.get(mapping, MAPPING.pages));
    }
    this.addresses.endGroup();
    for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
      this.place(vma, LAYOUT.vma);
      const map = heap.get(vma, VMA.resvMap);
      if (this.place(map, LAYOUT.resvMap)) this.placeRegions(heap.get(map, RESV_MAP.regions));
      this.placeFile(heap.get(vma, VMA.inode));
    }
  }

  private placeMapped(mm: Ref): void {
    const { heap } = this;
    if (mm === NIL) return;
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      const table = heap.get(mapping, MAPPING.table);
      const pages = heap.get(mapping, MAPPING.pages);
      for (let index = 0; index < pages; index++) this.place(ptePage(heap.get(table, index)), LAYOUT.page);
    }
  }

  private placeCached(inode: Ref): void {
    const { heap } = this;
    const cache = heap.get(inode, INODE.cache);
    const room = heap.get(inode, INODE.cacheRoom);
    for (let index = 0; index < room; index++) this.place(heap.get(cache, index), LAYOUT.page);
  }

  private placeRegions(first: Ref): void {
    for (let region = first; region !== NIL; region = this.heap.get(region, REGION.next))
      this.place(region, LAYOUT.region);
  }

  private placeFile(inode: Ref): void {
    const { heap } = this;
    if (!this.place(inode, LAYOUT.inode)) return;
    this.inodes.push(inode);
    this.placeTable(heap.get(inode, INODE.cache), heap.get(inode, INODE.cacheRoom), "addresses");
    this.placeRegions(heap.get(inode, INODE.regions));
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
      if (this.heap.get(inode, INODE.users) > 1) fileMappings.arrange(this.heap, inode, this.rank, this.forms.settled);
  }

  private copy(): void {
    if (this.words.length < this.top) this.words = new Int32Array(2 * this.top);
    else this.words.fill(0, FIRST_RECORD, this.top);
    const { heap, words, starts, refs, lengths } = this;
    for (let record = 0; record < this.records; record++) {
      const at = starts[record] ?? 0;
      const ref = refs[record] ?? NIL;
      const length = lengths[record] ?? 0;
      const kind = this.kinds[record] ?? "entries";
      switch (kind) {
        case "addresses":
          for (let i = 0; i < length; i++) words[at + i] = this.at(heap.get(ref, i));
          break;
        case "entries":
          for (let i = 0; i < length; i++) words[at + i] = this.entry(heap.get(ref, i));
          break;
        default:
          for (let i = 0; i < length; i++) words[at + i] = heap.get(ref, i);
          for (const field of kind.refs) words[at + field] = this.at(words[at + field] ?? NIL);
      }
    }
  }

  private entry(pte: number): number {
    return pte === 0 ? 0 : makePte(this.at(ptePage(pte)), isWritable(this.core, pte, this.forms.reuse));
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
    const { heap, words, starts, refs, addresses } = this;
    const boot = this.at(this.core.boot);
    const newest = this.at(heap.get(this.core.boot, BOOT.newest));
    addresses.assign(ADDRESS_TOP);
    let pages = 0;
    let mappings = 0;
    for (let record = 0; record < this.records; record++) {
      const at = starts[record] ?? 0;
      const ref = refs[record] ?? NIL;
      const kind = this.kinds[record];
      if (typeof kind !== "object") continue;
      switch (kind) {
        case LAYOUT.node:
          // A free page is as good as one that was never used.
          words[at + NODE.list] = NIL;
          break;
        case LAYOUT.page:
          words[at + PAGE.id] = pages++;
          break;
        case LAYOUT.mm:
          words[at + MM.pid] = this.pidOf(heap.get(ref, MM.pid));
          break;
        case LAYOUT.segment:
          words[at + SEGMENT.inodeId] = this.fileOf(heap.get(ref, SEGMENT.inodeId));
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
    this.processes.forEach((process, i) => (words[this.at(process) + PROCESS.pid] = FIRST_PID + i));
    this.inodes.forEach((inode, i) => (words[this.at(inode) + INODE.id] = i + 1));
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

  /** The new pid of the process that has that one; 0 = it is not there any more. */
  private pidOf(pid: number): number {
    const { heap, processes } = this;
    for (let i = 0; i < processes.length; i++)
      if (heap.get(processes[i] ?? NIL, PROCESS.pid) === pid) return FIRST_PID + i;
    return 0;
  }

  /** The new id of the file that has that one; 0 = it is not there any more. */
  private fileOf(id: number): number {
    return this.inodes.findIndex((inode) => this.heap.get(inode, INODE.id) === id) + 1;
  }
}
