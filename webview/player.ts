/** Play: moves the step at a steady pace and stops at a death. */

/** Steps a second at 1x. */
const PACE = 2;
/** Ticks closer together than this cannot be seen. */
const MIN_TICK = 33;
export const SPEEDS = [1, 10, 100] as const;
export type Speed = (typeof SPEEDS)[number];

export class Player {
  speed: Speed = 1;
  #timer: ReturnType<typeof setInterval> | null = null;
  readonly #advance: (steps: number) => boolean;
  readonly #stopped: () => void;

  /** `advance` moves by so many steps and says whether there is more to play. */
  constructor(advance: (steps: number) => boolean, stopped: () => void) {
    this.#advance = advance;
    this.#stopped = stopped;
  }

  get playing(): boolean {
    return this.#timer !== null;
  }

  play(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    const wanted = 1000 / (PACE * this.speed);
    const tick = Math.max(MIN_TICK, wanted);
    const steps = Math.max(1, Math.round(tick / wanted));
    this.#timer = setInterval(() => {
      if (!this.#advance(steps)) this.pause();
    }, tick);
  }

  pause(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#stopped();
  }

  faster(): void {
    this.set(SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length] ?? 1);
  }

  set(speed: Speed): void {
    this.speed = speed;
    if (this.playing) this.play();
  }
}
