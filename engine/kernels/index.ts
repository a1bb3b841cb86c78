/** Every kernel that the engine runs, by its id. A new kernel is a new file here that names what it changed. */
import type { KernelId } from "../config.js";
import type { Kernel } from "../kernel.js";
import { cow, cowAsCommitted } from "./v2-6-26-cow.js";
import { reserve, reserveAsCommitted } from "./v2-6-26-reserve.js";
import { v2_6_26 } from "./v2-6-26.js";
import { v2_6_27 } from "./v2-6-27.js";
import { v6_1 } from "./v6-1.js";
import { v6_12 } from "./v6-12.js";

const KERNELS: readonly Kernel[] = [v2_6_26, reserveAsCommitted, reserve, cowAsCommitted, cow, v2_6_27, v6_1, v6_12];

/** The kernel of that id, or undefined when the engine does not run it. */
export function kernelOf(id: KernelId): Kernel | undefined {
  return KERNELS.find((kernel) => kernel.id === id);
}
