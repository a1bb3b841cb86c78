/** The names of one level, the file's or a scenario's, and what is written of them line by line. */
import type { ProcessRef, ScenarioBlock, Span, Word } from "../syntax/index.js";
import { rangeOf } from "../syntax/index.js";
import { type Bound, SymbolDraft } from "./draft.js";
import type { MadeKind, NameKind, Occurrence, Place, Role } from "./occurrence.js";

/** Kinds whose names belong to a file or a scenario as a whole; mappings belong to processes, `for` names to blocks. */
export type ScopedKind = Exclude<MadeKind, "mapping" | "scenario">;

interface Noted {
  readonly kind: NameKind;
  readonly place: Place;
  readonly written: string;
  readonly role: Role;
  readonly process: ProcessRef | null;
  bound: Bound | null;
  symbol: SymbolDraft | null;
}

/** A name that nothing above its place makes: looked up again at the end, as in a loop it may be made further down. */
interface Pending {
  readonly noted: Noted;
  readonly find: () => Bound | null;
  readonly unknown: string;
}

/** The line on which a name is noted. */
export interface NotedAt {
  readonly uri: string;
  readonly line: number;
  readonly text: string;
}

export class Scope {
  readonly #names = new Map<string, Bound>();
  readonly #given: Map<string, SymbolDraft>;
  readonly #noted: Noted[] = [];
  readonly #pending: Pending[] = [];

  constructor(
    readonly scenario: ScenarioBlock | null,
    /** The level around it: what this level says of a name that is made there is said of that same name. */
    readonly outer: Scope | null,
  ) {
    this.#given = outer === null ? new Map<string, SymbolDraft>() : outer.#given;
    if (outer !== null) for (const [key, bound] of outer.#names) this.#names.set(key, bound);
  }

  /** What a name of that kind stands for here. */
  find(kind: ScopedKind, name: string): Bound | null {
    return this.#names.get(`${kind} ${name}`) ?? null;
  }

  /** The names of a kind that stand for something here. */
  *names(kind: ScopedKind): Generator<string> {
    for (const key of this.#names.keys()) if (key.startsWith(`${kind} `)) yield key.slice(kind.length + 1);
  }

  /** Notes that a line makes a name; one that is there already is made once more. */
  define(kind: ScopedKind, name: string, at: NotedAt, span: Span, process: ProcessRef | null = null): Bound {
    const before = this.find(kind, name);
    const symbol = before?.symbol ?? new SymbolDraft(kind, name, this.scenario);
    const bound = this.bind(symbol, at, span, process);
    this.#names.set(`${kind} ${name}`, bound);
    return bound;
  }

  /** Notes that a line makes a symbol, whoever looks it up. */
  bind(symbol: SymbolDraft, at: NotedAt, span: Span, process: ProcessRef | null = null): Bound {
    const place: Place = { uri: at.uri, range: rangeOf(at.line, span) };
    // Symbols of the file are told by its own lines: scenarios are read when somebody asks for them.
    if (symbol.scenario === this.scenario) symbol.definitions.push(place);
    const bound = { symbol, definition: place };
    const written = writtenAt(at, span);
    this.#noted.push({ kind: symbol.kind, place, written, role: "definition", process, bound, symbol: null });
    return bound;
  }

  /** Notes a name that `find` looks up: now, or at the end when nothing above makes it. */
  use(
    kind: ScopedKind | "mapping",
    { text, span }: Word,
    at: NotedAt,
    role: Role,
    find: () => Bound | null,
    process: ProcessRef | null = null,
    later = false,
  ): void {
    const bound = later ? null : find();
    const place = { uri: at.uri, range: rangeOf(at.line, span) };
    const noted: Noted = { kind, place, written: writtenAt(at, span), role, process, bound, symbol: null };
    this.#noted.push(noted);
    if (bound === null) this.#pending.push({ noted, find, unknown: `${kind} ${text}` });
  }

  /** Notes a word that means the same everywhere. */
  given(kind: NameKind, { text, span }: Word, at: NotedAt): void {
    let symbol = this.#given.get(`${kind} ${text}`);
    if (symbol === undefined) this.#given.set(`${kind} ${text}`, (symbol = new SymbolDraft(kind, text, null)));
    const place = { uri: at.uri, range: rangeOf(at.line, span) };
    this.#noted.push({ kind, place, written: text, role: "read", process: null, bound: null, symbol });
  }

  /** Everything that was noted, in the order of the text. */
  finish(): readonly Occurrence[] {
    const unknown = new Map<string, SymbolDraft>();
    for (const { noted, find, unknown: key } of this.#pending) {
      noted.bound = find();
      if (noted.bound !== null) continue;
      let symbol = unknown.get(key);
      if (symbol === undefined) {
        symbol = new SymbolDraft(noted.kind, key.slice(noted.kind.length + 1), this.scenario);
        unknown.set(key, symbol);
      }
      noted.symbol = symbol;
    }
    const occurrences: Occurrence[] = [];
    for (const { kind, place, written, role, process, bound, symbol: own } of this.#noted) {
      const symbol = (bound?.symbol ?? own)?.root;
      if (symbol === undefined) continue;
      // Written out: there are many of them, and a spread object is slow to make.
      const { uri, range } = place;
      const definition = bound?.definition ?? null;
      occurrences.push({ uri, range, kind, name: symbol.name, written, role, symbol, definition, process });
    }
    return occurrences.sort(inOrder);
  }
}

function writtenAt({ text }: NotedAt, { start, end }: Span): string {
  return text.slice(start, end);
}

/** By place; of two that begin together the longer one first. */
export function inOrder({ range: a }: Occurrence, { range: b }: Occurrence): number {
  return a.start.line - b.start.line || a.start.character - b.start.character || b.end.character - a.end.character;
}
