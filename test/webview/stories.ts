/** Tales that the panel is tested with; the engine runs them. */
import type { Tale } from "./told.js";

/** The page that a fork shared is taken from the child when its parent writes. */
export const TAKEN: Tale = {
  scenario: "the child is unmapped by its parent's COW",
  pool: 2,
  processes: ["parent"],
  kernels: ["2.6.26", "2.6.26+reserve", "2.6.26+cow"],
  lines: [
    "parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)",
    "parent: write a[0]",
    "parent: write a[1]",
    "parent: child = fork()",
    "parent: write a[0]",
    "child: read a[0]",
  ],
};

/** Most sorts of events: surplus pages, a failed call, walls, two sorts of death. */
export const DATABASE: Tale = {
  scenario: "a database forks its workers too late",
  pool: 12,
  overcommit: 2,
  processes: ["db", "cache"],
  kernels: ["2.6.26", "2.6.26+reserve", "2.6.26+cow"],
  lines: [
    "db: a = mmap(/dev/hugepages/heap, 6, MAP_PRIVATE)",
    "cache: s = mmap(/dev/hugepages/index, 3, MAP_SHARED)",
    "db: write a[0]",
    "db: write a[1]",
    "db: write a[2]",
    "db: write a[3]",
    "db: write a[4]",
    "cache: write s[0]",
    "cache: write s[1]",
    "db: w0 = fork()",
    "w0: read a[0]",
    "w0: read a[1]",
    "w0: write a[0]",
    "w0: write a[1]",
    "db: write a[0]",
    "db: write a[1]",
    "cache: read s[0]",
    "db: w1 = fork()",
    "w1: read a[0]",
    "w1: write a[0]",
    "db: write a[0]",
    "db: w2 = fork()",
    "w2: munmap(a)",
    "w2: b = mmap(/dev/hugepages/sort, 2, MAP_PRIVATE)",
    "w2: write b[0]",
    "w2: write b[1]",
    "cache: t = mmap(/dev/hugepages/extra, 4, MAP_SHARED)",
    "w0: read a[3]",
    "db: write a[2]",
    "w1: read a[4]",
    "w0: read a[0]",
    "cache: read s[1]",
    "db: write a[2]",
    "w0: read a[2]",
    "cache: write s[2]",
    "w1: write a[3]",
    "w1: write a[4]",
    "db: write a[3]",
    "db: write a[4]",
    "cache: read s[2]",
    "db: w3 = fork()",
    "w3: read a[3]",
    "w3: read a[4]",
    "w2: write b[0]",
    "w3: write a[5]",
    "db: write a[5]",
    "w2: munmap(b[0:1])",
    "w2: read b[1]",
    "w2: exit()",
    "db: write a[3]",
    "cache: t = mmap(/dev/hugepages/extra, 1, MAP_SHARED)",
    "cache: write t[0]",
    "w1: read a[3]",
    "w1: exit()",
    "db: read a[1]",
    "db: munmap(a[4:6])",
    "cache: read t[0]",
    "db: write a[2]",
    "cache: exit()",
    "db: read a[0]",
  ],
};

/** One holder of more cells than stand in a line. */
export const CROWD: Tale = {
  ...TAKEN,
  scenario: "sixty pages of one process",
  pool: 60,
  lines: ["parent: a = mmap(/dev/hugepages/data, 60, MAP_PRIVATE)", "parent: write a"],
};

export const FINE: Tale = { ...TAKEN, scenario: "a pool that is big enough", pool: 4, kernels: ["2.6.26+cow"] };

export const ANNOUNCED: Tale = {
  ...TAKEN,
  scenario: "the child dies as announced",
  kernels: ["2.6.26+cow"],
  lines: [...TAKEN.lines.slice(0, -1), "child: read a[0] -> SIGBUS"],
};

/** A mapping that does not begin at the file's first page: the kernel looks for the child's page at the wrong place. */
export const BUG: Tale = {
  ...TAKEN,
  scenario: "the child's page is looked for at the wrong place",
  kernels: ["2.6.26+cow"],
  lines: [
    "parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE, offset=1)",
    "parent: write a",
    "parent: child = fork()",
    "parent: write a[0]",
    "parent: read a[1]",
  ],
};

export const CALL_FAILED: Tale = {
  scenario: "mmap says no",
  pool: 2,
  processes: ["parent", "other"],
  kernels: ["2.6.26+cow"],
  lines: [
    "parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)",
    "other: b = mmap(/dev/hugepages/more, 1, MAP_PRIVATE)",
    "other: write b[0]",
    "sysctl vm.nr_hugepages = 3",
    "other: b = mmap(/dev/hugepages/more, 1, MAP_PRIVATE)",
    "other: write b[0]",
  ],
};

export const EMPTY: Tale = { ...TAKEN, scenario: "nothing yet", lines: [] };

/** A long run: a worker reads beside its parent, and at the end somebody is not served. */
export function longTale(rounds: number): Tale {
  const round = ["db: write a[0]", "w: read a[1]", "db: write a[2]", "db: read a[3]"];
  return {
    scenario: "workers come and go",
    pool: 10,
    processes: ["db"],
    kernels: ["2.6.26+cow"],
    lines: [
      "db: a = mmap(/dev/hugepages/heap, 4, MAP_PRIVATE)",
      "db: write a",
      "db: w = fork()",
      ...Array.from({ length: rounds }, () => round).flat(),
      "db: v = fork()",
      "v: write a[0:2]",
      "db: u = fork()",
      "db: write a",
      "v: read a[3]",
      "u: read a[0]",
      ...Array.from({ length: Math.floor(rounds / 2) }, () => round).flat(),
    ],
  };
}
