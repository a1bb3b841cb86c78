/** alloc_huge_page (6.12: alloc_hugetlb_folio) and free_huge_page of 6.x. */
import { cite } from "../cite.js";
import type { Core } from "../core.js";
import type { PageSource, Shortage } from "../event.js";
import { shortageOf } from "../pool/account.js";
import { hstateOf, pageSizeOf } from "../pool/of.js";
import { returnPage } from "../pool/return-page.js";
import { makeSurplusPage } from "../pool/surplus.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, addReserved, nothingUnreserved } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { PAGE, PAGE_RESTORE, takeFree } from "../state/page.js";
import { VMA } from "../state/vma.js";
import { commitReservation, hasReserves, needsReservation } from "./reservation.js";
import type { Rules6 } from "./rules.js";
import { subpoolGet, subpoolPut } from "./subpool.js";

/**
 * A page for a fault (or fallocate) at that address; NIL with `core.shortage` set when there is none: always ENOSPC.
 * `avoidReserve`: the owner's copy-on-write, which must leave its own reserve alone.
 */
export function allocHugePage(core: Core, rules: Rules6, vma: Ref, address: number, avoidReserve: boolean): Ref {
  const { heap } = core;
  const hs = hstateOf(core, vma);
  const inode = heap.get(vma, VMA.inode);
  const mount = heap.get(inode, INODE.mount);

  // 0 = a reserve stands for the page: the mapping's, or the mount's own, from which the owner's copy may take, too (58db7c5fbe7d).
  let change: number = needsReservation(core, vma, address);
  const paysSubpool = change > 0 || avoidReserve;
  if (paysSubpool) {
    const global = subpoolGet(heap, mount, 1);
    if (global === null) return refuse(core, rules, hs, "quota");
    change = global;
  }

  const covered = hasReserves(core, vma, change);
  const promised = !covered && nothingUnreserved(heap, hs);
  let source: PageSource = covered ? "reserve" : "free";
  let page: Ref;
  if (!promised && heap.get(hs, HS.free) > 0) {
    page = takeFree(core, hs, heap.get(hs, HS.nodes));
  } else {
    page = makeSurplusPage(core, hs);
    if (page !== NIL) source = "surplus";
  }
  if (page === NIL) {
    // What the mount's own reserve gave comes back to it; that it may not be promised any more is lost (a kernel bug).
    if (paysSubpool) subpoolPut(heap, mount, 1);
    return refuse(core, rules, hs, promised && heap.get(hs, HS.free) > 0 ? "promised" : "empty");
  }
  // A surplus page for the owner's copy leaves the reserve behind (only the free list's half learned of 58db7c5fbe7d).
  if (covered && !(avoidReserve && source === "surplus")) addReserved(heap, hs, -1);

  heap.set(page, PAGE.count, 1);
  heap.set(page, PAGE.private, inode);
  heap.set(page, PAGE.flags, 0);
  commitReservation(core, vma, address);
  core.events?.push({
    kind: "alloc",
    page: heap.get(page, PAGE.id),
    from: source,
    lucky: source === "free" && !avoidReserve,
    node: heap.get(page, PAGE.node),
    pageSize: pageSizeOf(core, hs),
    pid: core.currentPid,
    ...cite(rules.allocation),
  });
  return page;
}

/** free_huge_page: a mount below its minimum keeps the page promised. */
export function freeHugePage(core: Core, page: Ref): void {
  const { heap } = core;
  const inode = heap.get(page, PAGE.private);
  const restored = (heap.get(page, PAGE.flags) & PAGE_RESTORE) !== 0;
  const kept = !restored && inode !== NIL && subpoolPut(heap, heap.get(inode, INODE.mount), 1) === 0;
  if (restored || kept) {
    const hs = heap.get(page, PAGE.hstate);
    addReserved(heap, hs, 1);
    core.events?.push({
      kind: "reserve",
      pages: 1,
      mapping: null,
      inode: inode === NIL ? 0 : heap.get(inode, INODE.id),
      pageSize: pageSizeOf(core, hs),
      fn: "free_huge_page",
    });
  }
  heap.set(page, PAGE.private, NIL);
  heap.set(page, PAGE.flags, 0);
  returnPage(core, page);
}

function refuse(core: Core, rules: Rules6, hs: Ref, why: Shortage["why"]): Ref {
  const shortage = shortageOf(core, hs, why);
  core.shortage = shortage;
  core.events?.push({
    kind: "refuse",
    pid: core.currentPid,
    shortage,
    pageSize: pageSizeOf(core, hs),
    ...cite(rules.allocation),
  });
  return NIL;
}
