/** Whole numbers by index: a copy costs a word for every 256 of them, because both share what neither has changed since. */

const BITS = 8;
const CHUNK = 1 << BITS;
const LOW = CHUNK - 1;
const NONE = -1;

interface Chunk {
  /** Who may write it; everybody else copies it first. */
  owner: object;
  readonly values: Int32Array;
}

export class Sheet {
  #chunks: (Chunk | undefined)[] = [];
  #token: object = {};
  #size = 0;

  /** How many indexes have a number. */
  get size(): number {
    return this.#size;
  }

  /** The number at an index; undefined when there is none. */
  get(index: number): number | undefined {
    const value = this.#chunks[index >> BITS]?.values[index & LOW] ?? NONE;
    return value === NONE ? undefined : value;
  }

  has(index: number): boolean {
    return this.get(index) !== undefined;
  }

  /** Sets the number (0 or more) at an index. */
  set(index: number, value: number): void {
    const { values } = this.#own(index >> BITS);
    if (values[index & LOW] === NONE) this.#size++;
    values[index & LOW] = value;
  }

  /** Sets the numbers at `length` indexes from `from` on: all `value`, or each the one before it and `rise`. */
  fill(from: number, length: number, value: number, rise: 0 | 1): void {
    for (let done = 0; done < length;) {
      const low = (from + done) & LOW;
      const end = Math.min(CHUNK, low + length - done);
      const { values } = this.#own((from + done) >> BITS);
      for (let at = low; at < end; at++) {
        if (values[at] === NONE) this.#size++;
        values[at] = value + rise * done++;
      }
    }
  }

  /** The numbers at `length` indexes from `from` on in one piece; -1 where there is none. */
  piece(from: number, length: number): Int32Array {
    const piece = new Int32Array(length).fill(NONE);
    for (let done = 0; done < length;) {
      const low = (from + done) & LOW;
      const end = Math.min(CHUNK, low + length - done);
      const values = this.#chunks[(from + done) >> BITS]?.values;
      if (values !== undefined) piece.set(end - low === CHUNK ? values : values.subarray(low, end), done);
      done += end - low;
    }
    return piece;
  }

  /** Takes the number away; false when there was none. */
  delete(index: number): boolean {
    if (!this.has(index)) return false;
    this.#own(index >> BITS).values[index & LOW] = NONE;
    this.#size--;
    return true;
  }

  clone(): Sheet {
    const copy = new Sheet();
    copy.#chunks = this.#chunks.slice();
    copy.#size = this.#size;
    // From now on nobody owns what is there.
    this.#token = {};
    return copy;
  }

  /** Every index that has a number, in order. */
  *entries(): Generator<readonly [index: number, value: number], void> {
    for (const [at, chunk] of this.#chunks.entries()) {
      if (chunk === undefined) continue;
      for (let low = 0; low < CHUNK; low++) {
        const value = chunk.values[low] ?? NONE;
        if (value !== NONE) yield [at * CHUNK + low, value];
      }
    }
  }

  /** Every number, in the order of the indexes. */
  *values(): Generator<number, void> {
    for (const [, value] of this.entries()) yield value;
  }

  /** The index behind the last one that can have a number. */
  get end(): number {
    return this.#chunks.length * CHUNK;
  }

  /** The lowest index that has a number, and the one behind the highest; null when there is none. */
  get bounds(): { readonly from: number; readonly to: number } | null {
    if (this.#size === 0) return null;
    let from = 0;
    let to = this.end;
    while (!this.has(from)) from++;
    while (!this.has(to - 1)) to--;
    return { from, to };
  }

  #own(at: number): Chunk {
    const chunk = this.#chunks[at];
    if (chunk?.owner === this.#token) return chunk;
    const values = chunk === undefined ? new Int32Array(CHUNK).fill(NONE) : chunk.values.slice();
    const own = { owner: this.#token, values };
    this.#chunks[at] = own;
    return own;
  }
}
