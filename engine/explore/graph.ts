/**
 * What each move does in each state of the machine. A machine does not know how far its actors are, so one answer serves in
 * all the places where the search comes upon the same state: it is asked of the machine once, and then remembered.
 */
import type { Core } from "../core.js";
import { Machine } from "../machine.js";
import type { Ref } from "../state/heap.js";
import type { NewNames } from "./canonical.js";
import { Canonical, OWN_NAMES } from "./canonical.js";
import { type Edge, Edges } from "./edges.js";
import { MachineStates } from "./machines.js";
import type { Judges, Move, Plan, Reductions } from "./plan.js";
import type { Company } from "./quiet.js";
import { companyOf, isGone, isQuiet } from "./quiet.js";
import { roomFor } from "./sequences.js";
import type { Class } from "./symmetry.js";
import { Likeness, classesOf, compareWords, makesVmas, membersOf } from "./symmetry.js";

/** Which actor's place each actor of a stage takes: entry j is where the one now at j was before. */
export type Exchange = readonly number[];

/** A state of the machine in its one form. */
export interface Entry {
  readonly state: number;
  /** Number of the exchange of equal actors on the way into that form. */
  readonly exchange: number;
}

/** What a state of the machine says of a stage's actors. */
export interface Standing {
  /** Actors of a class that are alike to the last word: runs of places. */
  readonly equals: readonly (readonly number[])[];
  /** Places of those who are dead, or never came to be, and will not come any more: they take no more acts. */
  readonly gone: readonly number[];
}

const ALL_GOING: Standing = { equals: [], gone: [] };
const AS_THEY_ARE: Sorted = { names: OWN_NAMES, exchange: 0, alike: [] };
const UNKNOWN = -1;
const FIRST_ROOM = 256;

export class MachineGraph {
  readonly states = new MachineStates();
  readonly edges = new Edges();
  /** Exchanges by their number; 0: everybody stays. */
  readonly exchanges: Exchange[] = [[]];
  private readonly exchangeNumbers = new Map<string, number>();
  private readonly standings: Standing[] = [ALL_GOING];
  private readonly standingNumbers = new Map<string, number>([[JSON.stringify(ALL_GOING), 0]]);
  /** For each stage, the number (in `standings`) of each state's standing. */
  private readonly standingOf: Int32Array<ArrayBuffer>[] = [];
  private verdicts = new Int32Array(FIRST_ROOM);
  private stuck = new Int32Array(FIRST_ROOM);
  private judged = 0;

  private readonly machine: Machine;
  private readonly acts: (readonly Move[])[] = [];
  /** The numbers of the stage's acts, by those of their moves. */
  private readonly actNumbers = new Map<string, number>();
  private readonly moveNumbers = new Map<Move, number>();
  private canonical: Canonical;
  private other: Canonical;
  private classes: readonly Class[] = [];
  private company: Company = { disturbs: true, reborn: new Set() };
  private stage = 0;
  /** State that the machine is in; -1 = none of them. */
  private loaded = -1;

  /** Throws RangeError when the machine cannot be booted. */
  constructor(
    private readonly plan: Plan,
    private readonly judges: Judges,
    private readonly reductions: Reductions,
  ) {
    this.machine = Machine.boot(plan.config);
    this.canonical = this.other = new Canonical(this.core, { ...reductions, settled: false });
  }

  private get core(): Core {
    return this.machine.parts;
  }

  /** Bytes that the graph takes up. */
  get bytes(): number {
    return this.states.bytes + this.edges.bytes;
  }

  /** Begins a stage; `from` are the states in which it begins (null: the machine as booted). Gives them in this stage's form. */
  enter(stage: number, from: readonly number[] | null): readonly Entry[] {
    const { plan, reductions } = this;
    const here = plan.stages[stage];
    this.stage = stage;
    this.actNumbers.clear();
    this.classes = reductions.symmetry ? classesOf(plan, stage) : [];
    this.company = here === undefined ? this.company : companyOf(here);
    const settled = !plan.stages.slice(stage).some(({ actors }) => actors.some(({ acts }) => acts.some(makesVmas)));
    const forms = { ...reductions, settled };
    this.canonical = new Canonical(this.core, forms);
    this.other = new Canonical(this.core, forms);
    this.standingOf[stage] = new Int32Array(FIRST_ROOM).fill(UNKNOWN);
    if (from === null) return [this.take()];
    return from.map((state) => {
      this.load(state);
      return this.take();
    });
  }

