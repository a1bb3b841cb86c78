/** What the kernels of 6.x are made of; where 6.1 and 6.12 differ, a rule has two forms. */
import type { Citation } from "../kernel.js";

/** What unmapping an owner's page does to its reserve. */
export interface Unmapping extends Citation {
  readonly restoresReserve: boolean;
}

export interface Rules6 {
  readonly privateReserve: Citation;
  readonly allocation: Citation;
  readonly copyOnWrite: Citation;
  readonly taking: Citation;
  readonly unmapping: Unmapping;
  readonly fork: Citation;
  readonly subpool: Citation;
  readonly noreserve: Citation;
  readonly mlock: Citation;
  readonly dontneed: Citation;
  readonly fallocate: Citation;
}
