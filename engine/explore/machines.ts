/** The different states that a machine was found in, each under a number: a sequence of records, each of which is kept once. */
import type { Canonical } from "./canonical.js";
import type { Heap } from "../state/heap.js";
import { FIRST_RECORD } from "../state/heap.js";
import { roomFor, Sequences } from "./sequences.js";

const FIRST_ROOM = 1024;

export class MachineStates {
  private readonly records = new Sequences();
  private readonly states = new Sequences();
  private row = new Int32Array(FIRST_ROOM);
  /** The image that was loaded last. */
  private words = new Int32Array(FIRST_ROOM);
  private top = FIRST_RECORD;

  /** How many there are. */
  get size(): number {
    return this.states.size;
  }

  get bytes(): number {
    return this.records.bytes + this.states.bytes;
  }

  /** The number of the state of which `canonical` has written the image; a new state gets the number `size`. */
  intern(canonical: Canonical): number {
    const { words, starts, records, top } = canonical;
    this.row = roomFor(this.row, records);
    for (let i = 0; i < records; i++) {
      const end = i + 1 < records ? (starts[i + 1] ?? top) : top;
      this.row[i] = this.records.intern(words, starts[i] ?? 0, end);
    }
    return this.states.intern(this.row, 0, records);
  }

  /** Brings a heap into that state. */
  load(state: number, heap: Heap): void {
    const length = this.states.lengthOf(state);
    this.row = roomFor(this.row, length);
    this.states.write(state, this.row, 0);
    let at = FIRST_RECORD;
    for (let i = 0; i < length; i++) {
      const record = this.row[i] ?? 0;
      this.words = roomFor(this.words, at + this.records.lengthOf(record));
      at = this.records.write(record, this.words, at);
    }
    this.top = at;
    heap.load(this.words, at);
  }

  /** Whether a heap is still as the last `load` made it. */
  isAsLoaded(heap: Heap): boolean {
    return heap.equals(this.words, this.top);
  }
}
