/** What is played on both stages: a machine's configuration and the steps, in order. */
import type { Config, KernelId, PageSize, Step } from "../../engine/index.js";
import { PAGE_BYTES } from "../../engine/index.js";
import type { CorpusScenario } from "../corpora/corpus.js";
import { configOf, stepOf } from "../corpora/corpus.js";

export interface Scene {
  readonly id: string;
  readonly config: Config;
  readonly steps: readonly Step[];
}

export function sceneOf(scenario: CorpusScenario, kernel: KernelId): Scene {
  return { id: scenario.id, config: configOf(scenario, kernel), steps: scenario.ops.map(stepOf) };
}

/** The machine that a scene needs. Scenes of one shape can be played in one boot. */
export interface Shape {
  /** NUMA nodes, each with one CPU. */
  readonly nodes: number;
  /** Pages of 1 GiB that must be there at boot: none are to be had later for sure. */
  readonly gigantic: number;
  /** The most pages of 2 MiB that it ever has on one node. */
  readonly pages: number;
}

export function shapeOf({ config, steps }: Scene): Shape {
  const nodes = config.pools.reduce((most, pool) => Math.max(most, pool.nodes?.length ?? 1), 1);
  return { nodes, gigantic: mostPages(config, steps, "1G"), pages: mostPages(config, steps, "2M") };
}

function mostPages(config: Config, steps: readonly Step[], size: PageSize): number {
  const pool = config.pools.find(({ pageSize }) => pageSize === size);
  let [pages, overcommit] = [pool?.pages ?? 0, pool?.overcommit ?? 0];
  for (const step of steps) {
    if (step.call !== "sysctl" || step.pageSize !== size) continue;
    if (step.name === "nr_hugepages") pages = Math.max(pages, step.value);
    else overcommit = Math.max(overcommit, step.value);
  }
  if (size === "1G") return pages;
  // Surplus is only made for somebody who asks for it.
  const asked = steps.reduce((sum, step) => {
    if (step.call === "mmap" || step.call === "shmget") return sum + Math.ceil(step.length / PAGE_BYTES["2M"]);
    return step.call === "read" || step.call === "write" ? sum + 1 : sum;
  }, 0);
  return pages + Math.min(overcommit, 2 * asked);
}
