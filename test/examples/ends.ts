import type { KernelId } from "../../engine/index.js";

/** Verdict and its words by scenario and kernel; the first kernel is the one that the editor shows. */
export type Ends = Readonly<Record<string, Readonly<Partial<Record<KernelId, string>>>>>;

/** One scenario that ends in the same way under each of these kernels. */
export function under(kernels: readonly KernelId[], words: string): Ends[string] {
  return Object.fromEntries(kernels.map((kernel) => [kernel, words]));
}
