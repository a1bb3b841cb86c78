/** A schedule as people write it: who takes the next step of the `concurrent` blocks, one name a step. */
import type { ActPlace } from "../../engine/explore/index.js";
import type { Program } from "../compile/program.js";
import { ADMINISTRATOR } from "./counterexample.js";
import { Linear } from "./linear.js";
import { planOf, type ProgramMove } from "./plan.js";

/** The program in that order, or what is wrong with the schedule. */
export type Scheduled = { readonly program: Program } | { readonly wrong: string };

/**
 * The program in the order of the schedule; what the schedule leaves open follows in written order. The machine is asked along
 * the way: who waits cannot be named.
 */
export function scheduled(program: Program, schedule: string): Scheduled {
  const names = schedule.split(/\s+/u).filter((name) => name !== "");
  const { plan, moves } = planOf(program);
  const linear = new Linear(program, moves);
  const written = new Map(program.items.map((item, i) => [item, i]));
  let used = 0;
  for (const [number, stage] of plan.stages.entries()) {
    const own = moves[number] ?? [];
    if (!stage.waits) {
      for (const move of own[0] ?? []) linear.take(move);
      continue;
    }
    const block = new Block(
      stage.actors.map(({ name, acts }, i) => ({ name, after: acts.map(({ after }) => after), moves: own[i] ?? [] })),
      linear,
      ({ item }) => written.get(item) ?? 0,
    );
    while (used < names.length && !block.isDone) {
      const name = names[used++] ?? "";
      const wrong = block.takeNamed(name);
      if (wrong !== null) return { wrong: `step ${used} of the schedule: ${wrong}` };
    }
    block.takeRest();
  }
  if (used < names.length)
    return { wrong: `the schedule has ${names.length} steps, the \`concurrent\` blocks ${used}` };
  return { program: linear.program() };
}

interface BlockActor {
  readonly name: string | null;
  readonly moves: readonly ProgramMove[];
  readonly after: readonly (readonly ActPlace[])[];
}

/** One `concurrent` block while its steps are put in order. */
class Block {
  readonly #actors: readonly BlockActor[];
  readonly #at: number[];
  readonly #linear: Linear;
  readonly #written: (move: ProgramMove) => number;

  constructor(actors: readonly BlockActor[], linear: Linear, written: (move: ProgramMove) => number) {
    this.#actors = actors;
    this.#at = actors.map(() => 0);
    this.#linear = linear;
    this.#written = written;
  }

  get isDone(): boolean {
    return this.#actors.every((_, i) => this.#next(i) === undefined);
  }

  /** The next step of that actor; says what is wrong when there is none, or it cannot be taken. */
  takeNamed(name: string): string | null {
    const actor = this.#actors.findIndex((candidate) => (candidate.name ?? ADMINISTRATOR) === name);
    if (actor < 0) return `${name} has no step in the \`concurrent\` block`;
    if (this.#next(actor) === undefined) return `${name} has no step left in the \`concurrent\` block`;
    return this.#take(actor) ? null : `${name} has to wait here`;
  }

  /** What is left, in written order; who can never go on comes to "blocked". */
  takeRest(): void {
    while (!this.isDone) {
      const waiting = this.#actors
        .flatMap((_, actor) => {
          const move = this.#next(actor);
          return move === undefined ? [] : [{ actor, at: this.#written(move) }];
        })
        .sort((a, b) => a.at - b.at);
      if (waiting.some(({ actor }) => this.#take(actor))) continue;
      for (const { actor } of waiting) {
        const move = this.#next(actor);
        if (move !== undefined && move.step !== null) this.#linear.giveUp(move.item);
      }
      return;
    }
  }

  #next(actor: number): ProgramMove | undefined {
    return this.#actors[actor]?.moves[this.#at[actor] ?? 0];
  }

  #take(actor: number): boolean {
    const move = this.#next(actor);
    const after = this.#actors[actor]?.after[this.#at[actor] ?? 0] ?? [];
    if (move === undefined || !after.every((before) => (this.#at[before.actor] ?? 0) > before.act)) return false;
    if (!this.#linear.take(move)) return false;
    this.#at[actor] = (this.#at[actor] ?? 0) + 1;
    return true;
  }
}
