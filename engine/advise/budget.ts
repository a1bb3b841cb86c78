import type { StepTrace } from "../trace.js";

/** Work that may still be done, in steps and the events inside them: the same on every machine, unlike a clock. */
export class Budget {
  #left: number;

  constructor(work: number) {
    this.#left = work;
  }

  /** Counts a step. */
  spend({ events }: StepTrace): void {
    this.#left -= 1 + events.length;
  }

  /** Counts work of another kind. */
  take(work: number): void {
    this.#left -= work;
  }

  get left(): number {
    return Math.max(0, this.#left);
  }

  get spent(): boolean {
    return this.#left <= 0;
  }
}

/** The budget ended before there was an answer. */
export const SPENT = "spent";
export type Spent = typeof SPENT;
