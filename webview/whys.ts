/** Explanations asked of the host, one a step, kept for as long as the picture is the same. */
import type { Why } from "../language/picture/picture.js";

/** While somebody scrubs, not every step that is passed is asked for. */
const REST = 70;
const MAX_KEPT = 500;

export class Whys {
  readonly #kept = new Map<number, Why>();
  readonly #ask: (step: number) => void;
  readonly #asked = new Set<number>();
  #last: Why | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #lastAsk = -Infinity;

  constructor(ask: (step: number) => void) {
    this.#ask = ask;
  }

  /** The picture has changed: nothing known is true any more, but the last one stays to be looked at. */
  clear(): void {
    this.#kept.clear();
    this.#asked.clear();
  }

  /** The picture is another run: nothing stays. */
  forget(): void {
    this.clear();
    this.#last = null;
  }

  put(why: Why): void {
    if (this.#kept.size >= MAX_KEPT) this.clear();
    this.#kept.set(why.step, why);
  }

  /** The explanation of a step; until it comes, the one shown last, so that nothing flickers. */
  of(step: number): Why | null {
    this.#last = this.#kept.get(step) ?? this.#last;
    return this.#last;
  }

  known(step: number): Why | null {
    return this.#kept.get(step) ?? null;
  }

  /** Asks for a step unless it is known: at once when nothing was asked lately, else when the reader rests on it. */
  want(step: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (step < 1 || this.#asked.has(step)) return;
    const wait = this.#lastAsk + REST - performance.now();
    if (wait <= 0) this.#send(step);
    else
      this.#timer = setTimeout(() => {
        this.#send(step);
      }, wait);
  }

  #send(step: number): void {
    this.#lastAsk = performance.now();
    this.#asked.add(step);
    this.#ask(step);
  }
}
