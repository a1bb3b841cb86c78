/** Whole numbers by index: a copy costs a word for every 64 of them, because both share what neither has changed since. */

const BITS = 6;
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

  /** The lowest index that has a number, and the one behind the highest; null when there is none. */
  get bounds(): { readonly from: number; readonly to: number } | null {
    if (this.#size === 0) return null;
    let from = 0;
    let to = this.#chunks.length * CHUNK;
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
