/** Every kernel that the engine runs, by its id. */
import type { KernelId } from "../config.js";
import type { Kernel } from "../kernel.js";
import { before, cow, cowAsCommitted, release, reserve, reserveAsCommitted } from "./2008.js";

const KERNELS: readonly Kernel[] = [before, reserve, cow, release, reserveAsCommitted, cowAsCommitted];

/** The kernel of that id, or undefined when the engine does not run it yet. */
export function kernelOf(id: KernelId): Kernel | undefined {
  return KERNELS.find((kernel) => kernel.id === id);
}
