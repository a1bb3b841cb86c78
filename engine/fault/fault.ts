/** A touch of a huge page: hugetlb_fault, hugetlb_no_page, hugetlb_cow. */
import type { Core } from "../core.js";
import { KernelBug } from "../core.js";
import type { Fault } from "../pool/page-life.js";
import { FAULT, allocHugePage, cite, putPage } from "../pool/page-life.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE, cachedPage, setCachedPage } from "../state/inode.js";
import { PAGE } from "../state/page.js";
import { MAPPING, MM, getPte, makePte, ptePage, pteWritable, setPte } from "../state/process.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import { unmapRefPrivate } from "./take.js";

/** hugetlb_fault: makes the page at that address accessible. On failure `core.cause` says why. */
export function hugetlbFault(core: Core, vma: Ref, address: number, write: boolean): Fault {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const pte = getPte(heap, mapping, address);
  if (pte === 0) return noPage(core, vma, address, write);
  if (write && !pteWritable(pte)) {
    const cached = cachedPage(heap, heap.get(vma, VMA.inode), fileIndex(heap, vma, address));
    return copyOnWrite(core, vma, address, pte, cached);
  }
  core.events?.push({
    kind: "hit",
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
    page: heap.get(ptePage(pte), PAGE.id),
    access: write ? "write" : "read",
    fn: "hugetlb_fault",
  });
  return FAULT.ok;
}

/** hugetlb_no_page: nothing is mapped there yet. */
function noPage(core: Core, vma: Ref, address: number, write: boolean): Fault {
  const { heap, kernel } = core;
  if (has(heap, vma, VM.unmapped)) {
    // The data of the time of the fork is gone; a fresh page would look like corruption.
    core.events?.push({
      kind: "printk",
      text: `PID ${String(core.currentPid ?? 0)} killed due to inadequate hugepage pool`,
      ...cite(kernel.ownerCopy, "hugetlb_no_page"),
    });
    core.cause = { why: "unmapped" };
    return FAULT.sigbus;
  }
  const inode = heap.get(vma, VMA.inode);
  const index = fileIndex(heap, vma, address);
  const shared = has(heap, vma, VM.shared);
  let page = cachedPage(heap, inode, index);
  if (index >= heap.get(inode, INODE.size)) {
    core.cause = { why: "past-end" };
    return FAULT.sigbus;
  }
  if (page === NIL) {
    const got = allocHugePage(core, vma, address, false);
    if (got.fault !== FAULT.ok) {
      core.cause = core.shortage === null ? null : { why: "no-page", shortage: core.shortage };
      return got.fault;
    }
    page = got.page;
    if (shared) {
      heap.add(page, PAGE.count, 1);
      setCachedPage(heap, inode, index, page);
      core.events?.push({ kind: "cache", inode: heap.get(inode, INODE.id), index, page: heap.get(page, PAGE.id), fn: "add_to_page_cache" });
    }
  } else {
    heap.add(page, PAGE.count, 1);
  }
  const pte = mapPage(core, vma, address, page, shared && has(heap, vma, VM.write), "hugetlb_no_page");
  // A private write breaks the copy-on-write in the same fault.
  return write && !shared ? copyOnWrite(core, vma, address, pte, page) : FAULT.ok;
}

/** hugetlb_cow: a write to a page that is mapped read-only. `cached`: the page cache's page at that file page, or NIL. */
function copyOnWrite(core: Core, vma: Ref, address: number, pte: number, cached: Ref): Fault {
  const { heap, kernel } = core;
  const old = ptePage(pte);
  if (heap.get(old, PAGE.count) === 1) return reuse(core, vma, address, old);

  // The owner copies a page of its own beside its reserve, or a mapping touched in part at the time of the fork would
  // spend on copies what is promised to its untouched pages. Over the file's own page the reserve of that page is still there.
  const outsideReserve = kernel.ownerCopy.takesFromChildren && has(heap, vma, VM.owner) && !has(heap, vma, VM.shared) && old !== cached;
  const got = allocHugePage(core, vma, address, outsideReserve);
  if (got.fault !== FAULT.ok) {
    if (!outsideReserve) {
      core.cause = core.shortage === null ? null : { why: "cow-no-page", shortage: core.shortage };
      return got.fault;
    }
    unmapRefPrivate(core, vma, old, address);
    if (heap.get(old, PAGE.count) !== 1) {
      throw new KernelBug("BUG_ON(page_count(old_page) != 1) in hugetlb_cow");
    }
    return reuse(core, vma, address, old);
  }
  const mapping = heap.get(vma, VMA.mapping);
  core.events?.push({
    kind: "copy",
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
    from: heap.get(old, PAGE.id),
    to: heap.get(got.page, PAGE.id),
    ...cite(kernel.ownerCopy, "hugetlb_cow"),
  });
  mapPage(core, vma, address, got.page, true, "hugetlb_cow");
  putPage(core, old);
  return FAULT.ok;
}

/** Nobody else has the page: it is made writable in place. */
function reuse(core: Core, vma: Ref, address: number, page: Ref): Fault {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  setPte(heap, mapping, address, makePte(page, true));
  core.events?.push({
    kind: "reuse",
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
    page: heap.get(page, PAGE.id),
    fn: "hugetlb_cow",
  });
  return FAULT.ok;
}

/** set_huge_pte_at: the reference on the page is the caller's. Gives the new entry. */
export function mapPage(core: Core, vma: Ref, address: number, page: Ref, writable: boolean, fn: string): number {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const pte = makePte(page, writable);
  setPte(heap, mapping, address, pte);
  core.events?.push({
    kind: "map",
    pid: heap.get(heap.get(vma, VMA.mm), MM.pid),
    mapping: heap.get(mapping, MAPPING.id),
    index: address - heap.get(mapping, MAPPING.start),
    page: heap.get(page, PAGE.id),
    writable,
    fn,
  });
  return pte;
}
