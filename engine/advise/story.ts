/** A story whose pool is to be sized, and the same story with another size. Sizes are pages. */
import type { Config, PageSize, PoolConfig } from "../config.js";
import type { Step } from "../step.js";

export interface Story {
  readonly config: Config;
  /** The steps under a configuration: which of them bind a name that is still taken depends on it. */
  readonly steps: (config: Config) => readonly Step[];
}

/** What of a pool is looked for. */
export type Knob = "pool" | "overcommit";

/** The configuration with another number in that place. Over nodes a pool is spread as vm.nr_hugepages spreads it. */
export function withSize(config: Config, knob: Knob, pageSize: PageSize, size: number): Config {
  const resized = (pool: PoolConfig): PoolConfig => {
    if (pool.pageSize !== pageSize) return pool;
    if (knob === "overcommit") return { ...pool, overcommit: size };
    return pool.nodes === undefined
      ? { ...pool, pages: size }
      : { ...pool, pages: size, nodes: spread(size, pool.nodes.length) };
  };
  return { ...config, pools: config.pools.map(resized) };
}

/** One page on each node in turn. */
function spread(pages: number, nodes: number): readonly number[] {
  return Array.from({ length: nodes }, (_, node) => Math.floor(pages / nodes) + (node < pages % nodes ? 1 : 0));
}

/** The pool of that size; the configuration must have it. */
export function poolIn(config: Config, pageSize: PageSize): PoolConfig {
  const pool = config.pools.find((candidate) => candidate.pageSize === pageSize);
  if (pool === undefined) throw new RangeError(`the machine has no pool of ${pageSize} pages`);
  return pool;
}
