/**
 * The search over all interleavings of a plan: breadth first, so that what is found first has the shortest way. It runs in
 * slices: who drives it may look at the clock, or give it up, at every yield.
 */
import { MachineGraph } from "./graph.js";
import type { Judges, Move, Plan, Reductions } from "./plan.js";
import type { Going } from "./stage.js";
import { StageStates } from "./stage.js";

/** States expanded between two yields. */
const STATES_IN_A_SLICE = 256;

export interface SearchLimits {
  readonly states: number;
  /** Bytes of all tables. */
  readonly bytes: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
}

/** Where a verdict was met first. */
export interface Sighting {
  readonly stage: number;
  /** The state in which, or out of which, it was met. */
  readonly state: number;
  /** Number of the edge out of it; -1 = in the state itself. */
  readonly edge: number;
  /** Acts on the way to it, its own included. */
  readonly length: number;
}

/** One act of a way. */
export interface PathMove {
  readonly stage: number;
  /** Place of the actor in the stage. */
  readonly actor: number;
  readonly move: Move;
}

/** How values are carried along the edges of the search graph: a semiring, as far as it is needed. */
export interface Carrying {
  /** Value of a state that nothing leads to. */
  readonly none: number;
  readonly start: number;
  /** The value behind something of which the judges say `verdict`. */
  readonly past: (value: number, verdict: number) => number;
  /** The value where two ways meet. */
  readonly meet: (a: number, b: number) => number;
  /** The value of a way that stands for so many orders of the written steps. */
  readonly times: (value: number, orders: number) => number;
}

interface SearchedStage {
  readonly states: StageStates;
  /** States in which all acts are taken, and where the next stage begins then. */
  readonly finals: number[];
  /** Of each state in `finals`, its counterpart in the next stage; empty in the last one. */
  begins: readonly number[];
  /** What the judges say of states in which everybody waits. */
  readonly blocked: Map<number, number>;
  /** Of a stage's first states, the previous stage's final state, and the exchange of equals between the two. */
  readonly from: Map<number, { readonly final: number; readonly exchange: number }>;
  /** Acts of all stages before. */
  readonly before: number;
}

export class Search {
  readonly graph: MachineGraph;
  /** Verdicts and where each was met first, in the order of their ways' lengths as far as one stage goes. */
  readonly sightings = new Map<number, Sighting>();
  /** Which limit ended it; null = none. */
  limit: "states" | "memory" | null = null;
  transitions = 0;
  private readonly stages: SearchedStage[] = [];
  private readonly ends = new Set<number>();

  /** Throws RangeError when the machine cannot be booted. */
  constructor(
    private readonly plan: Plan,
    private readonly judges: Judges,
    private readonly reductions: Reductions,
    private readonly limits: SearchLimits,
  ) {
    this.graph = new MachineGraph(plan, judges, reductions);
  }

  /** States found so far. */
  get states(): number {
    return this.stages.reduce((sum, { states }) => sum + states.size, 0);
  }

  /** Bytes of all tables. */
  get bytes(): number {
    return this.stages.reduce((sum, { states }) => sum + states.bytes, this.graph.bytes);
  }

  /** Different states of the machine in which a run can end. */
  get endStates(): number {
    return this.ends.size;
  }

  /** The machine's states in which a run can end, by number. */
  get endMachines(): ReadonlySet<number> {
    return this.ends;
  }

  /** Searches to the end, or to a limit (`limit` says which). Throws RangeError when the machine itself has no more room. */
  *run(): Generator<Progress, void> {
    let from: readonly number[] | null = null;
    let finals: readonly number[] = [];
    let before = 0;
    for (let number = 0; number < this.plan.stages.length; number++) {
      const begun = this.begin(number, from, finals, before);
      if (begun === null) return;
      yield* this.searchStage(number, begun);
      if (this.limit !== null) return;
      finals = begun.finals;
      from = finals.map((state) => begun.states.machineOf(state));
      before += (this.plan.stages[number]?.actors ?? []).reduce((sum, { acts }) => sum + acts.length, 0);
    }
    for (const machine of from ?? []) this.ends.add(machine);
  }

