/** The edges of the machine's graph, by state and move. */
import { roomFor } from "./sequences.js";

/** What a move did. */
export interface Edge {
  /** The state that it led to. */
  readonly target: number;
  /** What the judges say of it. */
  readonly verdict: number;
  /** Number of the exchange of equal actors on the way into the target's one form. */
  readonly exchange: number;
  /** It cannot go on in this state. */
  readonly blocked: boolean;
  /** It may be taken at once (quiet.ts). */
  readonly quiet: boolean;
}

const FIRST_ROOM = 256;
const BLOCKED = 1;
const QUIET = 2;

export class Edges {
  private states = new Int32Array(FIRST_ROOM);
  private moves = new Int32Array(FIRST_ROOM);
  private targets = new Int32Array(FIRST_ROOM);
  private verdicts = new Int32Array(FIRST_ROOM);
  private exchanges = new Int32Array(FIRST_ROOM);
  private flags = new Int32Array(FIRST_ROOM);
  private slots = new Int32Array(2 * FIRST_ROOM);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return 6 * this.states.byteLength + this.slots.byteLength;
  }

  /** The edge of that move out of that state; -1 = not known yet. */
  find(state: number, move: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hashOf(state, move) & mask; ; slot = (slot + 1) & mask) {
      const edge = (this.slots[slot] ?? 0) - 1;
      if (edge < 0 || (this.states[edge] === state && this.moves[edge] === move)) return edge;
    }
  }

  /** Keeps what a move did; gives the number of the edge. */
  add(state: number, move: number, edge: Edge): number {
    const number = this.count++;
    if (number >= this.states.length) this.grow();
    this.states[number] = state;
    this.moves[number] = move;
    this.targets[number] = edge.target;
    this.verdicts[number] = edge.verdict;
    this.exchanges[number] = edge.exchange;
    this.flags[number] = (edge.blocked ? BLOCKED : 0) | (edge.quiet ? QUIET : 0);
    if (this.count * 2 > this.slots.length) this.rehash();
    else this.put(number);
    return number;
  }

  /** The state that it leads out of. */
  stateOf(edge: number): number {
    return this.states[edge] ?? 0;
  }

  target(edge: number): number {
    return this.targets[edge] ?? 0;
  }

  moveOf(edge: number): number {
    return this.moves[edge] ?? 0;
  }

  verdict(edge: number): number {
    return this.verdicts[edge] ?? 0;
  }

  exchange(edge: number): number {
    return this.exchanges[edge] ?? 0;
  }

  isBlocked(edge: number): boolean {
    return ((this.flags[edge] ?? 0) & BLOCKED) !== 0;
  }

  isQuiet(edge: number): boolean {
    return ((this.flags[edge] ?? 0) & QUIET) !== 0;
  }

  private put(number: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(this.states[number] ?? 0, this.moves[number] ?? 0) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = number + 1;
  }

  private grow(): void {
    const room = this.count;
    this.states = roomFor(this.states, room);
    this.moves = roomFor(this.moves, room);
    this.targets = roomFor(this.targets, room);
    this.verdicts = roomFor(this.verdicts, room);
    this.exchanges = roomFor(this.exchanges, room);
    this.flags = roomFor(this.flags, room);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let number = 0; number < this.count; number++) this.put(number);
  }
}

const hashOf = (state: number, move: number): number => {
  let h = Math.imul(state, 0x9e3779b1) ^ Math.imul(move + 1, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
};
