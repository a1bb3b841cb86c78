/** The counters of a pool and of a control group. */
import type { CounterName } from "../check/constants.js";

export interface CounterLore {
  /** As /proc/meminfo calls it; null = it does not stand there. */
  readonly meminfo: string | null;
  readonly about: string;
}

export const COUNTER_LORE: Readonly<Record<CounterName, CounterLore>> = {
  total: { meminfo: "HugePages_Total", about: "All pages of the pool, surplus ones included." },
  free: {
    meminfo: "HugePages_Free",
    about:
      "Pages that nobody has. Not all of them may be taken: what is promised is still free. Available is `free - rsvd`.",
  },
  rsvd: {
    meminfo: "HugePages_Rsvd",
    about:
      "Pages that are promised: set aside by mmap for somebody who has not touched them yet. They are counted in `free` too.",
  },
  surp: {
    meminfo: "HugePages_Surp",
    about: "Pages made beyond the pool's size, as many as `overcommit` allows. They leave when they are freed.",
  },
  in_use: { meminfo: null, about: "Pages that somebody has: `total - free`." },
};

export const GROUP_COUNTER_LORE: Readonly<Record<"usage" | "rsvd", string>> = {
  usage: "Pages that the group pays for as pages in use: who touches first pays. Compared with `limit=`.",
  rsvd: "Pages that the group pays for as promises. Compared with `rsvd=`.",
};
