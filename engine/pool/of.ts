/** Which pool, which mount: from a VMA or a page size to the records behind it. */
import type { PageSize } from "../config.js";
import { PAGE_BYTES } from "../config.js";
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { MOUNT } from "../state/mount.js";
import { VMA } from "../state/vma.js";

/** hstate_vma */
export const hstateOf = (core: Core, vma: Ref): Ref => hstateOfInode(core, core.heap.get(vma, VMA.inode));

export const hstateOfInode = (core: Core, inode: Ref): Ref =>
  core.heap.get(core.heap.get(inode, INODE.mount), MOUNT.hstate);

/** The pool of that page size, or NIL. */
export function poolOfSize(core: Core, size: PageSize): Ref {
  let hs = core.heap.get(core.boot, BOOT.hstates);
  while (hs !== NIL && 2 ** core.heap.get(hs, HS.order) !== PAGE_BYTES[size]) hs = core.heap.get(hs, HS.next);
  return hs;
}

export const pageSizeOf = (core: Core, hs: Ref): PageSize =>
  2 ** core.heap.get(hs, HS.order) === PAGE_BYTES["2M"] ? "2M" : "1G";
