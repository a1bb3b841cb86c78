/** The states of one stage: what the machine is in, and how far each actor is. Every edge takes one act, so no state comes twice on a way. */
import type { MachineGraph } from "./graph.js";
import { shuffles } from "./orders.js";
import { Places } from "./places.js";
import type { Move, Stage } from "./plan.js";
import { Rows } from "./rows.js";
import { roomFor } from "./sequences.js";

/**
 * How it goes on from a state. `done`: all acts are taken. `stuck`: the kernel itself is done for. `blocked`: everybody who is
 * left waits.
 */
export type Going = "on" | "done" | "stuck" | "blocked";

interface StageAct {
  /** Its number in the graph. */
  readonly number: number;
  readonly moves: readonly Move[];
  readonly after: Stage["actors"][number]["acts"][number]["after"];
}

const FIRST_ROOM = 256;

export class StageStates {
  readonly rows: Rows;
  /** Ways out of the state expanded last: `count` of them. */
  count = 0;
  readonly edges: number[] = [];
  readonly targets: number[] = [];
  /** The places of the actors that move. */
  readonly actors: number[] = [];
  /** Moves that wait in the state expanded last. */
  readonly waiting: Move[] = [];
  private readonly places: Places;
  private readonly acts: readonly (readonly StageAct[])[];
  private readonly at: Int32Array;
  private readonly next: Int32Array;
  /** The rows of the states that the ways lead to. */
  private targetRows = new Int32Array(FIRST_ROOM);
  private readonly lengths: readonly number[];
  /** The state from which each state was come to first; -1 = the stage begins there. */
  private parents = new Int32Array(FIRST_ROOM);

  constructor(
    private readonly graph: MachineGraph,
    private readonly number: number,
    private readonly stage: Stage,
    private readonly partialOrder: boolean,
  ) {
    this.acts = stage.actors.map(({ acts }) => acts.map((act) => ({ ...act, number: graph.actOf(act.moves) })));
    this.lengths = stage.actors.map(({ acts }) => acts.length);
    this.places = new Places(this.lengths);
    this.rows = new Rows(1 + this.places.words);
    this.at = new Int32Array(stage.actors.length);
    this.next = new Int32Array(stage.actors.length);
  }

  get size(): number {
    return this.rows.size;
  }

  get bytes(): number {
    return this.rows.bytes + this.parents.byteLength;
  }

  /** The state in which a stage begins in that state of the machine. */
  begin(machine: number): number {
    this.next.fill(0);
    this.settle(machine, null);
    this.targetRows = roomFor(this.targetRows, this.rows.stride);
    this.targetRows[0] = machine;
    this.places.write(this.next, this.targetRows, 1);
    this.count = 1;
    this.keepTargets(-1);
    return this.targets[0] ?? 0;
  }

  /** In how many orders the acts of those who are gone from the start stand among the others'. */
  weightOfBegin(machine: number): number {
    this.at.fill(0);
    return this.weightOf(this.graph.standing(this.number, machine).gone);
  }

  /** In how many orders the acts that are left in a state stand: nobody takes them any more. */
  weightOfEnd(state: number): number {
    this.places.read(this.rows.words, state * this.rows.stride + 1, this.at);
    return this.weightOf(this.lengths.map((_, actor) => actor));
  }

  /** In how many orders the acts of those who are gone since a way out of the state expanded last stand among the others'. */
  weightOfWay(state: number, way: number): number {
    const edge = this.edges[way] ?? 0;
    const machine = this.graph.edges.target(edge);
    const { gone } = this.graph.standing(this.number, machine);
    if (gone.length === 0 || machine === this.machineOf(state)) return 1;
    this.places.read(this.rows.words, state * this.rows.stride + 1, this.at);
    this.advance(this.actors[way] ?? 0, this.graph.exchanges[this.graph.edges.exchange(edge)] ?? []);
    this.at.set(this.next);
    return this.weightOf(gone);
  }

  /** The places of all states, as numbers of acts taken. */
  progressOf(state: number): number {
    return this.places.sum(this.rows.words, state * this.rows.stride + 1);
  }

  /** The machine's state. */
  machineOf(state: number): number {
    return this.rows.words[state * this.rows.stride] ?? 0;
  }

  parentOf(state: number): number {
    return this.parents[state] ?? -1;
  }

