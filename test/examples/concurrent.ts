/** How the examples with a `concurrent` block end in written order, and what every order comes to. */
import type { KernelId } from "../../engine/index.js";
import { type Ends, under } from "./ends.js";

const SINCE_COW = ["6.12", "6.1", "2.6.27", "2.6.26+cow"] as const satisfies readonly KernelId[];
const SINCE_27 = ["6.12", "6.1", "2.6.27"] as const satisfies readonly KernelId[];
const NOBODY = "fine: nobody dies";

export const CONCURRENT: Readonly<Record<string, Ends>> = {
  "concurrent/child-reads-too-late.hugetlb": {
    "the child reads too late": under(SINCE_COW, NOBODY),
    "the parent waits for the child": under(SINCE_COW, NOBODY),
  },
  "concurrent/last-page-race.hugetlb": {
    "the last page": under(SINCE_27, NOBODY),
    "the same page: both get it": under(SINCE_27, NOBODY),
  },
  "concurrent/administrator-shrinks.hugetlb": {
    "the pool shrinks under the workers": under(SINCE_27, NOBODY),
  },
};

/** Under the newest kernel: does anything go wrong, in how many orders in all, and who takes the steps of the shortest. */
export const EXPLORED: Readonly<Record<string, readonly [problem: string, orders: number, schedule: string | null]>> = {
  "the child reads too late": ["sometimes", 3, "parent child"],
  "the parent waits for the child": ["never", 1, null],
  "the last page": ["sometimes", 6, "left right"],
  "the same page: both get it": ["never", 2, null],
  "the pool shrinks under the workers": ["sometimes", 30, "one two sysctl two"],
};
