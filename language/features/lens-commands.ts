/** What a code lens may ask the editor to do. */
import type { KernelId } from "../../engine/index.js";

/** Commands of the editor that a lens may run; each takes one `LensArgument`, `write` a `WriteArgument`. */
export const LENS_COMMANDS = {
  kernel: "hugetlb.showKernel",
  picture: "hugetlb.showPicture",
  compare: "hugetlb.compare",
  run: "hugetlb.runScenario",
  debug: "hugetlb.debugScenario",
  write: "hugetlb.writeSize",
} as const;

/** What a lens is about. */
export interface LensArgument {
  readonly uri: string;
  readonly scenario: string;
  /** The scenario's first line, counted from 0. */
  readonly line: number;
  readonly kernel: KernelId;
  /** The order of the `concurrent` blocks' steps; left out: the written one. */
  readonly schedule?: string;
}
