/** The edges of the machine's graph, by state and act: those of the moves of one act stand one after another. */
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
  /** It takes one act of its actor, and changes nothing else about the places of the actors. */
  readonly plain: boolean;
}

const FIRST_ROOM = 256;
const BLOCKED = 1;
const QUIET = 2;
const PLAIN = 4;
const JUDGED = 8;
/** The flags of an edge stand below the number of its move within the act. */
const FLAG_BITS = 4;

export class Edges {
  private states = new Int32Array(FIRST_ROOM);
  private acts = new Int32Array(FIRST_ROOM);
  private targets = new Int32Array(FIRST_ROOM);
  private verdicts = new Int32Array(FIRST_ROOM);
  private exchanges = new Int32Array(FIRST_ROOM);
  private flags = new Int32Array(FIRST_ROOM);
  /** Number + 1 of an act's first edge in each taken slot. */
  private slots = new Int32Array(2 * FIRST_ROOM);
  private count = 0;
  private firsts = 0;

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return 6 * this.states.byteLength + this.slots.byteLength;
  }

  /** The edge of an act's first move out of that state; -1 = not known yet. */
  find(state: number, act: number): number {
    const { slots, states, acts } = this;
    const mask = slots.length - 1;
    for (let slot = hashOf(state, act) & mask; ; slot = (slot + 1) & mask) {
      const edge = (slots[slot] ?? 0) - 1;
      if (edge < 0 || (states[edge] === state && acts[edge] === act)) return edge;
    }
  }

  /** Keeps what the moves of an act did; gives the number of the first edge. */
  add(state: number, act: number, edges: readonly Edge[]): number {
    const first = this.count;
    this.count += edges.length;
    if (this.count > this.states.length) this.grow();
    for (const [choice, edge] of edges.entries()) {
      const number = first + choice;
      this.states[number] = state;
      this.acts[number] = act;
      this.targets[number] = edge.target;
      this.verdicts[number] = edge.verdict;
      this.exchanges[number] = edge.exchange;
      this.flags[number] =
        (choice << FLAG_BITS) |
        (edge.blocked ? BLOCKED : 0) |
        (edge.quiet ? QUIET : 0) |
        (edge.plain ? PLAIN : 0) |
        (edge.verdict === 0 ? 0 : JUDGED);
    }
    if (++this.firsts * 2 > this.slots.length) this.rehash();
    else this.put(first);
    return first;
  }

  /** The state that it leads out of. */
  stateOf(edge: number): number {
    return this.states[edge] ?? 0;
  }

  target(edge: number): number {
    return this.targets[edge] ?? 0;
  }

  actOf(edge: number): number {
    return this.acts[edge] ?? 0;
  }

  /** Which of its act's moves it is. */
  choiceOf(edge: number): number {
    return (this.flags[edge] ?? 0) >> FLAG_BITS;
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

  isPlain(edge: number): boolean {
    return ((this.flags[edge] ?? 0) & PLAIN) !== 0;
  }

  /** Whether the judges say anything of it. */
  isJudged(edge: number): boolean {
    return ((this.flags[edge] ?? 0) & JUDGED) !== 0;
  }

  private put(first: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(this.states[first] ?? 0, this.acts[first] ?? 0) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = first + 1;
  }

  private grow(): void {
    const room = this.count;
    this.states = roomFor(this.states, room);
    this.acts = roomFor(this.acts, room);
    this.targets = roomFor(this.targets, room);
    this.verdicts = roomFor(this.verdicts, room);
    this.exchanges = roomFor(this.exchanges, room);
    this.flags = roomFor(this.flags, room);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let edge = 0; edge < this.count; edge++) if (this.choiceOf(edge) === 0) this.put(edge);
  }
}

const hashOf = (state: number, act: number): number => {
  let h = Math.imul(state, 0x9e3779b1) ^ Math.imul(act + 1, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
};