  /** The number under which an act of the stage is known here: acts with the same moves have the same. */
  actOf(moves: readonly Move[]): number {
    const key = moves.map((move) => this.numberOf(move)).join(" ");
    let number = this.actNumbers.get(key);
    if (number === undefined) this.actNumbers.set(key, (number = this.acts.push(moves) - 1));
    return number;
  }

  private numberOf(move: Move): number {
    let number = this.moveNumbers.get(move);
    if (number === undefined) this.moveNumbers.set(move, (number = this.moveNumbers.size));
    return number;
  }

  /** The move of an edge. */
  moveOf(edge: number): Move {
    const move = this.acts[this.edges.actOf(edge)]?.[this.edges.choiceOf(edge)];
    if (move === undefined) throw new Error("an unknown edge");
    return move;
  }

  /** The edge of an act's first move out of a state; those of its other moves have the numbers behind it. */
  edgesOf(state: number, act: number): number {
    const known = this.edges.find(state, act);
    if (known >= 0) return known;
    const moves = this.acts[act] ?? [];
    return this.edges.add(
      state,
      act,
      moves.map((move) => this.ask(state, move)),
    );
  }

  /** What the judges say of a state. */
  verdict(state: number): number {
    return this.verdicts[state] ?? 0;
  }

  /** A BUG, or a HANG that no signal ends: nothing goes on from there. */
  isStuck(state: number): boolean {
    return this.stuck[state] === 1;
  }

  /** What the state of the machine says of the stage's actors; the same object for the same. */
  standing(stage: number, state: number): Standing {
    return this.standings[this.standingOf[stage]?.[state] ?? 0] ?? ALL_GOING;
  }

  /** A machine of its own in that state. */
  machineIn(state: number): Machine {
    this.load(state);
    return this.machine.copy();
  }

  private load(state: number): void {
    this.states.load(state, this.core.heap);
    this.loaded = state;
  }

  private ask(state: number, move: Move): Edge {
    if (this.loaded !== state) this.load(state);
    const { step } = move;
    if (step === null) {
      const verdict = this.judges.move(move, null, this.machine);
      return {
        target: state,
        verdict,
        exchange: 0,
        blocked: false,
        quiet: false,
        plain: this.isPlain(state, state, 0),
      };
    }
    const quiet = this.reductions.partialOrder && isQuiet(this.core, step, this.company);
    const trace = this.machine.step(step);
    const blocked = trace.result === "blocked";
    // Who waits has not moved.
    const waits = blocked && this.plan.stages[this.stage]?.waits === true;
    const verdict = waits ? 0 : this.judges.move(move, trace, this.machine);
    if (this.states.isAsLoaded(this.core.heap))
      return { target: state, verdict, exchange: 0, blocked, quiet, plain: this.isPlain(state, state, 0) };
    const { state: target, exchange } = this.take();
    return { target, verdict, exchange, blocked, quiet: false, plain: this.isPlain(state, target, exchange) };
  }

  /** Nobody changes places on the way, or stands in the order of his progress behind it, or is gone since. */
  private isPlain(state: number, target: number, exchange: number): boolean {
    const before = this.standing(this.stage, state);
    const after = this.standing(this.stage, target);
    return exchange === 0 && after.equals.length === 0 && (after.gone.length === 0 || before === after);
  }

  /** The state in which the machine is now, judged if it is a new one, and who changed places for it. */
  private take(): Entry {
    this.loaded = -1;
    const { names, exchange, alike } = this.sorted();
    this.canonical.write(names);
    const state = this.states.intern(this.canonical);
    if (state >= this.judged) {
      this.judged = state + 1;
      this.verdicts = roomFor(this.verdicts, this.judged);
      this.stuck = roomFor(this.stuck, this.judged);
      this.verdicts[state] = this.judges.state(this.machine);
      this.stuck[state] = this.machine.stuck === null ? 0 : 1;
    }
    const standings = this.standingsHere(state);
    if (standings[state] === UNKNOWN) standings[state] = this.findStanding(exchange, names, alike);
    return { state, exchange };
  }

