/** A program in an order of its own: the accesses of a statement apart, each a statement of its own. */
import { Machine } from "../../engine/index.js";
import type { Program, ProgramItem, StepItem } from "../compile/program.js";
import type { ProgramMove, ProgramPlan } from "./plan.js";

export class Linear {
  readonly #program: Program;
  readonly #moves = new Map<object, ProgramMove>();
  readonly #machine: Machine;
  readonly #items: ProgramItem[] = [];
  /** Statements that have come to their end. */
  readonly #ended = new Set<ProgramItem>();

  constructor(program: Program, moves: ProgramPlan["moves"]) {
    this.#program = program;
    for (const stage of moves) for (const own of stage) for (const move of own) this.#moves.set(move, move);
    this.#machine = Machine.boot(program.config);
  }

  /** Takes a move next; false, and nothing taken, when it has to wait. */
  take(move: object): boolean {
    const of = this.#moves.get(move);
    if (of === undefined) throw new Error("a move of another program");
    if (of.step === null) {
      this.#items.push(of.item);
      return true;
    }
    const { item, step, isFirst, isLast } = of;
    // The statement ended with an access before this one.
    if (this.#ended.has(item)) return true;
    const { result } = this.#machine.step(step);
    if (result === "blocked" && item.concurrent !== null) return false;
    const ends = isLast || result !== "ok";
    if (ends) this.#ended.add(item);
    this.#items.push(isFirst && isLast ? item : accessOf(item, step, ends));
    return true;
  }

  /** Takes a statement that nothing lets go on: it comes to "blocked". */
  giveUp(item: StepItem): void {
    this.#items.push(item);
  }

  /** The program so far. */
  program(): Program {
    return { ...this.#program, items: this.#items };
  }
}

function accessOf(item: StepItem, step: NonNullable<ProgramMove["step"]>, ends: boolean): StepItem {
  if (step.call !== "read" && step.call !== "write") return item;
  const text = `${step.call} ${step.mapping}[${String(step.slice.from)}]`;
  return { ...item, step, text, announced: ends ? item.announced : null, whole: item };
}
