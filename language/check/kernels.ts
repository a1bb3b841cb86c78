import { COMMIT_KERNELS, KERNELS_IN_TIME, PLAIN_KERNELS, type KernelId } from "../../engine/index.js";
import type { Guard } from "../syntax/tree.js";

/** Every kernel that a file may name, in the order of `kernel all`, then the two by name only. */
export const KERNEL_IDS: readonly KernelId[] = [...PLAIN_KERNELS, ...COMMIT_KERNELS];

/** The kernel of that name. */
export function kernelNamed(text: string): KernelId | undefined {
  return KERNEL_IDS.find((id) => id === text);
}

/** Whether a guard names the kernel; kernels that do not exist are named by none. */
export function guardNames(guard: Guard | null, kernel: KernelId): boolean {
  if (guard === null) return true;
  const age = KERNELS_IN_TIME.indexOf(kernel);
  switch (guard.kind) {
    case "otherwise":
      return true;
    case "on":
      return guard.kernels.some(({ text }) => text === kernel);
    case "since":
    case "before": {
      const limit = KERNELS_IN_TIME.findIndex((id) => id === guard.kernel.text);
      return limit !== -1 && (guard.kind === "since" ? age >= limit : age < limit);
    }
  }
}
