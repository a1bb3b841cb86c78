/** A run made ready to be sent: its blocks, a key frame before some of them, and its outline, all in one pass. */
import { type Block, metersOf } from "./block.js";
import { type Outline, Reading } from "./outline.js";
import type { RunPicture } from "./picture.js";
import { writeFrame } from "./state/frame.js";
import { cutting, type Placed } from "./tape.js";

/** A frame stands before a block when at least so many times its length lie between it and the last one. */
const FRAME_SHARE = 8;

export interface Framed extends Placed {
  /** The state before the block; null = it is told from the frame before. */
  readonly frame: Block | null;
}

export interface Packed {
  readonly blocks: readonly Framed[];
  readonly outline: Outline;
}

/** Packs a run, a block at each `next`, so that others have their turn in between. */
export function* packing(run: RunPicture): Generator<void, Packed> {
  const reading = new Reading(run, run.steps.length);
  const steps = run.steps[Symbol.iterator]();
  const blocks: Framed[] = [];
  let sizeOfLast = 0;
  let between = 0;
  for (const placed of cutting(run.steps, metersOf(run))) {
    const frame = between > FRAME_SHARE * sizeOfLast ? writeFrame(reading.state) : null;
    if (frame !== null) {
      sizeOfLast = lengthOf(frame);
      between = 0;
    }
    blocks.push({ ...placed, frame });
    between += lengthOf(placed.block);
    for (let left = placed.block.steps; left > 0; left--) {
      const next = steps.next();
      if (next.done !== true) reading.step(next.value);
    }
    yield;
  }
  return { blocks, outline: reading.outline() };
}

function lengthOf({ codes, texts }: Block): number {
  return texts.length + codes.length;
}
