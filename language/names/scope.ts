/** The names of one level, the file's or a scenario's, and what is written of them line by line. */
import type { ProcessRef, ScenarioBlock, Span, Word } from "../syntax/index.js";
import { rangeOf } from "../syntax/index.js";
import { type Bound, SymbolDraft } from "./draft.js";
import { Mention, type NotedAt } from "./mention.js";
import type { GivenKind, MadeKind, NameKind, Occurrence, Place, Role } from "./occurrence.js";

/** Kinds whose names belong to a file or a scenario as a whole; mappings belong to processes, `for` names to blocks. */
export type ScopedKind = Exclude<MadeKind, "mapping" | "scenario">;

/** A name that nothing above its place makes: looked up again at the end, as in a loop it may be made further down. */
interface Pending {
  readonly mention: Mention;
  readonly find: () => Bound | null;
}

type ByName<Kind, Value> = Map<Kind, Map<string, Value>>;

export class Scope {
  readonly #names: ByName<ScopedKind, Bound> = new Map();
  readonly #given: ByName<NameKind, SymbolDraft>;
  readonly #unknown: ByName<NameKind, SymbolDraft> = new Map();
  readonly #mentions: Mention[] = [];
  readonly #pending: Pending[] = [];

  constructor(
    readonly scenario: ScenarioBlock | null,
    /** The level around it: what this level says of a name that is made there is said of that same name. */
    readonly outer: Scope | null,
  ) {
    this.#given = outer === null ? new Map<NameKind, Map<string, SymbolDraft>>() : outer.#given;
    if (outer !== null) for (const [kind, names] of outer.#names) this.#names.set(kind, new Map(names));
  }

  /** What a name of that kind stands for here. */
  find(kind: ScopedKind, name: string): Bound | null {
    return this.#names.get(kind)?.get(name) ?? null;
  }

  /** The names of a kind that stand for something here. */
  names(kind: ScopedKind): Iterable<string> {
    return this.#names.get(kind)?.keys() ?? [];
  }

  /** Notes that a line makes a name; one that is there already is made once more. */
  define(kind: ScopedKind, name: string, at: NotedAt, span: Span, process: ProcessRef | null = null): Bound {
    const before = this.find(kind, name);
    const symbol = before?.symbol ?? new SymbolDraft(kind, name, this.scenario);
    const bound = this.bind(symbol, at, span, process);
    namesIn(this.#names, kind).set(name, bound);
    return bound;
  }

  /** Notes that a line makes a symbol, whoever looks it up. */
  bind(symbol: SymbolDraft, at: NotedAt, span: Span, process: ProcessRef | null = null): Bound {
    const definition: Place = { uri: at.uri, range: rangeOf(at.line, span) };
    // Symbols of the file are told by its own lines: scenarios are read when somebody asks for them.
    if (symbol.scenario === this.scenario) symbol.definitions.push(definition);
    this.#mentions.push(new Mention(at, span, "definition", process, symbol, definition));
    return { symbol, definition };
  }

  /** Notes a name that stands for something. */
  use({ symbol, definition }: Bound, at: NotedAt, span: Span, role: Role, process: ProcessRef | null = null): void {
    this.#mentions.push(new Mention(at, span, role, process, symbol, definition));
  }

  /** Notes a name that nothing above makes: `find` looks it up again at the end. */
  useLater(
    kind: MadeKind,
    { text, span }: Word,
    at: NotedAt,
    role: Role,
    find: () => Bound | null,
    process: ProcessRef | null = null,
  ): void {
    const mention = new Mention(at, span, role, process, this.#unknownSymbol(kind, text), null);
    this.#mentions.push(mention);
    this.#pending.push({ mention, find });
  }

  /** Notes a name that belongs to the level, whether it is made above or below. */
  name(kind: ScopedKind, word: Word, at: NotedAt, role: Role, process: ProcessRef | null = null, later = false): void {
    const bound = later ? null : this.find(kind, word.text);
    if (bound !== null) this.use(bound, at, word.span, role, process);
    else this.useLater(kind, word, at, role, () => this.find(kind, word.text), process);
  }

  /** Notes a word that means the same everywhere. */
  given(kind: GivenKind, { text, span }: Word, at: NotedAt): void {
    const known = namesIn(this.#given, kind);
    let symbol = known.get(text);
    if (symbol === undefined) known.set(text, (symbol = new SymbolDraft(kind, text, null)));
    this.#mentions.push(new Mention(at, span, "read", null, symbol, null));
  }

  /** Everything that was noted, in the order of the text. */
  finish(): readonly Occurrence[] {
    for (const { mention, find } of this.#pending) {
      const bound = find();
      if (bound === null) continue;
      mention.symbol = bound.symbol;
      mention.definition = bound.definition;
    }
    for (const mention of this.#mentions) mention.symbol = mention.symbol.root;
    return this.#mentions.sort(inOrder);
  }

  #unknownSymbol(kind: MadeKind, name: string): SymbolDraft {
    const names = namesIn(this.#unknown, kind);
    let symbol = names.get(name);
    if (symbol === undefined) names.set(name, (symbol = new SymbolDraft(kind, name, this.scenario)));
    return symbol;
  }
}

function namesIn<Kind, Value>(all: ByName<Kind, Value>, kind: Kind): Map<string, Value> {
  let names = all.get(kind);
  if (names === undefined) all.set(kind, (names = new Map<string, Value>()));
  return names;
}

/** By place; of two that begin together the longer one first. */
export function inOrder(a: Occurrence, b: Occurrence): number {
  return a.line - b.line || a.span.start - b.span.start || b.span.end - a.span.end;
}
