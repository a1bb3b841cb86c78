/** A System V shared memory segment with SHM_HUGETLB: a file without a name on the kernel's own mount. */
export const SEGMENT = {
  /** number of its name (key) in the core's names */
  name: 0,
  inode: 1,
  /** length in whole pages */
  pages: 2,
  /** 1 after IPC_RMID: the name is free, the file lives while attached */
  removed: 3,
  /** its file's id: when no file has it any more, the segment is gone */
  inodeId: 4,
  /** shm_segsz, the length that was asked for: KiB */
  kilobytes: 5,
  next: 6,
  words: 7,
} as const;
