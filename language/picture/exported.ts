/** What an exported page has in it: the panel's pictures, and no host to ask. */
import type { KernelId } from "../../engine/index.js";
import type { Why } from "./picture.js";
import type { SentPicture } from "./wire.js";

/** A scenario's run under one kernel. */
export interface ExportedRun {
  readonly kernel: KernelId;
  readonly picture: SentPicture;
  /** Why of each step, from the first. */
  readonly whys: readonly (Why | null)[];
}

/** What an exported page has in it. */
export interface Exported {
  readonly kernel: KernelId;
  /** The step that it opens at. */
  readonly step: number;
  readonly runs: readonly ExportedRun[];
}
