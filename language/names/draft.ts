/** Symbols while a scenario is read: two that turn out to be one are joined. */
import type { ScenarioBlock } from "../syntax/index.js";
import type { NameKind, NameSymbol, Place } from "./occurrence.js";

export class SymbolDraft implements NameSymbol {
  readonly definitions: Place[] = [];
  #joined: SymbolDraft | null = null;

  constructor(
    readonly kind: NameKind,
    readonly name: string,
    readonly scenario: ScenarioBlock | null,
  ) {}

  /** The symbol that this one has become part of; itself when it was never joined. */
  get root(): SymbolDraft {
    return this.#joined?.root ?? this;
  }

  /** Makes this and the other one symbol. */
  join(other: SymbolDraft): void {
    const [into, from] = [this.root, other.root];
    if (into === from) return;
    from.#joined = into;
    for (const definition of from.definitions) into.definitions.push(definition);
  }
}

/** What a name stands for at some point of the text. */
export interface Bound {
  readonly symbol: SymbolDraft;
  /** Where it was made last. */
  readonly definition: Place;
}
