/**
 * The memory that holds one machine's whole state: records of 32-bit words, reached by their address, as the kernel's
 * own structures are. One flat array, so that a state is copied, compared and hashed as a block of words
 * (docs/state.md has the measurements behind this choice). Nothing of a machine's state lives anywhere else.
 *
 * Records come from size classes (powers of two) with a free list each, and the lists' heads are words of the heap too:
 * a copy of the words is a copy of everything.
 */

/** Address of a record; 0 = none (NULL). */
export type Ref = number;
export const NIL: Ref = 0;

/** Word 0 is never used (it is NULL); words 1..CLASSES are the free lists' heads. */
const CLASSES = 28;
/** Address of the first record of a heap. */
export const FIRST_RECORD = CLASSES + 1;
const FIRST_WORDS = 512;
/** 2^27 words = 512 MB: a scenario within the language's limits stays far below. */
const MAX_WORDS = 2 ** 27;

const sizeClass = (words: number): number => Math.max(2, 32 - Math.clz32(words - 1));

/** Words that a record of that many words takes up. */
export const roomOf = (words: number): number => 1 << sizeClass(words);

export class Heap {
  private words: Int32Array;
  /** First word never handed out. */
  private top: number;

  constructor(copyOf?: Heap) {
    if (copyOf === undefined) {
      this.words = new Int32Array(FIRST_WORDS);
      this.top = FIRST_RECORD;
    } else {
      this.words = copyOf.words.slice(0, copyOf.top);
      this.top = copyOf.top;
    }
  }

  get(ref: Ref, field: number): number {
    return this.words[ref + field] ?? 0;
  }

  set(ref: Ref, field: number, value: number): void {
    this.words[ref + field] = value;
  }

  add(ref: Ref, field: number, delta: number): void {
    this.words[ref + field] = (this.words[ref + field] ?? 0) + delta;
  }

  /** A record of that many words, all 0. Throws RangeError above the heap's limit. */
  allocate(words: number): Ref {
    const size = sizeClass(words);
    const reused = this.words[size] ?? 0;
    if (reused !== NIL) {
      this.words[size] = this.words[reused] ?? 0;
      this.words.fill(0, reused, reused + (1 << size));
      return reused;
    }
    const ref = this.top;
    this.top += 1 << size;
    if (this.top > this.words.length) this.grow();
    return ref;
  }

  /** Gives a record back; `words` is what it was allocated with. */
  release(ref: Ref, words: number): void {
    const size = sizeClass(words);
    this.words[ref] = this.words[size] ?? 0;
    this.words[size] = ref;
  }

  /** Words in use: what a copy costs. */
  get length(): number {
    return this.top;
  }

  /** Makes this heap word for word the same as another. */
  restore(from: Heap): void {
    if (this.words.length < from.top) this.words = new Int32Array(Math.max(FIRST_WORDS, from.words.length));
    else if (this.top > from.top) this.words.fill(0, from.top, this.top);
    this.words.set(from.words.subarray(0, from.top));
    this.top = from.top;
  }

  /** Makes this heap hold the records that lie at [FIRST_RECORD, top) of an image, and nothing else: no free lists. */
  load(image: Int32Array, top: number): void {
    if (this.words.length < top) this.words = new Int32Array(2 ** Math.ceil(Math.log2(top)));
    else if (this.top > top) this.words.fill(0, top, this.top);
    this.words.fill(0, 0, FIRST_RECORD);
    for (let at = FIRST_RECORD; at < top; at++) this.words[at] = image[at] ?? 0;
    this.top = top;
  }

  /** Whether it is still, word for word, what `load` made it. */
  equals(image: Int32Array, top: number): boolean {
    if (this.top !== top) return false;
    for (let at = 0; at < FIRST_RECORD; at++) if (this.words[at] !== 0) return false;
    for (let at = FIRST_RECORD; at < top; at++) if (this.words[at] !== image[at]) return false;
    return true;
  }

  private grow(): void {
    if (this.top > MAX_WORDS) throw new RangeError(`the scenario needs more than ${String(MAX_WORDS)} words of state`);
    let length = this.words.length;
    while (length < this.top) length *= 2;
    const words = new Int32Array(length);
    words.set(this.words);
    this.words = words;
  }
}
