/** alloc_huge_page (6.12: alloc_hugetlb_folio) and free_huge_page of 6.x. */
import { cite } from "../cite.js";
import type { Core } from "../core.js";
import type { PageSource, Shortage } from "../event.js";
import { shortageOf } from "../pool/account.js";
import { tellAlloc } from "../pool/alloc-event.js";
import { hstateOf, pageSizeOf } from "../pool/of.js";
import { nodesFor } from "../pool/policy.js";
import { returnPage } from "../pool/return-page.js";
import { makeSurplusPage } from "../pool/surplus.js";
import { charge, uncharge } from "../state/cgroup.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE, addReserved, nothingUnreserved } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { PAGE, PAGE_RESTORE, takeFree } from "../state/page.js";
import { VMA } from "../state/vma.js";
import { groupOf } from "./group.js";
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

  // What consumes no reservation of the mapping's is charged as one, too, until the page is freed.
  const group = groupOf(core, hs);
  const paysRsvd = paysSubpool;
  const chargedRsvd = !paysRsvd || charge(heap, group, "rsvd", 1);
  const charged = chargedRsvd && charge(heap, group, "usage", 1);
  const covered = hasReserves(core, vma, change);
  const promised = !covered && nothingUnreserved(heap, hs);
  const nodes = nodesFor(core, hs, vma, address);
  let source: PageSource = covered ? "reserve" : "free";
  let page: Ref = NIL;
  if (charged) {
    const node = promised ? undefined : nodes.find((candidate) => heap.get(candidate, NODE.free) > 0);
    if (node !== undefined) page = takeFree(core, hs, node);
    else if (nodes[0] !== undefined) {
      page = makeSurplusPage(core, hs, nodes[0]);
      if (page !== NIL) source = "surplus";
    }
  }
  if (page === NIL) {
    if (charged) uncharge(heap, group, "usage", 1);
    if (chargedRsvd && paysRsvd) uncharge(heap, group, "rsvd", 1);
    // What the mount's own reserve gave comes back to it; that it may not be promised any more is lost (a kernel bug).
    if (paysSubpool) subpoolPut(heap, mount, 1);
    return refuse(
      core,
      rules,
      hs,
      !charged ? "cgroup" : heap.get(hs, HS.free) === 0 ? "empty" : promised ? "promised" : "node",
    );
  }
  // A surplus page for the owner's copy leaves the reserve behind (only the free list's half learned of 58db7c5fbe7d).
  if (covered && !(avoidReserve && source === "surplus")) addReserved(heap, hs, -1);
  heap.set(page, PAGE.usagePayer, group);
  heap.set(page, PAGE.rsvdPayer, paysRsvd ? group : NIL);

  heap.set(page, PAGE.count, 1);
  heap.set(page, PAGE.private, inode);
  heap.set(page, PAGE.flags, 0);
  commitReservation(core, vma, address);
  tellAlloc(core, page, source, avoidReserve, cite(rules.allocation));
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
  uncharge(heap, heap.get(page, PAGE.usagePayer), "usage", 1);
  uncharge(heap, heap.get(page, PAGE.rsvdPayer), "rsvd", 1);
  for (const field of [PAGE.private, PAGE.flags, PAGE.usagePayer, PAGE.rsvdPayer]) heap.set(page, field, NIL);
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
