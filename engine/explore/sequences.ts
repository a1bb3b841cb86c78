/** Sequences of 32-bit words, each kept once under a number of its own: compared in full, a hash only finds the place. */

const FIRST_ROOM = 1024;
/** Words of all sequences together: 1 GB. */
const MAX_WORDS = 2 ** 28;

/** Murmur3's mix of one more word. */
const mix = (hash: number, word: number): number => {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
};

const finish = (hash: number): number => {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

export class Sequences {
  private words = new Int32Array(FIRST_ROOM);
  /** Where each sequence starts in `words`; one entry more than there are sequences. */
  private starts = new Int32Array(FIRST_ROOM);
  /** Number of a sequence + 1 in each taken slot. */
  private slots = new Int32Array(FIRST_ROOM);
  private count = 0;

  /** How many there are. */
  get size(): number {
    return this.count;
  }

  /** Bytes that the table takes up. */
  get bytes(): number {
    return this.words.byteLength + this.starts.byteLength + this.slots.byteLength;
  }

  /**
   * The number of the sequence [from,to) of the source; a new number (the `size` before) for a new sequence. `likely`: the number
   * that it probably has, which is looked at first (-1 = who knows).
   */
  intern(source: Int32Array, from: number, to: number, likely = -1): number {
    if (likely >= 0 && this.isSame(likely, source, from, to)) return likely;
    let hash = to - from;
    for (let at = from; at < to; at++) hash = mix(hash, source[at] ?? 0);
    const mask = this.slots.length - 1;
    let slot = finish(hash) & mask;
    for (;;) {
      const number = (this.slots[slot] ?? 0) - 1;
      if (number < 0) break;
      if (this.isSame(number, source, from, to)) return number;
      slot = (slot + 1) & mask;
    }
    return this.add(slot, source, from, to);
  }

  /** Writes a sequence to `target` from word `at` on; gives the word behind it. */
  write(number: number, target: Int32Array, at: number): number {
    const start = this.starts[number] ?? 0;
    const end = this.starts[number + 1] ?? 0;
    for (let i = start; i < end; i++) target[at + i - start] = this.words[i] ?? 0;
    return at + end - start;
  }

  /** Words of a sequence. */
  lengthOf(number: number): number {
    return (this.starts[number + 1] ?? 0) - (this.starts[number] ?? 0);
  }

  private isSame(number: number, source: Int32Array, from: number, to: number): boolean {
    const { words } = this;
    const start = this.starts[number] ?? 0;
    if ((this.starts[number + 1] ?? 0) - start !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (words[start + i] !== source[from + i]) return false;
    return true;
  }

  private add(slot: number, source: Int32Array, from: number, to: number): number {
    const number = this.count++;
    const start = this.starts[number] ?? 0;
    const end = start + to - from;
    if (end > MAX_WORDS) throw new RangeError(`the states need more than ${String(MAX_WORDS)} words`);
    this.words = roomFor(this.words, end);
    this.starts = roomFor(this.starts, number + 2);
    this.words.set(source.subarray(from, to), start);
    this.starts[number + 1] = end;
    this.slots[slot] = number + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      const start = this.starts[number] ?? 0;
      const end = this.starts[number + 1] ?? 0;
      let hash = end - start;
      for (let at = start; at < end; at++) hash = mix(hash, this.words[at] ?? 0);
      let slot = finish(hash) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

/** The array, or a copy of twice its length that holds `length` words. */
export function roomFor(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  let room = array.length;
  while (room < length) room *= 2;
  const wider = new Int32Array(room);
  wider.set(array);
  return wider;
}
