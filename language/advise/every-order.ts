/** Judges every interleaving of a scenario's `concurrent` blocks for the advisor, by the search that explores them. */
import {
  type Budget,
  type EveryOrder,
  type Harm,
  harmIn,
  type Judge,
  needInEveryOrder,
  SPENT,
} from "../../engine/advise/index.js";
import type { Config } from "../../engine/index.js";
import type { Program } from "../compile/index.js";
import { exploring, type Outcome, planOf } from "../explore/index.js";
import { MAX_EXPLORED_BYTES, MAX_EXPLORED_STATES } from "../limits.js";
import type { RunStep } from "../run/index.js";

/** Judges a program that has a `concurrent` block; `compiled` makes it for another configuration. */
export function everyOrderOf(compiled: (config: Config) => Program, budget: Budget): EveryOrder {
  return {
    harm: harmJudge(compiled, budget),
    need: (config, pageSize) =>
      needInEveryOrder(planOf(bare(compiled(config))).plan, pageSize, MAX_EXPLORED_BYTES, budget),
  };
}

function harmJudge(compiled: (config: Config) => Program, budget: Budget): Judge {
  return function* (config) {
    const states = Math.min(MAX_EXPLORED_STATES, budget.left);
    const job = exploring(bare(compiled(config)), { states });
    for (;;) {
      const next = job.next();
      if (next.done !== true) {
        yield;
        continue;
      }
      const { states: taken, outcomes, limit } = next.value;
      budget.take(taken);
      const bad = outcomes.find(({ outcome, when }) => when !== "never" && isHarm(outcome));
      if (bad !== undefined) return harmOf(bad.counterexample?.run.steps ?? []) ?? SPENT;
      return limit === null ? null : SPENT;
    }
  };
}

/** The steps alone: what the text expects of them is no matter of the pool's size. */
function bare(program: Program): Program {
  const items = program.items.flatMap((item) => (item.kind === "step" ? [{ ...item, announced: null }] : []));
  return { ...program, items, invariants: [] };
}

function isHarm(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "killed":
    case "ended":
      return true;
    case "call-failed":
      return ["mmap", "mremap", "shmget", "shmat"].includes(outcome.item.step.call);
    case "missed":
    case "expectation":
    case "sometimes":
    case "invariant":
    case "blocked":
    case "lucky":
      return false;
  }
}

/** The first harm in a way; of an access that was taken alone it is the whole statement's, which stands in the text. */
function harmOf(steps: readonly RunStep[]): Harm | null {
  for (const [index, { item, trace }] of steps.entries()) {
    const harm = harmIn(trace, index);
    if (harm !== null) return { ...harm, step: (item.whole ?? item).step };
  }
  return null;
}
