/** One size tried: the story is run until somebody comes to harm. */
import type { Config } from "../config.js";
import { Machine } from "../machine.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { STEPS_IN_A_SLICE } from "./demand.js";
import { type Harm, harmIn } from "./harm.js";
import type { Story } from "./story.js";

/** The first harm; null when nobody comes to any. */
export function* firstHarm(story: Story, config: Config, budget: Budget): Generator<void, Harm | Spent | null> {
  const machine = Machine.boot(config);
  for (const [index, step] of story.steps(config).entries()) {
    const trace = machine.step(step);
    budget.spend(trace);
    const harm = harmIn(trace, index);
    if (harm !== null) return harm;
    if (machine.stuck !== null) return null;
    if (budget.spent) return SPENT;
    if (index % STEPS_IN_A_SLICE === 0) yield;
  }
  return null;
}
