/**
 * While the reader drags over a long run nearly all of the timeline and of the memory says something else at every step.
 * They take turns then, so that the page keeps up with the pointer: one of them is drawn in every
 * second frame, neither in the others. As soon as the pointer rests, both are right.
 */

/** What is drawn besides all that is small. */
export type Turn = "timeline" | "memory" | "neither";

const TURNS: readonly Turn[] = ["timeline", "neither", "memory", "neither"];
/** Steps that follow one another within this many milliseconds are one drag: three frames. */
const DRAG = 50;
/** Steps as near as this lie in one window, mostly, and differ little: there is no need of turns. */
const NEAR = 10;

export class Turns {
  #turn = 0;
  #last = -Infinity;
  #moves = 0;
  #watching = false;
  readonly #rest: () => void;

  /** `rest` is called when the pointer rests and something was left out. */
  constructor(rest: () => void) {
    this.#rest = rest;
  }

  /** Whose turn it is when so many steps are dragged over at once; null = everything is drawn. */
  next(steps: number): Turn | null {
    const now = performance.now();
    const first = now - this.#last > DRAG;
    this.#last = now;
    this.#moves++;
    if (first || steps <= NEAR) return null;
    if (!this.#watching) this.#watch();
    return TURNS[this.#turn++ % TURNS.length] ?? null;
  }

  /** A frame without a move is a rest; the first frame asked for may be that of the last move. */
  #watch(): void {
    this.#watching = true;
    const moves = this.#moves;
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        this.#watching = false;
        if (moves === this.#moves) this.#rest();
        else this.#watch();
      });
    });
  }
}