  /** The stage's numbers of standings, with room for that state. */
  private standingsHere(state: number): Int32Array {
    const known = this.standingOf[this.stage] ?? new Int32Array(FIRST_ROOM);
    const wider = roomFor(known, state + 1);
    if (wider !== known) wider.fill(UNKNOWN, known.length);
    this.standingOf[this.stage] = wider;
    return wider;
  }

  private findStanding(exchange: number, names: NewNames, alike: readonly Alike[]): number {
    const { actors, waits } = this.plan.stages[this.stage] ?? { actors: [], waits: false };
    const from = this.exchanges[exchange] ?? [];
    const gone = actors.flatMap((_, place) => {
      const { name, ends } = actors[from[place] ?? place] ?? { name: null, ends: false };
      // Acts that others wait for keep their places in the order.
      const isAwaited = actors.some(({ acts }) => acts.some(({ after }) => after.some(({ actor }) => actor === place)));
      return waits && ends && !isAwaited && name !== null && isGone(this.core, name, this.company) ? [place] : [];
    });
    const standing: Standing = { equals: alike.length === 0 ? [] : this.findEquals(names, alike), gone };
    const key = JSON.stringify(standing);
    let number = this.standingNumbers.get(key);
    if (number === undefined) this.standingNumbers.set(key, (number = this.standings.push(standing) - 1));
    return number;
  }

  /** Sorts the processes of each class. `alike`: neighbours (by places) with the same likeness, and their processes. */
  private sorted(): Sorted {
    if (this.classes.length === 0) return AS_THEY_ARE;
    const names = new Map<Ref, number>();
    const alike: Alike[] = [];
    const actors = this.plan.stages[this.stage]?.actors ?? [];
    const found = this.classes.map((places) => ({ places, members: membersOf(this.core, actors, places) }));
    const all = new Set(found.flatMap(({ members }) => members?.processes ?? []));
    const likeness = new Likeness(this.core, all, this.reductions.reuse);
    const exchange = actors.map((_, place) => place);
    for (const { places, members } of found) {
      if (members === null) continue;
      const order = members.processes
        .map((process, i) => ({ process, place: places[i] ?? 0, words: likeness.of(process) }))
        .sort((a, b) => compareWords(a.words, b.words));
      order.forEach(({ process, place, words }, i) => {
        const at = places[i] ?? 0;
        exchange[at] = place;
        names.set(process, members.names[i] ?? 0);
        const next = order[i + 1];
        if (next !== undefined && compareWords(words, next.words) === 0)
          alike.push({ places: [at, places[i + 1] ?? 0], processes: [process, next.process] });
      });
    }
    return { names, exchange: this.exchangeNumber(exchange), alike };
  }

  private exchangeNumber(exchange: number[]): number {
    if (exchange.every((place, i) => place === i)) return 0;
    const key = exchange.join(" ");
    let number = this.exchangeNumbers.get(key);
    if (number === undefined) {
      number = this.exchanges.push(exchange) - 1;
      this.exchangeNumbers.set(key, number);
    }
    return number;
  }

  /** Of the neighbours that look alike, those whose exchange gives the same image to the last word. */
  private findEquals(names: NewNames, alike: readonly Alike[]): Standing["equals"] {
    const runs: number[][] = [];
    for (const { places, processes } of alike) {
      const [a, b] = processes;
      const exchanged = new Map(names);
      exchanged.set(a, names.get(b) ?? 0);
      exchanged.set(b, names.get(a) ?? 0);
      this.other.write(exchanged);
      if (!isSameImage(this.canonical, this.other)) continue;
      const last = runs.at(-1);
      if (last?.at(-1) === places[0]) last.push(places[1]);
      else runs.push([...places]);
    }
    return runs;
  }
}

interface Sorted {
  readonly names: NewNames;
  readonly exchange: number;
  readonly alike: readonly Alike[];
}

interface Alike {
  readonly places: readonly [number, number];
  readonly processes: readonly [Ref, Ref];
}

function isSameImage(a: Canonical, b: Canonical): boolean {
  if (a.top !== b.top) return false;
  for (let at = 0; at < a.top; at++) if (a.words[at] !== b.words[at]) return false;
  return true;
}
