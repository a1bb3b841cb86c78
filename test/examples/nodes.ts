/** How the examples of machines with two NUMA nodes end. */
import type { KernelId } from "../../engine/index.js";
import { type Ends, under } from "./ends.js";

/** The kernels of 2008 are not run with nodes. */
const WITH_NODES = ["6.12", "6.1"] as const satisfies readonly KernelId[];
const NOBODY = "fine: nobody dies";

export const NODES: Readonly<Record<string, Ends>> = {
  "nodes/first-use-is-local.hugetlb": {
    "the page lies where it is first used": under(WITH_NODES, NOBODY),
    "far is better than not at all": under(WITH_NODES, NOBODY),
  },
  "nodes/mlock-is-not-local.hugetlb": {
    "locked by the launcher, far from the worker": under(WITH_NODES, NOBODY),
    "promised by the launcher, near the worker": under(WITH_NODES, NOBODY),
    "locked on the worker's node": under(WITH_NODES, NOBODY),
  },
  "nodes/bind-reserve-is-global.hugetlb": {
    "promised, and still a SIGBUS": under(WITH_NODES, "announced: p SIGBUS"),
    "preferred instead of bound": under(WITH_NODES, NOBODY),
    "bound before mmap": under(WITH_NODES, NOBODY),
  },
};
