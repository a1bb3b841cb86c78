/** What the kernels of 6.x are made of; where 6.1 and 6.12 differ, a rule has two forms. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import type { Citation } from "../kernel.js";

/** What unmapping an owner's page does to its reserve. */
export interface Unmapping extends Citation {
  readonly restoresReserve: boolean;
}

/** Where mmap makes surplus pages. */
export interface Gathering extends Citation {
  readonly node: (core: Core, hs: Ref) => Ref;
}

/** What a node's own nr_hugepages takes for the other nodes' share. */
export interface NodeResize extends Citation {
  readonly elsewhere: (core: Core, hs: Ref, node: Ref) => number;
}

export interface Rules6 {
  readonly privateReserve: Citation;
  readonly allocation: Citation;
  readonly faultQuota: Citation;
  readonly surplusAtFault: Citation;
  readonly sharedCommit: Citation;
  readonly copyOnWrite: Citation;
  readonly taking: Citation;
  readonly unmapping: Unmapping;
  readonly fork: Citation;
  readonly subpool: Citation;
  readonly noreserve: Citation;
  readonly segments: Citation;
  readonly mlock: Citation;
  readonly dontneed: Citation;
  readonly fallocate: Citation;
  readonly gathering: Gathering;
  readonly nodeResize: NodeResize;
}
