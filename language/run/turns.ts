/** Whose turn it is: written order, except that in a `concurrent` block a step that cannot go on lets the other actors go first. */
import type { ProgramItem, StepItem } from "../compile/program.js";

export class Turns {
  readonly #items: readonly ProgramItem[];
  /** Items before this place are taken. */
  #next = 0;
  /** Items of the block before `#next` that are not taken yet, the first one last; null outside of a block. */
  #block: StepItem[] | null = null;
  /** Actors of the block that wait for somebody else's step. */
  readonly #waiting = new Set<string | null>();

  constructor(items: readonly ProgramItem[]) {
    this.#items = items;
    this.#enter();
  }

  /** The item whose turn it is; null when all are taken. */
  get next(): ProgramItem | null {
    if (this.#block === null) return this.#items[this.#next] ?? null;
    // When everybody waits, nothing lets the first one go on: it is told so.
    return this.#block.findLast(({ step }) => !this.#waiting.has(step.actor)) ?? this.#block.at(-1) ?? null;
  }

  /** Items that are not taken yet. */
  get left(): readonly ProgramItem[] {
    return [...(this.#block ?? []).toReversed(), ...this.#items.slice(this.#next)];
  }

  /** The item whose turn it is is taken. */
  take(): void {
    if (this.#block === null) {
      this.#next++;
      this.#enter();
      return;
    }
    const { next } = this;
    this.#block.splice(
      this.#block.findLastIndex((item) => item === next),
      1,
    );
    this.#waiting.clear();
    if (this.#block.length > 0) return;
    this.#block = null;
    this.#enter();
  }

  /** The step whose turn it is cannot go on; false when nobody else can, either. */
  wait({ step, concurrent }: StepItem): boolean {
    if (concurrent === null || this.#block === null) return false;
    if (this.#block.every((other) => this.#waiting.has(other.step.actor))) return false;
    this.#waiting.add(step.actor);
    return true;
  }

  /** Takes the items of a block that begins here into `#block`. */
  #enter(): void {
    const first = this.#items[this.#next];
    if (first?.kind !== "step" || first.concurrent === null) return;
    const block: StepItem[] = [];
    for (let item = this.#items[this.#next]; item?.kind === "step"; item = this.#items[this.#next]) {
      if (item.concurrent !== first.concurrent) break;
      block.push(item);
      this.#next++;
    }
    this.#block = block.reverse();
  }
}
