/** What a walk over a machine's state has to know of each record: its length, and which of its words are addresses. */
import { BOOT } from "../state/boot.js";
import { CGROUP } from "../state/cgroup.js";
import { DROPPED } from "../state/dropped.js";
import { HS, NODE } from "../state/hstate.js";
import { INODE } from "../state/inode.js";
import { MOUNT } from "../state/mount.js";
import { PAGE } from "../state/page.js";
import { MAPPING, MM, PROCESS } from "../state/process.js";
import { REGION } from "../state/regions.js";
import { RESV_MAP } from "../state/resv-map.js";
import { SEGMENT } from "../state/segment.js";
import { VMA } from "../state/vma.js";

export interface Layout {
  readonly words: number;
  /** The words that are addresses of records (or NIL). */
  readonly refs: readonly number[];
}

export const LAYOUT = {
  boot: {
    words: BOOT.words,
    refs: [
      BOOT.processes,
      BOOT.lastProcess,
      BOOT.hstates,
      BOOT.mounts,
      BOOT.inodes,
      BOOT.newest,
      BOOT.cgroups,
      BOOT.segments,
    ],
  },
  hstate: { words: HS.words, refs: [HS.nodes, HS.next] },
  node: { words: NODE.words, refs: [NODE.list, NODE.next] },
  mount: { words: MOUNT.words, refs: [MOUNT.hstate, MOUNT.next] },
  cgroup: { words: CGROUP.words, refs: [CGROUP.hstate, CGROUP.next] },
  process: {
    words: PROCESS.words,
    refs: [PROCESS.mm, PROCESS.next, PROCESS.parent, PROCESS.suspendedFor, PROCESS.dropped],
  },
  mm: { words: MM.words, refs: [MM.vmas, MM.mappings] },
  mapping: { words: MAPPING.words, refs: [MAPPING.table, MAPPING.next, MAPPING.inode] },
  vma: {
    words: VMA.words,
    refs: [VMA.inode, VMA.mm, VMA.mapping, VMA.next, VMA.resvMap, VMA.left, VMA.right, VMA.parent, VMA.same],
  },
  inode: { words: INODE.words, refs: [INODE.mount, INODE.cache, INODE.regions, INODE.treeRoot, INODE.next] },
  region: { words: REGION.words, refs: [REGION.next, REGION.payer] },
  resvMap: { words: RESV_MAP.words, refs: [RESV_MAP.regions, RESV_MAP.payer] },
  page: { words: PAGE.words, refs: [PAGE.private, PAGE.hstate, PAGE.next, PAGE.usagePayer, PAGE.rsvdPayer] },
  segment: { words: SEGMENT.words, refs: [SEGMENT.inode, SEGMENT.next] },
  dropped: { words: DROPPED.words, refs: [DROPPED.next] },
} as const satisfies Record<string, Layout>;
