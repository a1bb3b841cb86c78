/** The machine's root record: where everything else hangs, and the counters that give numbers. */
export const BOOT = {
  nextPage: 0,
  nextInode: 1,
  nextPid: 2,
  nextMapping: 3,
  /** next mapping's address; addresses fall (mmap is top-down) and are never used twice */
  nextAddress: 4,
  /** first process (in the order of creation) and the last one */
  processes: 5,
  lastProcess: 6,
  hstates: 7,
  mounts: 8,
  inodes: 9,
  /** why nothing goes on any more (STUCK), or 0 */
  stuck: 10,
  /** the newest process of each name: a block of refs by the name's number, and how many it has room for */
  newest: 11,
  newestRoom: 12,
  /** control groups (state/cgroup.ts) and System V segments (state/segment.ts) */
  cgroups: 13,
  segments: 14,
  words: 15,
} as const;

/** A BUG_ON fired, or a process goes round in the kernel for ever. */
export const STUCK = { bug: 1, hang: 2 } as const;
