/** A touch of a huge page: hugetlb_fault, hugetlb_no_page, hugetlb_cow. */
import type { Core } from "../core.js";
import { KernelBug } from "../core.js";
import { cite } from "../cite.js";
import type { Fault } from "../fault.js";
import { FAULT } from "../fault.js";
import { addCached } from "../files/cache.js";
import { touchMarked } from "../memory/mark.js";
import { mapPage, reuse, tellCopy, tellHit } from "../memory/map.js";
import { putPage } from "../pool/put-page.js";
import { slotAt } from "../slot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE, cachedPage } from "../state/inode.js";
import { PAGE } from "../state/page.js";
import { getPte, ptePage, pteWritable } from "../state/process.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import { allocHugePage } from "./alloc.js";
import type { Rules2008 } from "./rules.js";
import { unmapRefPrivate } from "./take.js";

/** hugetlb_fault: makes the page at that address accessible. On failure `core.cause` says why. */
export function hugetlbFault(core: Core, rules: Rules2008, vma: Ref, address: number, write: boolean): Fault {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const pte = getPte(heap, mapping, address);
  if (pte === 0) return noPage(core, rules, vma, address, write);
  if (write && !pteWritable(pte)) {
    const cached = cachedPage(heap, heap.get(vma, VMA.inode), fileIndex(heap, vma, address));
    return copyOnWrite(core, rules, vma, address, pte, cached);
  }
  tellHit(core, vma, address, write);
  return FAULT.ok;
}

/** hugetlb_no_page: nothing is mapped there yet. */
function noPage(core: Core, rules: Rules2008, vma: Ref, address: number, write: boolean): Fault {
  const { heap } = core;
  if (has(heap, vma, VM.unmapped)) return touchMarked(core, cite(rules.ownerCopy, "hugetlb_no_page"));
  const inode = heap.get(vma, VMA.inode);
  const index = fileIndex(heap, vma, address);
  const shared = has(heap, vma, VM.shared);
  let page = cachedPage(heap, inode, index);
  if (index >= heap.get(inode, INODE.size)) {
    core.cause = { why: "past-end" };
    return FAULT.sigbus;
  }
  if (page === NIL) {
    const got = allocHugePage(core, rules, vma, address, false);
    if (got.fault !== FAULT.ok) {
      core.cause = core.shortage === null ? null : { why: "no-page", shortage: core.shortage };
      return got.fault;
    }
    page = got.page;
    if (shared) {
      addCached(core, inode, index, page);
    }
  } else {
    heap.add(page, PAGE.count, 1);
  }
  const pte = mapPage(core, vma, address, page, shared && has(heap, vma, VM.write), "hugetlb_no_page");
  // A private write breaks the copy-on-write in the same fault.
  return write && !shared ? copyOnWrite(core, rules, vma, address, pte, page) : FAULT.ok;
}

/** hugetlb_cow: a write to a page that is mapped read-only. `cached`: the page cache's page at that file page, or NIL. */
function copyOnWrite(core: Core, rules: Rules2008, vma: Ref, address: number, pte: number, cached: Ref): Fault {
  const { heap } = core;
  const old = ptePage(pte);
  if (isExclusive(core, old)) return reuse(core, vma, address, old, "hugetlb_cow");

  // The owner copies a page of its own beside its reserve, or a mapping touched in part at the time of the fork would
  // spend on copies what is promised to its untouched pages. Over the file's own page the reserve of that page is still there.
  const outsideReserve =
    rules.ownerCopy.takesFromChildren && has(heap, vma, VM.owner) && !has(heap, vma, VM.shared) && old !== cached;
  const got = allocHugePage(core, rules, vma, address, outsideReserve);
  if (got.fault !== FAULT.ok) {
    if (!outsideReserve) {
      core.cause = core.shortage === null ? null : { why: "cow-no-page", shortage: core.shortage };
      return got.fault;
    }
    unmapRefPrivate(core, rules, vma, old, address);
    if (!isExclusive(core, old)) {
      const slot = slotAt(core, heap.get(vma, VMA.mapping), address);
      throw new KernelBug("page_count(old_page) != 1, somebody else still has the page", slot);
    }
    return reuse(core, vma, address, old, "hugetlb_cow");
  }
  tellCopy(core, vma, address, old, got.page, cite(rules.ownerCopy, "hugetlb_cow"));
  mapPage(core, vma, address, got.page, true, "hugetlb_cow");
  putPage(core, old);
  return FAULT.ok;
}

/** page_count == 1: nobody else maps the page, and the page cache does not have it. */
export const isExclusive = (core: Core, page: Ref): boolean => core.heap.get(page, PAGE.count) === 1;
