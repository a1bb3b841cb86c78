/** A machine's state in full, to look at: processes, their mappings page by page, files with page cache and reserve map. */
import type { Core } from "./core.js";
import type { PageId, Pid } from "./event.js";
import type { MachineView } from "./machine.js";
import { BOOT } from "./state/boot.js";
import type { Heap, Ref } from "./state/heap.js";
import { NIL } from "./state/heap.js";
import { INODE, cachedPage } from "./state/inode.js";
import { PAGE } from "./state/page.js";
import { ALIVE, EXITED, MAPPING, MM, PROCESS, getPte, ptePage, pteWritable } from "./state/process.js";
import { regionsOf, type Region } from "./state/regions.js";
import { RESV_MAP } from "./state/resv-map.js";
import { VM, VMA, fileIndex, has, vmaAt } from "./state/vma.js";

export interface ProcessView {
  readonly pid: Pid;
  readonly name: string;
  /** Pid of the process that forked it; null for those alive at the start. */
  readonly parent: Pid | null;
  readonly state: "alive" | "exited" | "killed";
  /** What killed it. */
  readonly signal: string | null;
}

/** One page of a mapping. `promised`: absent, and a reserve waits for it. `taken`: absent, and its next touch kills. */
export type PageView =
  | { readonly is: "present"; readonly page: PageId; readonly writable: boolean; readonly node: number }
  | { readonly is: "absent"; readonly promised: boolean; readonly taken: boolean }
  | { readonly is: "unmapped" };

export interface MappingView {
  readonly name: string;
  readonly pages: number;
  /** Path of the file; the empty string for memory without one. */
  readonly file: string;
  readonly share: "shared" | "private";
  /** Its private reserve is its own. */
  readonly owner: boolean;
  /** Pages of private reserve left that are counted but belong to no page in particular (2.6.26+reserve). */
  readonly reserve: number;
  /** Page `index`, from 0. */
  readonly page: (index: number) => PageView;
}

export interface FileView {
  readonly path: string;
  /** Unlinked files live on while they are mapped. */
  readonly linked: boolean;
  /** i_size in pages. */
  readonly pages: number;
  /** Page cache: file page -> page. */
  readonly cached: readonly { readonly index: number; readonly page: PageId }[];
  /** The reserve map: file pages that are reserved or allocated. */
  readonly regions: readonly Region[];
  /** VMAs that map it. */
  readonly users: number;
}

/** Every process that there ever was, in the order of their pids. */
export function processesOf(machine: MachineView): readonly ProcessView[] {
  const { heap, names, boot } = machine.parts;
  return refs(heap, heap.get(boot, BOOT.processes), PROCESS.next).map((process) => {
    const state = heap.get(process, PROCESS.state);
    const parent = heap.get(process, PROCESS.parent);
    return {
      pid: heap.get(process, PROCESS.pid),
      name: names.text(heap.get(process, PROCESS.name)),
      parent: parent === NIL ? null : heap.get(parent, PROCESS.pid),
      state: state === ALIVE ? "alive" : state === EXITED ? "exited" : "killed",
      signal: state === ALIVE || state === EXITED ? null : names.text(heap.get(process, PROCESS.signal)),
    };
  });
}

/** The mappings of a living process, in the order in which they were made; none for one that is gone. */
export function mappingsOf(machine: MachineView, pid: Pid): readonly MappingView[] {
  const core = machine.parts;
  const { heap, boot } = core;
  const process = refs(heap, heap.get(boot, BOOT.processes), PROCESS.next).find(
    (each) => heap.get(each, PROCESS.pid) === pid,
  );
  if (process === undefined || heap.get(process, PROCESS.state) !== ALIVE) return [];
  const mm = heap.get(process, PROCESS.mm);
  return refs(heap, heap.get(mm, MM.mappings), MAPPING.next).map((mapping) => mappingView(core, mm, mapping));
}

/** Every file that is there, unlinked ones too while somebody maps them. */
export function filesOf(machine: MachineView): readonly FileView[] {
  const { heap, names, boot } = machine.parts;
  return refs(heap, heap.get(boot, BOOT.inodes), INODE.next).map((inode) => ({
    path: names.text(heap.get(inode, INODE.path)),
    linked: heap.get(inode, INODE.linked) !== 0,
    pages: heap.get(inode, INODE.size),
    cached: cacheOf(heap, inode),
    regions: regionsOf(heap, inode, INODE.regions),
    users: heap.get(inode, INODE.users),
  }));
}

function mappingView(core: Core, mm: Ref, mapping: Ref): MappingView {
  const { heap, names } = core;
  const start = heap.get(mapping, MAPPING.start);
  const pages = heap.get(mapping, MAPPING.pages);
  const inode = heap.get(mapping, MAPPING.inode);
  const own = refs(heap, heap.get(mm, MM.vmas), VMA.next).filter((vma) => heap.get(vma, VMA.mapping) === mapping);
  return {
    name: names.text(heap.get(mapping, MAPPING.name)),
    pages,
    file: names.text(heap.get(inode, INODE.path)),
    share: own.some((vma) => has(heap, vma, VM.shared)) ? "shared" : "private",
    owner: own.some((vma) => has(heap, vma, VM.owner)),
    reserve: own.reduce((sum, vma) => (has(heap, vma, VM.shared) ? sum : sum + heap.get(vma, VMA.reserve)), 0),
    page: (index) => {
      const address = start + index;
      const vma = index < 0 || index >= pages ? NIL : vmaAt(heap, mm, address);
      if (vma === NIL) return { is: "unmapped" };
      const pte = getPte(heap, mapping, address);
      if (pte === 0)
        return { is: "absent", promised: isPromised(heap, vma, address), taken: has(heap, vma, VM.unmapped) };
      const page = ptePage(pte);
      return {
        is: "present",
        page: heap.get(page, PAGE.id),
        writable: pteWritable(pte),
        node: heap.get(page, PAGE.node),
      };
    },
  };
}

/**
 * A reserve waits for this absent page: the file's map holds it and the page cache does not (shared), or the owner's map
 * does not hold it as consumed (private, from 2.6.27 on). A reserve that is only counted in the VMA belongs to no page.
 */
function isPromised(heap: Heap, vma: Ref, address: number): boolean {
  const index = fileIndex(heap, vma, address);
  const inode = heap.get(vma, VMA.inode);
  if (has(heap, vma, VM.shared))
    return holds(heap, inode, INODE.regions, index) && cachedPage(heap, inode, index) === NIL;
  const map = heap.get(vma, VMA.resvMap);
  return map !== NIL && !has(heap, vma, VM.noreserve) && !holds(heap, map, RESV_MAP.regions, index);
}

function holds(heap: Heap, owner: Ref, head: number, index: number): boolean {
  return regionsOf(heap, owner, head).some(({ from, to }) => from <= index && index < to);
}

function cacheOf(heap: Heap, inode: Ref): FileView["cached"] {
  const found: { index: number; page: PageId }[] = [];
  for (let index = 0; index < heap.get(inode, INODE.cacheRoom); index++) {
    const page = cachedPage(heap, inode, index);
    if (page !== NIL) found.push({ index, page: heap.get(page, PAGE.id) });
  }
  return found;
}

/** The records of a list, from its first on. */
function refs(heap: Heap, first: Ref, next: number): readonly Ref[] {
  const found: Ref[] = [];
  for (let at = first; at !== NIL; at = heap.get(at, next)) found.push(at);
  return found;
}
