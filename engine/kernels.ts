/** Every kernel that the engine runs, by its id. */
import type { KernelId } from "./config.js";
import { KERNELS_2008 } from "./hugetlb-2008/kernels.js";
import { KERNELS_6 } from "./hugetlb-6/kernels.js";
import type { Kernel } from "./kernel.js";

const KERNELS: readonly Kernel[] = [...KERNELS_2008, ...KERNELS_6];

/** The kernel of that id, or undefined when the engine does not run it yet. */
export function kernelOf(id: KernelId): Kernel | undefined {
  return KERNELS.find((kernel) => kernel.id === id);
}
