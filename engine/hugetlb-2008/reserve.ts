/** hugetlb_reserve_pages of 2008. */
import type { Core } from "../core.js";
import { accountMemory, shortageOf } from "../pool/account.js";
import { hstateOfInode } from "../pool/of.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { getQuota, putQuota } from "../state/mount.js";
import { regionAdd, regionChange } from "../state/regions.js";
import { VM, VMA, has } from "../state/vma.js";
import type { Rules2008 } from "./rules.js";

/** hugetlb_reserve_pages: for a private mapping what its rule asks, for a shared one what the file's region list lacks. */
export function reservePages(core: Core, rules: Rules2008, vma: Ref, mapping: Ref): boolean {
  const { heap } = core;
  const inode = heap.get(vma, VMA.inode);
  const from = heap.get(vma, VMA.pgoff);
  const pages = heap.get(vma, VMA.end) - heap.get(vma, VMA.start);
  if (has(heap, vma, VM.shared)) {
    return has(heap, vma, VM.noreserve) || reserveFile(core, inode, from, from + pages);
  }
  const wanted = rules.privateReserve.ask(core, vma, pages);
  if (!reserve(core, inode, wanted, mapping)) return false;
  rules.privateReserve.keep(core, vma, wanted);
  return true;
}

/** The file's reserve for its pages [from,to): shared mappings, and shmget. It stays until truncation or the file's end. */
export function reserveFile(core: Core, inode: Ref, from: number, to: number): boolean {
  const { heap } = core;
  if (!reserve(core, inode, regionChange(heap, inode, INODE.regions, from, to), NIL)) return false;
  regionAdd(heap, inode, INODE.regions, from, to);
  return true;
}

/** Quota first, then the pool. */
function reserve(core: Core, inode: Ref, pages: number, mapping: Ref): boolean {
  const { heap } = core;
  if (pages === 0) return true;
  const hs = hstateOfInode(core, inode);
  const mount = heap.get(inode, INODE.mount);
  if (!getQuota(heap, mount, pages)) {
    core.shortage = shortageOf(core, hs, "quota");
    return false;
  }
  if (accountMemory(core, hs, pages, { inode, mapping })) return true;
  putQuota(heap, mount, pages);
  return false;
}
