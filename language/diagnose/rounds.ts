import type { Program, ProgramItem } from "../compile/program.js";

/** Which round of its line each item is: a loop's statement stands once in the text and many times in the program. */
export class Rounds {
  readonly #numbers = new Map<ProgramItem, number>();
  readonly #totals = new Map<number, number>();

  constructor(program: Program) {
    for (const item of program.items) {
      const key = itemKey(item);
      const number = (this.#totals.get(key) ?? 0) + 1;
      this.#totals.set(key, number);
      this.#numbers.set(item, number);
    }
  }

  /** The item's round and the number of rounds. */
  of(item: ProgramItem): { readonly round: number; readonly rounds: number } {
    return { round: this.#numbers.get(item) ?? 1, rounds: this.#totals.get(itemKey(item)) ?? 1 };
  }

  /** The round after which a claim was judged: the claims of one line are met once a round, in order. */
  ofClaim(program: Program): Map<object, { readonly round: number; readonly rounds: number }> {
    const found = new Map<object, { readonly round: number; readonly rounds: number }>();
    for (const item of program.items)
      if (item.kind === "expect") for (const claim of item.claims) found.set(claim, this.of(item));
    return found;
  }
}

/** A line has one statement, and a scenario's statements stand in one file: the line and the kind are enough. */
function itemKey(item: ProgramItem): number {
  const kinds = 2;
  if (item.kind === "step") return item.range.start.line * kinds;
  const [claim] = item.claims;
  return claim === undefined ? -1 : claim.range.start.line * kinds + 1;
}
