/** Rows of a fixed number of words, each kept once under a number: the states of a stage. Compared in full. */
import { roomFor } from "./sequences.js";

const FIRST_ROOM = 1024;

export class Rows {
  /** Row `number` stands at [number * stride, (number + 1) * stride). */
  words = new Int32Array(FIRST_ROOM);
  private slots = new Int32Array(FIRST_ROOM);
  private hashes = new Int32Array(FIRST_ROOM);
  private count = 0;

  constructor(readonly stride: number) {}

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return this.words.byteLength + this.slots.byteLength;
  }

  /**
   * The numbers of `count` rows that stand one after another; a new row gets the number `size`. The table is larger than any cache,
   * and reads that do not wait for one another go on at the same time: so the slots of all are read first, then what stands there.
   */
  intern(rows: Int32Array, count: number, numbers: number[]): void {
    const { stride, words, slots } = this;
    this.hashes = roomFor(this.hashes, count);
    const { hashes } = this;
    const mask = slots.length - 1;
    for (let i = 0; i < count; i++) {
      const hash = this.hash(rows, i * stride);
      hashes[i] = hash;
      numbers[i] = slots[hash & mask] ?? 0;
    }
    for (let i = 0; i < count; i++) {
      const entry = numbers[i] ?? 0;
      const hash = hashes[i] ?? 0;
      const number = (entry & mask) - 1;
      if (entry === 0 || ((entry ^ hash) & ~mask) !== 0 || !this.isAt(words, number, rows, i))
        numbers[i] = this.find(rows, i, hash);
      else numbers[i] = number;
    }
  }

  private find(rows: Int32Array, row: number, hash: number): number {
    const { words, slots } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] ?? 0;
      if (entry === 0) return this.add(slot, rows, row * this.stride, hash);
      const number = (entry & mask) - 1;
      if (((entry ^ hash) & ~mask) === 0 && this.isAt(words, number, rows, row)) return number;
    }
  }

  private isAt(words: Int32Array, number: number, rows: Int32Array, row: number): boolean {
    const { stride } = this;
    const at = number * stride;
    const from = row * stride;
    for (let i = 0; i < stride; i++) if (words[at + i] !== rows[from + i]) return false;
    return true;
  }

  private add(slot: number, rows: Int32Array, from: number, hash: number): number {
    const number = this.count++;
    const at = number * this.stride;
    this.words = roomFor(this.words, at + this.stride);
    for (let i = 0; i < this.stride; i++) this.words[at + i] = rows[from + i] ?? 0;
    this.slots[slot] = (number + 1) | (hash & -this.slots.length);
    if (this.count * 4 > this.slots.length * 3) this.rehash();
    return number;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      const hash = this.hash(this.words, number * this.stride);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (number + 1) | (hash & ~mask);
    }
    this.slots = slots;
  }

  private hash(words: Int32Array, at: number): number {
    let h = 0;
    for (let i = 0; i < this.stride; i++) {
      h = Math.imul(h ^ (words[at + i] ?? 0), 0x9e3779b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0x2c1b3c6d);
    return h ^ (h >>> 13);
  }
}
