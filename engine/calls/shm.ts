/** shmget, shmat, shmdt, shmctl(IPC_RMID) with SHM_HUGETLB (ipc/shm.c, hugetlb_file_setup). */
import { DEFAULT_PAGE_SIZE, PAGE_BYTES } from "../config.js";
import type { Core } from "../core.js";
import { evictIfUnused } from "../files/evict.js";
import { anonymousFile } from "../files/open.js";
import { munmap } from "../memory/munmap.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { MAPPING, MM, PROCESS } from "../state/process.js";
import { SEGMENT } from "../state/segment.js";
import { VM, VMA, has } from "../state/vma.js";
import { fail } from "../fail.js";
import { attach } from "./mmap.js";

/** The newest segment of that name, or NIL. */
export function findSegment(core: Core, name: string): Ref {
  const { heap } = core;
  const wanted = core.names.number(name);
  let segment = heap.get(core.boot, BOOT.segments);
  while (segment !== NIL && heap.get(segment, SEGMENT.name) !== wanted) segment = heap.get(segment, SEGMENT.next);
  return segment;
}

const KILOBYTE = 1024;

/**
 * A name that exists gives the same segment; a new one reserves its whole length, in bytes, here and not at shmat. The kernels of
 * 2008 reserve whole pages of it only (hugetlb_file_setup), and the rest cannot be attached.
 */
export function shmget(core: Core, name: string, length: number, noreserve: boolean): string {
  const { heap, kernel } = core;
  if (length <= 0) return fail(core, "EINVAL", "newseg");
  const kilobytes = Math.ceil(length / KILOBYTE);
  const pages = Math[kernel.roundsLength ? "ceil" : "floor"](length / PAGE_BYTES[DEFAULT_PAGE_SIZE]);
  const known = findSegment(core, name);
  if (known !== NIL && heap.get(known, SEGMENT.removed) === 0) {
    return kilobytes > heap.get(known, SEGMENT.kilobytes) ? fail(core, "EINVAL", "shm_more_checks") : "ok";
  }
  const inode = anonymousFile(core, DEFAULT_PAGE_SIZE, pages);
  heap.set(inode, INODE.linked, 1);
  if (!(noreserve && kernel.honoursShmNoreserve) && !kernel.reserveFile(core, inode, 0, pages)) {
    heap.set(inode, INODE.linked, 0);
    evictIfUnused(core, inode);
    return fail(core, "ENOMEM", "hugetlb_file_setup");
  }
  const segment = heap.allocate(SEGMENT.words);
  heap.set(segment, SEGMENT.name, core.names.number(name));
  heap.set(segment, SEGMENT.inode, inode);
  heap.set(segment, SEGMENT.inodeId, heap.get(inode, INODE.id));
  heap.set(segment, SEGMENT.pages, pages);
  heap.set(segment, SEGMENT.kilobytes, kilobytes);
  heap.set(segment, SEGMENT.next, heap.get(core.boot, BOOT.segments));
  heap.set(core.boot, BOOT.segments, segment);
  return "ok";
}

/** Makes a mapping of the segment's whole length; a removed segment can be attached while somebody else is. */
export function shmat(core: Core, mapping: string, segment: Ref, readonly: boolean): string {
  if (isGone(core, segment)) return fail(core, "EINVAL", "do_shmat");
  const { heap, kernel } = core;
  const whole = heap.get(segment, SEGMENT.pages) * PAGE_BYTES[DEFAULT_PAGE_SIZE];
  if (!kernel.roundsLength && heap.get(segment, SEGMENT.kilobytes) * KILOBYTE > whole)
    return fail(core, "EINVAL", "hugetlb_get_unmapped_area");
  return attach(core, mapping, heap.get(segment, SEGMENT.inode), heap.get(segment, SEGMENT.pages), readonly);
}

/** Removes what is left of the attached mapping; EINVAL when nothing is. */
export function shmdt(core: Core, mapping: Ref): string {
  const { heap } = core;
  const mm = heap.get(core.current, PROCESS.mm);
  const start = heap.get(mapping, MAPPING.start);
  const end = start + heap.get(mapping, MAPPING.pages);
  for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
    if (heap.get(vma, VMA.mapping) !== mapping || !has(heap, vma, VM.segment)) continue;
    munmap(core, mm, start, end, "munmap");
    return "ok";
  }
  return fail(core, "EINVAL", "ksys_shmdt");
}

/** IPC_RMID: the name is free at once, the memory when nobody is attached any more. */
export function shmrm(core: Core, segment: Ref): string {
  const { heap } = core;
  if (isGone(core, segment)) return fail(core, "EINVAL", "shmctl_down");
  heap.set(segment, SEGMENT.removed, 1);
  const inode = heap.get(segment, SEGMENT.inode);
  heap.set(inode, INODE.linked, 0);
  evictIfUnused(core, inode);
  return "ok";
}

/** shm_destroy has been there: it was removed, and its last attachment is gone. */
function isGone(core: Core, segment: Ref): boolean {
  const { heap } = core;
  if (heap.get(segment, SEGMENT.removed) === 0) return false;
  let inode = heap.get(core.boot, BOOT.inodes);
  while (inode !== NIL && heap.get(inode, INODE.id) !== heap.get(segment, SEGMENT.inodeId))
    inode = heap.get(inode, INODE.next);
  return inode === NIL;
}
