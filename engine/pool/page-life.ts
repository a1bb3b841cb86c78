/** A huge page from the pool to its user (alloc_huge_page) and back (free_huge_page). */
import type { Core } from "../core.js";
import type { PageSource } from "../event.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE, nodeOf, nothingUnreserved } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { getQuota, putQuota } from "../state/mount.js";
import { PAGE, dropPage, putFree, takeFree } from "../state/page.js";
import { regionAdd } from "../state/regions.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import { shortageOf } from "./account.js";
import { hstateOf, pageSizeOf } from "./of.js";
import { makeSurplusPage } from "./surplus.js";

/** How an allocation or a fault ended; the numbers are the kernel's VM_FAULT codes, HANG is -ENOSPC passed on as one. */
export const FAULT = { ok: 0, oom: 1, sigbus: 2, hang: 28 } as const;
export type Fault = (typeof FAULT)[keyof typeof FAULT];

/** What alloc_huge_page gives: a page, or the reason why not (`core.shortage` is set). */
export type Allocation = { readonly page: Ref; readonly fault: typeof FAULT.ok } | { readonly page: typeof NIL; readonly fault: Fault };

const NO_PAGE: Allocation = { page: NIL, fault: FAULT.oom };
const NO_QUOTA: Readonly<Record<"SIGBUS" | "HANG", Allocation>> = {
  SIGBUS: { page: NIL, fault: FAULT.sigbus },
  HANG: { page: NIL, fault: FAULT.hang },
};

/**
 * alloc_huge_page: a page for a fault at that address. `avoidReserve`: the owner's copy-on-write, which must leave its own
 * reserve alone.
 */
export function allocHugePage(core: Core, vma: Ref, address: number, avoidReserve: boolean): Allocation {
  const { heap, kernel } = core;
  const hs = hstateOf(core, vma);
  const inode = heap.get(vma, VMA.inode);
  const mount = heap.get(inode, INODE.mount);

  const charge = kernel.faultQuota.charge(core, vma, address);
  if (charge > 0 && !getQuota(heap, mount, charge)) {
    refuse(core, hs, "quota", kernel.faultQuota);
    return NO_QUOTA[kernel.faultQuota.missing];
  }

  let source: PageSource = "free";
  let page: Ref = NIL;
  const promised = kernel.refusal.refuses(core, vma, hs) || (avoidReserve && nothingUnreserved(heap, hs));
  if (!promised && heap.get(hs, HS.free) > 0) {
    page = takeFree(core, hs, heap.get(hs, HS.nodes));
    if (!avoidReserve && kernel.privateReserve.use(core, vma)) source = "reserve";
  } else if (kernel.surplusAtFault.allowed(core, vma)) {
    page = makeSurplusPage(core, hs);
    source = "surplus";
  }
  if (page === NIL) {
    if (charge > 0) putQuota(heap, mount, charge);
    refuse(core, hs, promised && heap.get(hs, HS.free) > 0 ? "promised" : "empty", kernel.refusal);
    return NO_PAGE;
  }

  heap.set(page, PAGE.count, 1);
  heap.set(page, PAGE.private, inode);
  kernel.privateReserve.note(core, vma, address);
  if (kernel.sharedCommit.notes && has(heap, vma, VM.shared)) {
    const index = fileIndex(heap, vma, address);
    regionAdd(heap, inode, INODE.regions, index, index + 1);
  }
  core.events?.push({
    kind: "alloc",
    page: heap.get(page, PAGE.id),
    from: source,
    lucky: source === "free" && !avoidReserve,
    node: heap.get(page, PAGE.node),
    pageSize: pageSizeOf(core, hs),
    pid: core.currentPid,
    ...(source === "surplus" ? cite(kernel.surplusAtFault) : cite(kernel.privateReserve, "alloc_huge_page")),
  });
  return { page, fault: FAULT.ok };
}

/** put_page: one user less; the last one frees it. */
export function putPage(core: Core, page: Ref): void {
  core.heap.add(page, PAGE.count, -1);
  if (core.heap.get(page, PAGE.count) === 0) freeHugePage(core, page);
}

/** free_huge_page: back to the free list, or out of the pool while its node has surplus; the mount gets its quota back. */
function freeHugePage(core: Core, page: Ref): void {
  const { heap } = core;
  const hs = heap.get(page, PAGE.hstate);
  const node = nodeOf(heap, hs, heap.get(page, PAGE.node));
  const inode = heap.get(page, PAGE.private);
  heap.set(page, PAGE.private, NIL);
  const away = heap.get(node, NODE.surplus) > 0;
  core.events?.push({
    kind: "free",
    page: heap.get(page, PAGE.id),
    to: away ? "away" : "free",
    pageSize: pageSizeOf(core, hs),
    fn: "free_huge_page",
  });
  if (away) {
    heap.add(hs, HS.total, -1);
    heap.add(hs, HS.surplus, -1);
    heap.add(node, NODE.total, -1);
    heap.add(node, NODE.surplus, -1);
    dropPage(core, page);
  } else {
    putFree(core, page);
  }
  if (inode !== NIL) putQuota(heap, heap.get(inode, INODE.mount), 1);
}

function refuse(core: Core, hs: Ref, why: "empty" | "promised" | "quota", rule: { fn: string; commit: string | null }): void {
  const shortage = shortageOf(core, hs, why);
  core.shortage = shortage;
  core.events?.push({ kind: "refuse", pid: core.currentPid, shortage, pageSize: pageSizeOf(core, hs), ...cite(rule) });
}

/** A rule's citation as an event carries it. */
export function cite(rule: { fn: string; commit: string | null }, fn = rule.fn): { fn: string; commit?: string } {
  return rule.commit === null ? { fn } : { fn, commit: rule.commit };
}
