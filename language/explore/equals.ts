/** Outcomes of actors that the search takes for one another. */
import { classesOf } from "../../engine/explore/index.js";
import type { StepItem } from "../compile/program.js";
import type { Outcome } from "./outcome.js";
import type { ProgramPlan } from "./plan.js";

export class Equals {
  /** Of each statement, those that its actor's equals have in its place, itself included. */
  readonly #items = new Map<StepItem, readonly StepItem[]>();

  constructor({ plan, moves }: ProgramPlan) {
    for (const [number, own] of moves.entries()) {
      for (const places of classesOf(plan, number)) {
        const programs = places.map((place) => own[place] ?? []);
        for (const [at] of (programs[0] ?? []).entries()) {
          const items = programs.flatMap((program): readonly StepItem[] => {
            const item = program[at]?.item;
            return item?.kind === "step" ? [item] : [];
          });
          for (const item of items) this.#items.set(item, items);
        }
      }
    }
  }

  /** The same outcome of each of the actor's equals; itself alone when it has none. The outcome itself is among them. */
  of(outcome: Outcome): readonly Outcome[] {
    if (!("item" in outcome)) return [outcome];
    const items = this.#items.get(outcome.item) ?? [];
    if (items.length === 0) return [outcome];
    return items.map((item): Outcome => {
      if (item === outcome.item) return outcome;
      return outcome.kind === "killed" ? { ...outcome, item, actor: item.step.actor ?? "" } : { ...outcome, item };
    });
  }
}
