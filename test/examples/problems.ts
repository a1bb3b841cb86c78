/** How the examples after real reports end. */
import { type KernelId, PLAIN_KERNELS } from "../../engine/index.js";
import { type Ends, under } from "./ends.js";

const TODAY = ["6.12", "6.1"] as const satisfies readonly KernelId[];
const NOBODY = "fine: nobody dies";
/** Where a missing page is SIGKILL in 2008 and SIGBUS today. */
const signalOfItsTime = (who: string): Ends[string] => ({
  ...under(TODAY, `announced: ${who} SIGBUS`),
  "2.6.27": `announced: ${who} SIGKILL`,
});

export const PROBLEMS: Readonly<Record<string, Ends>> = {
  "problems/parent-cow-guarantee.hugetlb": {
    "two promises, kept by two commits": {
      "2.6.26+cow": "announced: child SIGBUS",
      "2.6.26": "announced: parent SIGKILL",
      "2.6.26+reserve": "announced: parent SIGKILL",
      "2.6.27": "announced: child SIGBUS",
      "6.1": "announced: child SIGBUS",
      "6.12": "announced: child SIGBUS",
    },
  },
  "problems/shared-fd-truncate.hugetlb": {
    "the parent cuts off what its child has in use": under(PLAIN_KERNELS, "announced: child SIGBUS"),
    "mmap alone": under(PLAIN_KERNELS, NOBODY),
    "a file of its own": under(PLAIN_KERNELS, NOBODY),
  },
  "problems/shared-heap-fork.hugetlb": {
    "one heap, two owners": under(PLAIN_KERNELS, NOBODY),
    "two heaps": under(PLAIN_KERNELS, NOBODY),
  },
  "problems/fork-doubles.hugetlb": {
    "the child writes to pages of 1 GiB": under(TODAY, "announced: child SIGBUS"),
    "twice the pages": under(TODAY, NOBODY),
    "saving while the server writes": under(TODAY, NOBODY),
    "one page more than reckoned": under(TODAY, "announced: saver SIGBUS"),
  },
  "problems/k8s-postgres-initdb.hugetlb": {
    "the limit is looked at when it is too late": under(TODAY, "dies: initdb SIGBUS"),
  },
  "problems/rsvd-limit-fix.hugetlb": {
    "no huge pages for this pod, and it starts": under(TODAY, NOBODY),
    "some huge pages: ask for less until mmap says yes": under(TODAY, NOBODY),
    "one limit without the other": under(TODAY, "announced: initdb SIGBUS"),
  },
  "problems/survives-boot-dies-later.hugetlb": {
    "fine at boot": under(TODAY, "announced: backend[2] SIGBUS"),
    "MAP_POPULATE does not tell": under(TODAY, "announced: postmaster SIGBUS"),
    "mlock tells": under(TODAY, NOBODY),
  },
  "problems/jvm-reads-host-not-limit.hugetlb": {
    "200 free on the host, 100 for the pod": under(TODAY, "announced: jvm SIGBUS"),
    "both have looked": under(TODAY, NOBODY),
    "a limit that mmap knows": under(TODAY, NOBODY),
  },
  "problems/noreserve-vmm.hugetlb": {
    "without promises both guests start": signalOfItsTime("second"),
    "with promises the second one is told at its start": under([...TODAY, "2.6.27"], NOBODY),
    "one with, one without": signalOfItsTime("second"),
  },
  "problems/dpdk-touch-probe.hugetlb": {
    "no probe: killed by a packet": under(TODAY, "announced: eal SIGBUS"),
    "a probe dies instead, and eal takes what it can have": under(TODAY, "announced: probe SIGBUS"),
    "ask by mlock": under(TODAY, NOBODY),
  },
  "problems/leftover-files.hugetlb": {
    "killed, and the next start fails": under(PLAIN_KERNELS, NOBODY),
    "unlink at once": under(PLAIN_KERNELS, NOBODY),
    "private pages go with the process": under(PLAIN_KERNELS, NOBODY),
  },
  "problems/two-accountants.hugetlb": {
    "guaranteed by one, refused by the other": under(TODAY, NOBODY),
    "not even refused": under(TODAY, "announced: guest SIGBUS"),
    "the pool itself can be misread": under(TODAY, NOBODY),
  },
  "problems/chunk-plus-one.hugetlb": {
    "two pages a chunk": under(TODAY, NOBODY),
    "shmget rounds up, too": under(TODAY, NOBODY),
    "one page a chunk": under(TODAY, NOBODY),
    "one large chunk": under(TODAY, NOBODY),
  },
  "problems/last-page-race.hugetlb": {
    "the same page: both get it": under([...TODAY, "2.6.27"], NOBODY),
    "a page each: one of them dies": signalOfItsTime("right"),
    "a promise each: one of them is refused": under([...TODAY, "2.6.27"], NOBODY),
  },
};
