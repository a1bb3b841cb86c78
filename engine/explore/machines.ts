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
  /** The state that was loaded last: its number (-1 = none yet), its records, and the image that they make. */
  private loaded = -1;
  private loadedRow = new Int32Array(FIRST_ROOM);
  private loadedRecords = 0;
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
      // A step leaves most records as they were in the state that it was taken in.
      const likely = i < this.loadedRecords ? (this.loadedRow[i] ?? 0) : -1;
      this.row[i] = this.records.intern(words, starts[i] ?? 0, end, likely);
    }
    return this.states.intern(this.row, 0, records);
  }

  /** Brings a heap into that state. */
  load(state: number, heap: Heap): void {
    if (state !== this.loaded) this.assemble(state);
    heap.load(this.words, this.top);
  }

  /** Whether a heap is still as the last `load` made it. */
  isAsLoaded(heap: Heap): boolean {
    return heap.equals(this.words, this.top);
  }

  private assemble(state: number): void {
    const length = this.states.lengthOf(state);
    this.loadedRow = roomFor(this.loadedRow, length);
    this.states.write(state, this.loadedRow, 0);
    let at = FIRST_RECORD;
    for (let i = 0; i < length; i++) {
      const record = this.loadedRow[i] ?? 0;
      this.words = roomFor(this.words, at + this.records.lengthOf(record));
      at = this.records.write(record, this.words, at);
    }
    this.top = at;
    this.loaded = state;
    this.loadedRecords = length;
  }
}