  private begin(
    number: number,
    from: readonly number[] | null,
    finals: readonly number[],
    before: number,
  ): SearchedStage | null {
    const stage = this.plan.stages[number];
    if (stage === undefined) return null;
    const { graph } = this;
    const entries = graph.enter(number, from);
    const states = new StageStates(graph, number, stage, this.reductions.partialOrder);
    const begun: SearchedStage = {
      states,
      finals: [],
      begins: [],
      blocked: new Map(),
      from: new Map(),
      before,
    };
    const begins = entries.map((entry, i) => {
      const state = states.begin(entry.state);
      if (!begun.from.has(state)) begun.from.set(state, { final: finals[i] ?? 0, exchange: entry.exchange });
      if (number === 0) this.sight(graph.verdict(entry.state), number, state, -1, before);
      return state;
    });
    const last = this.stages.at(-1);
    if (last !== undefined) last.begins = begins;
    this.stages.push(begun);
    return begun;
  }

  private *searchStage(number: number, { states, finals, blocked, before }: SearchedStage): Generator<Progress> {
    const { graph, judges } = this;
    let level = 0;
    let levelEnd = states.size;
    for (let state = 0; state < states.size; state++) {
      if (state === levelEnd) {
        levelEnd = states.size;
        level++;
      }
      const known = states.size;
      const going = states.expand(state);
      const length = before + level;
      switch (going) {
        case "done":
          finals.push(state);
          break;
        case "stuck":
          this.ends.add(states.machineOf(state));
          break;
        case "blocked": {
          this.ends.add(states.machineOf(state));
          const verdict = judges.blocked(states.waiting);
          blocked.set(state, verdict);
          this.sight(verdict, number, state, -1, length);
          break;
        }
        case "on":
          this.transitions += states.count;
          for (let way = 0; way < states.count; way++) {
            const edge = states.edges[way] ?? 0;
            if (graph.edges.isJudged(edge)) this.sight(graph.edges.verdict(edge), number, state, edge, length + 1);
          }
          for (let target = known; target < states.size; target++)
            this.sight(graph.verdict(states.machineOf(target)), number, target, -1, length + 1);
      }
      if (state % STATES_IN_A_SLICE === STATES_IN_A_SLICE - 1) {
        if (this.states > this.limits.states) this.limit = "states";
        else if (this.bytes > this.limits.bytes) this.limit = "memory";
        if (this.limit !== null) return;
        yield { states: this.states, transitions: this.transitions };
      }
    }
  }

  private sight(verdict: number, stage: number, state: number, edge: number, length: number): void {
    if (verdict === 0 || this.sightings.has(verdict)) return;
    this.sightings.set(verdict, { stage, state, edge, length });
  }

  /** The acts on the way to a sighting, its own included. */
  path({ stage, state, edge }: Sighting): readonly PathMove[] {
    const parts: PathMove[][] = [];
    let at = state;
    let last = edge;
    for (let number = stage; number >= 0; number--) {
      const searched = this.stages[number];
      if (searched === undefined) break;
      const { first, moves } = this.pathWithin(number, at, last);
      parts.unshift(moves);
      at = searched.from.get(first)?.final ?? 0;
      last = -1;
    }
    return parts.flat();
  }

  private pathWithin(number: number, state: number, edge: number): { first: number; moves: PathMove[] } {
    const searched = this.stages[number];
    if (searched === undefined) throw new Error("no such stage");
    const { states, from: begins } = searched;
    const chain = [state];
    for (let at = states.parentOf(state); at >= 0; at = states.parentOf(at)) chain.push(at);
    chain.reverse();
    const exchange = this.graph.exchanges[begins.get(chain[0] ?? 0)?.exchange ?? 0] ?? [];
    const who = (this.plan.stages[number]?.actors ?? []).map((_, place) => exchange[place] ?? place);
    const moves: PathMove[] = [];
    const take = (from: number, isIt: (way: number) => boolean): void => {
      states.expand(from);
      for (let way = 0; way < states.count; way++) {
        if (!isIt(way)) continue;
        const actor = who[states.actors[way] ?? 0] ?? 0;
        const move = this.moveOf(number, actor, states.edges[way] ?? 0, states.actors[way] ?? 0);
        moves.push({ stage: number, actor, move });
        states.trace(from, way, who);
        return;
      }
      throw new Error("a way that leads nowhere");
    };
    for (let i = 1; i < chain.length; i++) take(chain[i - 1] ?? 0, (way) => states.targets[way] === chain[i]);
    if (edge >= 0) take(state, (way) => states.edges[way] === edge);
    return { first: chain[0] ?? 0, moves };
  }

