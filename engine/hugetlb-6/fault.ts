/** hugetlb_fault, hugetlb_no_page, hugetlb_wp of 6.x. */
import { cite } from "../cite.js";
import type { Core } from "../core.js";
import { KernelHang } from "../core.js";
import type { Fault } from "../fault.js";
import { FAULT } from "../fault.js";
import { addCached } from "../files/cache.js";
import { touchMarked } from "../memory/mark.js";
import { mapPage, reuse, tellCopy, tellHit } from "../memory/map.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { slotAt } from "../slot.js";
import { NIL } from "../state/heap.js";
import { INODE, cachedPage } from "../state/inode.js";
import { PAGE, PAGE_ANON } from "../state/page.js";
import { getPte, makePte, ptePage, pteWritable, setPte } from "../state/process.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import { allocHugePage } from "./alloc.js";
import type { Rules6 } from "./rules.js";
import { unmapRefPrivate } from "./take.js";

export function hugetlbFault(core: Core, rules: Rules6, vma: Ref, address: number, write: boolean): Fault {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const pte = getPte(heap, mapping, address);
  if (pte === 0) return noPage(core, rules, vma, address, write);
  if (write && !pteWritable(pte)) {
    const cached = cachedPage(heap, heap.get(vma, VMA.inode), fileIndex(heap, vma, address));
    return writeProtected(core, rules, vma, address, cached);
  }
  tellHit(core, vma, address, write);
  return FAULT.ok;
}

/** hugetlb_no_page: nothing is mapped there yet. */
function noPage(core: Core, rules: Rules6, vma: Ref, address: number, write: boolean): Fault {
  const { heap } = core;
  if (has(heap, vma, VM.unmapped)) return touchMarked(core, cite(rules.taking, "hugetlb_no_page"));
  const inode = heap.get(vma, VMA.inode);
  const index = fileIndex(heap, vma, address);
  const shared = has(heap, vma, VM.shared);
  let page = cachedPage(heap, inode, index);
  if (page === NIL) {
    if (index >= heap.get(inode, INODE.size)) {
      core.cause = { why: "past-end" };
      return FAULT.sigbus;
    }
    page = allocHugePage(core, rules, vma, address, false);
    if (page === NIL) {
      core.cause = core.shortage === null ? null : { why: "no-page", shortage: core.shortage };
      return FAULT.sigbus;
    }
    if (shared) addCached(core, inode, index, page);
    else becomeAnonymous(core, vma, page);
  } else {
    heap.add(page, PAGE.count, 1);
  }
  mapPage(core, vma, address, page, shared && has(heap, vma, VM.write), "hugetlb_no_page");
  return write && !shared ? writeProtected(core, rules, vma, address, page) : FAULT.ok;
}

/** anon_vma_prepare, hugepage_add_new_anon_rmap */
function becomeAnonymous(core: Core, vma: Ref, page: Ref): void {
  const { heap } = core;
  heap.set(page, PAGE.flags, PAGE_ANON);
  heap.set(vma, VMA.flags, heap.get(vma, VMA.flags) | VM.anonVma);
}

/** hugetlb_wp: a write to a page that is mapped read-only. `cached`: the page cache's page at that file page, or NIL. */
function writeProtected(core: Core, rules: Rules6, vma: Ref, address: number, cached: Ref): Fault {
  const { heap } = core;
  const mapping = heap.get(vma, VMA.mapping);
  const old = ptePage(getPte(heap, mapping, address));
  if (has(heap, vma, VM.shared)) {
    setPte(heap, mapping, address, makePte(old, true));
    tellHit(core, vma, address, true);
    return FAULT.ok;
  }
  if (isExclusive(core, old)) return reuse(core, vma, address, old, rules.copyOnWrite.fn);
  // See 04f2cbe35699: the owner's copies leave its reserve to the pages it has not touched yet.
  const outsideReserve = has(heap, vma, VM.owner) && old !== cached;
  const page = allocHugePage(core, rules, vma, address, outsideReserve);
  if (page === NIL) {
    if (!outsideReserve) {
      core.cause = core.shortage === null ? null : { why: "cow-no-page", shortage: core.shortage };
      return FAULT.sigbus;
    }
    unmapRefPrivate(core, rules, vma, old, address);
    // The page may have gone from the writer's own page table, too, by a second mapping of its own over the same file page:
    // then hugetlb_wp returns, and the access faults again, on a missing page.
    const left = getPte(heap, mapping, address);
    if (left === 0) return hugetlbFault(core, rules, vma, address, true);
    // hugetlb_wp tries again: only a page that nobody else has any more ends the round.
    if (isExclusive(core, old)) return reuse(core, vma, address, old, rules.copyOnWrite.fn);
    const slot = slotAt(core, mapping, address);
    throw new KernelHang(
      `a process that moved its mapping keeps the page of ${slot.name}, and hugetlb_wp retries for ever`,
      slot,
      false,
      rules.copyOnWrite.fn,
      null,
    );
  }
  becomeAnonymous(core, vma, page);
  tellCopy(core, vma, address, old, page, cite(rules.copyOnWrite));
  mapPage(core, vma, address, page, true, rules.copyOnWrite.fn);
  putPage(core, old);
  return FAULT.ok;
}

/** page_mapcount == 1 && PageAnon: an anonymous page has no user but its page table entries. */
export const isExclusive = (core: Core, page: Ref): boolean =>
  (core.heap.get(page, PAGE.flags) & PAGE_ANON) !== 0 && core.heap.get(page, PAGE.count) === 1;
