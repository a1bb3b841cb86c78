/**
 * What the engine runs today, and what it does not yet. This is the only place that knows: a later version that
 * simulates more adds kernels and deletes entries here, and nothing else changes.
 */
import { PLAIN_KERNELS, type KernelId } from "../../engine/index.js";
import type { Feature } from "./features.js";

/** The kernels that the engine runs. */
export const SIMULATED_KERNELS: readonly KernelId[] = [
  "2.6.26",
  "2.6.26+reserve",
  "2.6.26+cow",
  "2.6.27",
  "2.6.26+reserve@a1e78772",
  "2.6.26+cow@04f2cbe3",
];

/**
 * The kernel of a file that names none. By the language it is the newest kernel of all; as long as the engine does
 * not run that one, it is the newest that it does run.
 */
export const DEFAULT_KERNEL: KernelId =
  PLAIN_KERNELS.filter((kernel) => SIMULATED_KERNELS.includes(kernel)).at(-1) ?? "2.6.27";

/** Parts of the language that are read and checked, but that the engine does not run yet: feature -> its name in a message. */
export const NOT_SIMULATED: Readonly<Partial<Record<Feature, string>>> = {
  nodes: "NUMA nodes and memory policies",
  "1G": "pages of 1G",
  shm: "System V shared memory",
  vfork: "`vfork`",
  exec: "`exec`",
  wait: "`wait`",
  cgroups: "control groups",
  min_size: "`min_size=`",
};

/** Whether the engine runs this kernel. */
export function isSimulated(kernel: KernelId): boolean {
  return SIMULATED_KERNELS.includes(kernel);
}
