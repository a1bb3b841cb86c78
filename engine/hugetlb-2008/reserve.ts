/** hugetlb_reserve_pages of 2008. */
import type { Core } from "../core.js";
import { accountMemory, shortageOf } from "../pool/account.js";
import { hstateOf } from "../pool/of.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { getQuota, putQuota } from "../state/mount.js";
import { regionAdd, regionChange } from "../state/regions.js";
import { VM, VMA, has } from "../state/vma.js";
import type { Rules2008 } from "./rules.js";

/** hugetlb_reserve_pages: quota first, then the pool. */
export function reservePages(core: Core, rules: Rules2008, vma: Ref, mapping: Ref): boolean {
  const { heap } = core;
  const inode = heap.get(vma, VMA.inode);
  const mount = heap.get(inode, INODE.mount);
  const from = heap.get(vma, VMA.pgoff);
  const pages = heap.get(vma, VMA.end) - heap.get(vma, VMA.start);
  const shared = has(heap, vma, VM.shared);
  const wanted = !shared
    ? rules.privateReserve.ask(core, vma, pages)
    : has(heap, vma, VM.noreserve)
      ? 0
      : regionChange(heap, inode, INODE.regions, from, from + pages);
  if (wanted > 0) {
    const hs = hstateOf(core, vma);
    if (!getQuota(heap, mount, wanted)) {
      core.shortage = shortageOf(core, hs, "quota");
      return false;
    }
    if (!accountMemory(core, hs, wanted, { inode, mapping: shared ? NIL : mapping })) {
      putQuota(heap, mount, wanted);
      return false;
    }
  }
  if (!shared) rules.privateReserve.keep(core, vma, rules.privateReserve.ask(core, vma, pages));
  else if (!has(heap, vma, VM.noreserve)) regionAdd(heap, inode, INODE.regions, from, from + pages);
  return true;
}
