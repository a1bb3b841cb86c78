/** Free and promised pages of each pool at one moment of a run, followed inside a step too. */
import { DEFAULT_PAGE_SIZE, type PageSize, type StepTrace, type Trace } from "../../engine/index.js";

interface Pool {
  free: number;
  reserved: number;
}

export class Pools {
  readonly #pools = new Map<PageSize, Pool>();

  constructor({ config, start }: Trace) {
    for (const { pageSize, pages } of config.pools) this.#pools.set(pageSize, { free: pages, reserved: 0 });
    this.#pools.set(DEFAULT_PAGE_SIZE, { free: start.free, reserved: start.rsvd });
  }

  /** Ends a step: the counters are what the machine says. */
  settle({ counters, sizes }: StepTrace): void {
    for (const [size, pool] of this.#pools) {
      const { free, rsvd } = sizes?.[size] ?? counters;
      pool.free = free;
      pool.reserved = rsvd;
    }
  }

  /** So many pages more are free, and so many more are promised. */
  add(size: PageSize, free: number, reserved: number): void {
    const pool = this.#pools.get(size);
    if (pool === undefined) return;
    pool.free += free;
    pool.reserved += reserved;
  }

  promised(size: PageSize): number {
    return this.#pools.get(size)?.reserved ?? 0;
  }

  /** Free pages that nobody was promised. */
  available(size: PageSize): number {
    const pool = this.#pools.get(size);
    return pool === undefined ? 0 : pool.free - pool.reserved;
  }
}
