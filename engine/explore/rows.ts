/** Rows of a fixed number of words, each kept once under a number: the states of a stage. Compared in full. */
import { roomFor } from "./sequences.js";

const FIRST_ROOM = 1024;

export class Rows {
  /** Row `number` stands at [number * stride, (number + 1) * stride). */
  words = new Int32Array(FIRST_ROOM);
  private slots = new Int32Array(FIRST_ROOM);
  private count = 0;

  constructor(readonly stride: number) {}

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return this.words.byteLength + this.slots.byteLength;
  }

  /** The number of a row; a new row gets the number `size`. */
  intern(row: Int32Array): number {
    const { stride, words, slots } = this;
    const mask = slots.length - 1;
    for (let slot = this.hash(row, 0) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0) return this.add(slot, row);
      const at = number * stride;
      let i = 0;
      while (i < stride && words[at + i] === row[i]) i++;
      if (i === stride) return number;
    }
  }

  private add(slot: number, row: Int32Array): number {
    const number = this.count++;
    const at = number * this.stride;
    this.words = roomFor(this.words, at + this.stride);
    for (let i = 0; i < this.stride; i++) this.words[at + i] = row[i] ?? 0;
    this.slots[slot] = number + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.hash(this.words, number * this.stride) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }

  private hash(words: Int32Array, at: number): number {
    let h = 0;
    for (let i = 0; i < this.stride; i++) {
      h = Math.imul(h ^ (words[at + i] ?? 0), 0x9e3779b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0x2c1b3c6d);
    return (h ^ (h >>> 13)) >>> 0;
  }
}
