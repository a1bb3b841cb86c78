/** mmap of a hugetlbfs file (do_mmap_pgoff, mmap_region, hugetlbfs_file_mmap, hugetlb_reserve_pages). */
import { DEFAULT_PAGE_SIZE, PAGE_BYTES } from "../config.js";
import type { Core } from "../core.js";
import { evictIfUnused } from "../files/evict.js";
import { anonymousFile, open } from "../files/open.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { MAPPING, MM, PROCESS, findMapping, linkMapping } from "../state/process.js";
import { VM, VMA, has, linkVma } from "../state/vma.js";
import type { MmapStep } from "../step.js";
import { freshAddress } from "./address.js";
import { fail } from "../fail.js";

/** "ok" or an errno. Whatever goes wrong in hugetlbfs_file_mmap, a missing quota too, is ENOMEM. */
export function mmap(core: Core, step: MmapStep): string {
  const { heap } = core;
  const mm = heap.get(core.current, PROCESS.mm);
  forgetGone(core, mm, core.names.number(step.mapping));
  const bytes = PAGE_BYTES[step.pageSize];
  const { kernel } = core;
  // hugetlb_get_unmapped_area; MAP_ANONYMOUS | MAP_HUGETLB comes with 2.6.32 (4e52780d41a7).
  const length = kernel.roundsLength ? Math.ceil(step.length / bytes) * bytes : step.length;
  if (
    length <= 0 ||
    length % bytes !== 0 ||
    step.offset % bytes !== 0 ||
    (step.file === null && !kernel.mapsAnonymous)
  ) {
    return fail(core, "EINVAL", "hugetlb_get_unmapped_area");
  }
  const pages = length / bytes;
  const inode = step.file === null ? anonymousFile(core, step.pageSize, pages) : open(core, step.file);
  const mapping = newMapping(core, step.mapping, pages, inode);
  const vma = newVma(core, mm, mapping, inode, step.offset / bytes, flagsOf(core, step));
  const before = core.events?.length ?? 0;
  if (!core.kernel.reservePages(core, vma, mapping)) {
    heap.release(vma, VMA.words);
    releaseMapping(core, mapping);
    heap.add(core.boot, BOOT.nextMapping, -1);
    evictIfUnused(core, inode);
    return fail(core, "ENOMEM", "hugetlbfs_file_mmap");
  }
  linkMapping(heap, mm, mapping);
  linkVma(heap, vma);
  core.kernel.fileMappings.insert(heap, inode, vma);
  heap.add(inode, INODE.users, 1);
  if (has(heap, vma, VM.write))
    heap.set(inode, INODE.size, Math.max(heap.get(inode, INODE.size), heap.get(vma, VMA.pgoff) + pages));
  core.events?.splice(before, 0, {
    kind: "mmap",
    pid: heap.get(core.current, PROCESS.pid),
    mapping: heap.get(mapping, MAPPING.id),
    name: step.mapping,
    file: step.file === null ? null : step.file.path,
    inode: heap.get(inode, INODE.id),
    pages,
    offset: heap.get(vma, VMA.pgoff),
    share: step.share,
    protection: step.protection,
    pageSize: step.pageSize,
    noreserve: has(heap, vma, VM.noreserve),
    owner: core.kernel.ownsReserve(core, vma),
    fn: "hugetlbfs_file_mmap",
  });
  // Failures here are ignored: mmap has succeeded.
  if (has(heap, vma, VM.locked)) core.kernel.populate(core, vma);
  if (step.flags.includes("populate")) core.kernel.populate(core, vma);
  return "ok";
}

function newMapping(core: Core, name: string, pages: number, inode: Ref): Ref {
  const { heap } = core;
  const mapping = heap.allocate(MAPPING.words);
  const id = heap.get(core.boot, BOOT.nextMapping);
  heap.set(core.boot, BOOT.nextMapping, id + 1);
  heap.set(mapping, MAPPING.id, id);
  heap.set(mapping, MAPPING.name, core.names.number(name));
  heap.set(mapping, MAPPING.start, freshAddress(core, pages));
  heap.set(mapping, MAPPING.pages, pages);
  heap.set(mapping, MAPPING.table, heap.allocate(pages));
  heap.set(mapping, MAPPING.inode, inode);
  heap.set(mapping, MAPPING.length, pages);
  return mapping;
}

function newVma(core: Core, mm: Ref, mapping: Ref, inode: Ref, pgoff: number, flags: number): Ref {
  const { heap } = core;
  const vma = heap.allocate(VMA.words);
  const start = heap.get(mapping, MAPPING.start);
  heap.set(vma, VMA.start, start);
  heap.set(vma, VMA.end, start + heap.get(mapping, MAPPING.pages));
  heap.set(vma, VMA.pgoff, pgoff);
  heap.set(vma, VMA.inode, inode);
  heap.set(vma, VMA.mm, mm);
  heap.set(vma, VMA.mapping, mapping);
  heap.set(vma, VMA.flags, flags);
  return vma;
}

function flagsOf(core: Core, step: MmapStep): number {
  return (
    (step.protection.includes("r") ? VM.read : 0) |
    (step.protection.includes("w") ? VM.write : 0) |
    (step.share === "shared" ? VM.shared : 0) |
    (step.flags.includes("locked") ? VM.locked : 0) |
    (core.kernel.honoursNoreserve && step.flags.includes("noreserve") ? VM.noreserve : 0)
  );
}

/** do_shmat: a shared mapping of a segment's file; its reserve was made by shmget. */
export function attach(core: Core, name: string, inode: Ref, pages: number, readonly: boolean): string {
  const { heap } = core;
  const mm = heap.get(core.current, PROCESS.mm);
  forgetGone(core, mm, core.names.number(name));
  const mapping = newMapping(core, name, pages, inode);
  const vma = newVma(core, mm, mapping, inode, 0, VM.read | VM.shared | VM.segment | (readonly ? 0 : VM.write));
  linkMapping(heap, mm, mapping);
  linkVma(heap, vma);
  core.kernel.fileMappings.insert(heap, inode, vma);
  heap.add(inode, INODE.users, 1);
  core.events?.push({
    kind: "mmap",
    pid: heap.get(core.current, PROCESS.pid),
    mapping: heap.get(mapping, MAPPING.id),
    name,
    file: null,
    inode: heap.get(inode, INODE.id),
    pages,
    offset: 0,
    share: "shared",
    protection: readonly ? "r" : "rw",
    pageSize: DEFAULT_PAGE_SIZE,
    noreserve: false,
    owner: false,
    fn: "do_shmat",
  });
  return "ok";
}

/** The name is bound anew: what it named before, if nothing of it is mapped any more, is forgotten. */
function forgetGone(core: Core, mm: Ref, name: number): void {
  const { heap } = core;
  const old = findMapping(heap, mm, name);
  if (old === NIL) return;
  for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
    if (heap.get(vma, VMA.mapping) === old) return;
  }
  const next = heap.get(old, MAPPING.next);
  let at = heap.get(mm, MM.mappings);
  if (at === old) {
    heap.set(mm, MM.mappings, next);
  } else {
    while (heap.get(at, MAPPING.next) !== old) at = heap.get(at, MAPPING.next);
    heap.set(at, MAPPING.next, next);
  }
  releaseMapping(core, old);
}

/** The mapping's name and page table are gone. */
export function releaseMapping(core: Core, mapping: Ref): void {
  const { heap } = core;
  heap.release(heap.get(mapping, MAPPING.table), heap.get(mapping, MAPPING.pages));
  heap.release(mapping, MAPPING.words);
}
