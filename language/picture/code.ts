/** Numbers and texts as one block without steps: what a run has beside its steps, on its way. */
import type { Block } from "./block.js";
import { readTexts, writeTexts } from "./texts.js";
import { DamagedError, VlqReader, VlqWriter } from "./vlq.js";

/** No list is longer: a number above this is damage. */
const MOST = 1 << 24;

export class CodeWriter {
  readonly #codes = new VlqWriter();
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  put(...values: readonly number[]): this {
    for (const value of values) this.#codes.put(value);
    return this;
  }

  /** A text that was written before is pointed at. */
  text(text: string): this {
    const number = this.#numbers.get(text) ?? this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return this.put(number);
  }

  textOrNull(text: string | null): this {
    return text === null ? this.put(0) : this.put(1).text(text);
  }

  list<T>(values: Iterable<T>, length: number, write: (value: T) => void): this {
    this.put(length);
    for (const value of values) write(value);
    return this;
  }

  /** Everything written so far; the writer must not be used any more. */
  block(): Block {
    return { steps: 0, texts: writeTexts(this.#texts), codes: this.#codes.take() };
  }
}

/** Reads what a CodeWriter wrote. Throws DamagedError where it is not there. */
export class CodeReader {
  readonly #codes: VlqReader;
  readonly #texts: readonly string[];

  constructor({ codes, texts }: Block) {
    this.#codes = new VlqReader(codes);
    this.#texts = readTexts(texts);
  }

  next(): number {
    return this.#codes.next();
  }

  /** A number from 0 that something has room for. */
  count(): number {
    const found = this.next();
    if (found < 0 || found > MOST) throw new DamagedError("a number that cannot be");
    return found;
  }

  text(): string {
    const text = this.#texts[this.next()];
    if (text === undefined) throw new DamagedError("a text that is not there");
    return text;
  }

  textOrNull(): string | null {
    return this.next() === 0 ? null : this.text();
  }

  oneOf<T>(values: readonly T[]): T {
    const value = values[this.next()];
    if (value === undefined) throw new DamagedError("a word that is not there");
    return value;
  }

  list<T>(read: () => T): T[] {
    const list: T[] = [];
    for (let left = this.count(); left > 0; left--) list.push(read());
    return list;
  }

  /** To be called last. */
  end(): void {
    if (!this.#codes.done) throw new DamagedError("more than there should be");
  }
}