  /** The move of the edge, as the actor itself has it: equals have the same acts under their own names. */
  private moveOf(stage: number, actor: number, edge: number, place: number): Move {
    const move = this.graph.moveOf(edge);
    if (actor === place) return move;
    const actors = this.plan.stages[stage]?.actors ?? [];
    for (const [at, act] of (actors[place]?.acts ?? []).entries()) {
      const choice = act.moves.indexOf(move);
      const own = choice < 0 ? undefined : actors[actor]?.acts[at]?.moves[choice];
      if (own !== undefined) return own;
    }
    throw new Error("equals have equal acts");
  }

  /** Carries a value from the start along all ways to the ends; only after `run` came to its end. */
  *carry(carrying: Carrying): Generator<void, number> {
    let end = carrying.none;
    const meetEnd = (value: number): void => void (end = carrying.meet(end, value));
    let values: Float64Array | null = null;
    for (const [number, { states, begins }] of this.stages.entries()) {
      if (values === null) {
        const first = new Float64Array(states.size).fill(carrying.none);
        first[0] = carrying.times(carrying.start, states.weightOfBegin(states.machineOf(0)));
        values = first;
      }
      const next = this.stages[number + 1]?.states;
      const behind: Float64Array | null = next === undefined ? null : new Float64Array(next.size).fill(carrying.none);
      yield* this.carryThrough(number, carrying, values, meetEnd, (final, value) => {
        const begin = begins[final];
        if (behind === null || next === undefined || begin === undefined) meetEnd(value);
        else {
          const passed = carrying.times(value, next.weightOfBegin(next.machineOf(begin)));
          behind[begin] = carrying.meet(behind[begin] ?? carrying.none, passed);
        }
      });
      values = behind;
    }
    return end;
  }

  /** Through one stage: `values` are those of its states, `onFinal` gets what comes to its finals. */
  private *carryThrough(
    number: number,
    { past, meet, times, none }: Carrying,
    values: Float64Array,
    onEnd: (value: number) => void,
    onFinal: (final: number, value: number) => void,
  ): Generator<void> {
    const { graph } = this;
    const searched = this.stages[number];
    if (searched === undefined) return;
    const { states, finals, blocked } = searched;
    const finalOf = new Map(finals.map((state, final) => [state, final]));
    let taken = 0;
    for (const state of byProgress(states)) {
      if (++taken % STATES_IN_A_SLICE === 0) yield;
      const value = past(values[state] ?? none, graph.verdict(states.machineOf(state)));
      const final = finalOf.get(state);
      if (final !== undefined) {
        onFinal(final, value);
        continue;
      }
      const going: Going = states.expand(state);
      if (going === "stuck") onEnd(times(value, states.weightOfEnd(state)));
      else if (going === "blocked") onEnd(times(past(value, blocked.get(state) ?? 0), states.weightOfEnd(state)));
      for (let way = 0; way < states.count; way++) {
        const target = states.targets[way] ?? 0;
        const passed = times(past(value, graph.edges.verdict(states.edges[way] ?? 0)), states.weightOfWay(state, way));
        values[target] = meet(values[target] ?? none, passed);
      }
    }
  }
}

/** The states in an order in which every way goes forward: by the acts taken (counting sort). */
function byProgress(states: StageStates): Int32Array {
  const counts: number[] = [];
  for (let state = 0; state < states.size; state++) {
    const progress = states.progressOf(state);
    counts[progress] = (counts[progress] ?? 0) + 1;
  }
  const starts: number[] = [];
  let sum = 0;
  for (let progress = 0; progress < counts.length; progress++) {
    starts[progress] = sum;
    sum += counts[progress] ?? 0;
  }
  const order = new Int32Array(states.size);
  for (let state = 0; state < states.size; state++) {
    const progress = states.progressOf(state);
    const at = starts[progress] ?? 0;
    order[at] = state;
    starts[progress] = at + 1;
  }
  return order;
}