  /** Finds the ways out of a state. */
  expand(state: number): Going {
    const { graph, at, acts, edges, actors, waiting } = this;
    const from = state * this.rows.stride;
    const machine = this.machineOf(state);
    this.count = 0;
    waiting.length = 0;
    if (graph.isStuck(machine)) return "stuck";
    this.places.read(this.rows.words, from + 1, at);
    let done = true;
    found: for (let actor = 0; actor < acts.length; actor++) {
      const act = acts[actor]?.[at[actor] ?? 0];
      if (act === undefined) continue;
      done = false;
      if (act.after.length > 0 && !this.isReady(act)) {
        waiting.push(...act.moves);
        continue;
      }
      const first = graph.edgesOf(machine, act.number);
      for (let choice = 0; choice < act.moves.length; choice++) {
        const edge = first + choice;
        if (this.stage.waits && graph.edges.isBlocked(edge)) {
          waiting.push(...act.moves.slice(choice, choice + 1));
          continue;
        }
        if (this.partialOrder && act.moves.length === 1 && graph.edges.isQuiet(edge)) {
          edges[0] = edge;
          actors[0] = actor;
          this.count = 1;
          break found;
        }
        edges[this.count] = edge;
        actors[this.count++] = actor;
      }
    }
    this.targetRows = roomFor(this.targetRows, this.count * this.rows.stride);
    for (let way = 0; way < this.count; way++) this.follow(from, way);
    this.keepTargets(state);
    return done ? "done" : this.count === 0 ? "blocked" : "on";
  }

  /**
   * Where a way out of the state expanded last leads, with who is who on it: entry j of `who` becomes what the actor at place j
   * was called at first.
   */
  trace(state: number, way: number, who: number[]): void {
    const edge = this.edges[way] ?? 0;
    const before = [...who];
    const exchange = this.graph.exchanges[this.graph.edges.exchange(edge)] ?? [];
    exchange.forEach((from, place) => (who[place] = before[from] ?? 0));
    this.places.read(this.rows.words, state * this.rows.stride + 1, this.at);
    this.advance(this.actors[way] ?? 0, exchange);
    this.settle(this.graph.edges.target(edge), who);
  }

  private isReady({ after }: StageAct): boolean {
    for (const { actor, act } of after) if ((this.at[actor] ?? 0) <= act) return false;
    return true;
  }

  /** Writes the row of the state that a way leads to. */
  private follow(from: number, way: number): void {
    const { rows, targetRows, places } = this;
    const { edges, exchanges } = this.graph;
    const edge = this.edges[way] ?? 0;
    const actor = this.actors[way] ?? 0;
    const target = edges.target(edge);
    const to = way * rows.stride;
    targetRows[to] = target;
    if (edges.isPlain(edge)) {
      places.step(rows.words, from + 1, actor, targetRows, to + 1);
      return;
    }
    const exchange = edges.exchange(edge);
    const { equals, gone } = this.graph.standing(this.number, target);
    if (exchange === 0 && equals.length === 0) {
      places.step(rows.words, from + 1, actor, targetRows, to + 1);
      places.finish(gone, targetRows, to + 1);
    } else {
      this.advance(actor, exchanges[exchange] ?? []);
      this.settle(target, null);
      places.write(this.next, targetRows, to + 1);
    }
  }

  /** Takes an act from the places in `at`, exchanged, to `next`. */
  private advance(actor: number, exchange: readonly number[]): void {
    const { at, next } = this;
    if (exchange.length === 0) {
      next.set(at);
      next[actor] = (next[actor] ?? 0) + 1;
      return;
    }
    for (let place = 0; place < next.length; place++) {
      const from = exchange[place] ?? 0;
      next[place] = (at[from] ?? 0) + (from === actor ? 1 : 0);
    }
  }

  /** Those who are gone have no more acts; actors that are alike to the last word stand in the order of their progress. */
  private settle(machine: number, who: number[] | null): void {
    const { next } = this;
    const { equals, gone } = this.graph.standing(this.number, machine);
    for (const place of gone) next[place] = this.lengths[place] ?? 0;
    for (const run of equals) {
      for (let i = 1; i < run.length; i++) {
        for (let k = i; k > 0; k--) {
          const a = run[k - 1] ?? 0;
          const b = run[k] ?? 0;
          const [left, right] = [next[a] ?? 0, next[b] ?? 0];
          if (left <= right) break;
          next[a] = right;
          next[b] = left;
          if (who !== null) [who[a], who[b]] = [who[b] ?? 0, who[a] ?? 0];
        }
      }
    }
  }

  /** In how many orders the acts that those actors have left (by `at`) stand among all that are left. */
  private weightOf(actors: readonly number[]): number {
    const { at, lengths } = this;
    let others = 0;
    for (let actor = 0; actor < lengths.length; actor++)
      if (!actors.includes(actor)) others += (lengths[actor] ?? 0) - (at[actor] ?? 0);
    let orders = 1;
    for (const actor of actors) {
      const left = (lengths[actor] ?? 0) - (at[actor] ?? 0);
      orders *= shuffles(others, left);
      others += left;
    }
    return orders;
  }

  private keepTargets(parent: number): void {
    const known = this.rows.size;
    this.rows.intern(this.targetRows, this.count, this.targets);
    this.parents = roomFor(this.parents, this.rows.size);
    this.parents.fill(parent, known, this.rows.size);
  }
}
