import type { Range } from "vscode-languageserver-types";
import type { Program, ProgramItem } from "../compile/program.js";

/** Which round of its line each item is: a loop's statement stands once in the text and many times in the program. */
export class Rounds {
  readonly #numbers = new Map<ProgramItem, number>();
  readonly #totals = new Map<string, number>();

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

function itemKey(item: ProgramItem): string {
  if (item.kind === "step") return rangeKey(item.uri, item.range);
  const [claim] = item.claims;
  return claim === undefined ? "" : `expect ${rangeKey(claim.uri, claim.range)}`;
}

function rangeKey(uri: string, { start, end }: Range): string {
  return `${uri} ${start.line}:${start.character}-${end.line}:${end.character}`;
}
