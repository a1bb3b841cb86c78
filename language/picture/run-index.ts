/** What lets a run be drawn without being read from its beginning: its outline, and states to begin at. */
import type { Outline } from "./outline.js";
import { Reading } from "./outline.js";
import type { RunPicture } from "./picture.js";
import type { State } from "./state/state.js";

/** The state after `step`, kept so that the steps behind it can be told from it. */
export class KeyFrame {
  readonly step: number;
  /** Private, so that two frames of the same step are equal to whoever compares them. */
  readonly #make: () => State;

  constructor(step: number, make: () => State) {
    this.step = step;
    this.#make = make;
  }

  /** A state of one's own. Throws DamagedError when it cannot be read. */
  state(): State {
    return this.#make();
  }
}

export interface RunIndex {
  readonly outline: Outline;
  /** In the order of their steps; the first is the state before the first step. */
  readonly frames: readonly KeyFrame[];
}

/** Steps between two frames, at the least. */
const FRAME_STEPS = 64;
const MOST_FRAMES = 128;

/** The index of a run that came without one: its steps are read, all of them. */
export function indexOf(run: RunPicture): RunIndex {
  const { length } = run.steps;
  const interval = Math.max(FRAME_STEPS, Math.ceil(length / MOST_FRAMES));
  const reading = new Reading(run, length);
  const frames: KeyFrame[] = [];
  const keep = (step: number): void => {
    const kept = reading.state.clone();
    frames.push(new KeyFrame(step, () => kept.clone()));
  };
  keep(0);
  let number = 0;
  for (const step of run.steps) {
    reading.step(step);
    if (++number % interval === 0) keep(number);
  }
  return { outline: reading.outline(), frames };
}
