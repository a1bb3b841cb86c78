/**
 * What the engine runs, and what it does not under every kernel. This is the only place that knows: a later version that
 * simulates more deletes entries here, and nothing else changes.
 */
import { KERNELS_IN_TIME, type KernelId } from "../../engine/index.js";
import { kernelHas, type Feature } from "./features.js";

/** The kernel of a file that names none: the newest. */
export const DEFAULT_KERNEL: KernelId = "6.12";

interface Simulation {
  /** The first kernel under which the engine runs it. */
  readonly since: KernelId;
  readonly name: string;
}

/** Parts of the language that the engine runs under some kernels only. */
const SIMULATED_SINCE: Readonly<Partial<Record<Feature, Simulation>>> = {
  nodes: { since: "6.1", name: "NUMA nodes and memory policies" },
  "1G": { since: "6.1", name: "pages of 1G" },
};

/** Why a scenario that uses the feature is not run under the kernel, the same sentence for every such kernel; null = it is run. */
export function whyNotSimulated(feature: Feature, kernel: KernelId): string | null {
  const simulation = SIMULATED_SINCE[feature];
  if (simulation === undefined) return null;
  const { since, name } = simulation;
  if (KERNELS_IN_TIME.indexOf(kernel) >= KERNELS_IN_TIME.indexOf(since)) return null;
  return `${name} are simulated from ${since} on: nothing is run under older kernels`;
}

/** Whether the kernel has the feature and the engine runs it. */
export function runsWith(feature: Feature, kernel: KernelId): boolean {
  return kernelHas(feature, kernel) && whyNotSimulated(feature, kernel) === null;
}
