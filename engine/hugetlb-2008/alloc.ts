/** alloc_huge_page of 2008, and free_huge_page's half that gives quota back. */
import { cite } from "../cite.js";
import type { Core } from "../core.js";
import type { PageSource } from "../event.js";
import { FAULT } from "../fault.js";
import type { Fault } from "../fault.js";
import { shortageOf } from "../pool/account.js";
import { tellAlloc } from "../pool/alloc-event.js";
import { hstateOf, pageSizeOf } from "../pool/of.js";
import { returnPage } from "../pool/return-page.js";
import { makeSurplusPage } from "../pool/surplus.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, nothingUnreserved } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { getQuota, putQuota } from "../state/mount.js";
import { PAGE, takeFree } from "../state/page.js";
import { regionAdd } from "../state/regions.js";
import { VM, VMA, fileIndex, has } from "../state/vma.js";
import type { Rules2008 } from "./rules.js";

/** What alloc_huge_page gives: a page, or the reason why not (`core.shortage` is set). */
export type Allocation =
  { readonly page: Ref; readonly fault: typeof FAULT.ok } | { readonly page: typeof NIL; readonly fault: Fault };

const NO_PAGE: Allocation = { page: NIL, fault: FAULT.oom };
const NO_QUOTA: Readonly<Record<"SIGBUS" | "HANG", Allocation>> = {
  SIGBUS: { page: NIL, fault: FAULT.sigbus },
  HANG: { page: NIL, fault: FAULT.hang },
};

/**
 * alloc_huge_page: a page for a fault at that address. `avoidReserve`: the owner's copy-on-write, which must leave its own
 * reserve alone.
 */
export function allocHugePage(
  core: Core,
  rules: Rules2008,
  vma: Ref,
  address: number,
  avoidReserve: boolean,
): Allocation {
  const { heap } = core;
  const hs = hstateOf(core, vma);
  const inode = heap.get(vma, VMA.inode);
  const mount = heap.get(inode, INODE.mount);

  const charge = rules.faultQuota.charge(core, rules, vma, address);
  if (charge > 0 && !getQuota(heap, mount, charge)) {
    refuse(core, hs, "quota", rules.faultQuota);
    return NO_QUOTA[rules.faultQuota.missing];
  }

  let source: PageSource = "free";
  let page: Ref = NIL;
  const promised = rules.refusal.refuses(core, rules, vma, hs) || (avoidReserve && nothingUnreserved(heap, hs));
  if (!promised && heap.get(hs, HS.free) > 0) {
    page = takeFree(core, hs, heap.get(hs, HS.nodes));
    if (!avoidReserve && rules.privateReserve.use(core, vma)) source = "reserve";
  } else if (rules.surplusAtFault.allowed(core, vma)) {
    page = makeSurplusPage(core, hs, heap.get(hs, HS.nodes));
    source = "surplus";
  }
  if (page === NIL) {
    if (charge > 0) putQuota(heap, mount, charge);
    if (promised && heap.get(hs, HS.free) > 0) refuse(core, hs, "promised", rules.refusal);
    else refuse(core, hs, "empty", { fn: "alloc_huge_page", commit: rules.surplusAtFault.commit });
    return NO_PAGE;
  }

  heap.set(page, PAGE.count, 1);
  heap.set(page, PAGE.private, inode);
  rules.privateReserve.note(core, vma, address);
  if (rules.sharedCommit.notes && has(heap, vma, VM.shared)) {
    const index = fileIndex(heap, vma, address);
    regionAdd(heap, inode, INODE.regions, index, index + 1);
  }
  tellAlloc(
    core,
    page,
    source,
    avoidReserve,
    source === "surplus" ? cite(rules.surplusAtFault) : cite(rules.privateReserve, "alloc_huge_page"),
  );
  return { page, fault: FAULT.ok };
}

/** free_huge_page: the mount gets its page of quota back. */
export function freeHugePage(core: Core, page: Ref): void {
  const { heap } = core;
  const inode = heap.get(page, PAGE.private);
  heap.set(page, PAGE.private, NIL);
  returnPage(core, page);
  if (inode !== NIL) putQuota(heap, heap.get(inode, INODE.mount), 1);
}

function refuse(
  core: Core,
  hs: Ref,
  why: "empty" | "promised" | "quota",
  rule: { fn: string; commit: string | null },
): void {
  const shortage = shortageOf(core, hs, why);
  core.shortage = shortage;
  core.events?.push({ kind: "refuse", pid: core.currentPid, shortage, pageSize: pageSizeOf(core, hs), ...cite(rule) });
}
