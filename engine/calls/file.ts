/** ftruncate, fallocate, unlink: calls on a file. */
import { PAGE_BYTES } from "../config.js";
import type { Core } from "../core.js";
import { evictIfUnused } from "../files/evict.js";
import { lookup, open } from "../files/open.js";
import { hstateOfInode, pageSizeOf } from "../pool/of.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { VMA } from "../state/vma.js";
import type { FileName } from "../step.js";
import { fail } from "../fail.js";

/** hugetlbfs_setattr, hugetlb_vmtruncate: `length` in bytes. Growing goes the same way as shrinking. */
export function ftruncate(core: Core, file: FileName, length: number): string {
  const { heap } = core;
  const inode = open(core, file);
  const bytes = PAGE_BYTES[pageSizeOf(core, hstateOfInode(core, inode))];
  if (length < 0 || length % bytes !== 0) return fail(core, "EINVAL", "hugetlb_vmtruncate");
  const size = length / bytes;
  heap.set(inode, INODE.size, size);
  core.events?.push({ kind: "truncate", inode: heap.get(inode, INODE.id), pages: size, fn: "hugetlb_vmtruncate" });
  // Every VMA loses its pages past the end, private copies too (hugetlb_vmtruncate_list).
  for (const vma of core.kernel.fileMappings.overlapping(heap, inode, size, Infinity)) unmapPastEnd(core, vma, size);
  core.kernel.truncate(core, inode, size);
  return "ok";
}

function unmapPastEnd(core: Core, vma: Ref, size: number): void {
  const { heap } = core;
  const start = heap.get(vma, VMA.start);
  const from = start + Math.max(0, size - heap.get(vma, VMA.pgoff));
  core.kernel.unmapRange(core, vma, from, heap.get(vma, VMA.end), "truncate");
}

/** `from` and `to` in bytes. */
export function fallocate(core: Core, file: FileName, from: number, to: number, punch: boolean): string {
  return core.kernel.fallocate(core, open(core, file), from, to, punch);
}

/** The name goes; the file itself with its last mapping. */
export function unlink(core: Core, file: FileName): string {
  const inode = lookup(core, file);
  if (inode === NIL) return fail(core, "ENOENT", "do_unlinkat");
  core.heap.set(inode, INODE.linked, 0);
  core.events?.push({ kind: "unlink", inode: core.heap.get(inode, INODE.id), fn: "do_unlinkat" });
  evictIfUnused(core, inode);
  return "ok";
}
