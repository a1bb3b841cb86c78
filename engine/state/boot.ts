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
  /** 1 after a BUG_ON fired */
  bug: 10,
  /** the newest process of each name: a block of refs by the name's number, and how many it has room for */
  newest: 11,
  newestRoom: 12,
  words: 13,
} as const;
