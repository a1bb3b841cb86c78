/** How many pages are enough: each answer is found by running the story with other sizes. */
import { type Config, type PageSize, minimumOf } from "../config.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { type Demand, demandOf } from "./demand.js";
import type { Harm } from "./harm.js";
import { luckOf } from "./luck.js";
import { riseOf } from "./rise.js";
import { type Answer, type Ground, smallest } from "./search.js";
import { poolIn, type Story, withSize } from "./story.js";
import { surplusOf } from "./surplus.js";
import { firstHarm } from "./trial.js";

export interface Question {
  readonly story: Story;
  /** Whose pool; the other sizes' pools stay as they are. */
  readonly pageSize: PageSize;
  /** The largest size that counts as an answer. */
  readonly most: number;
  readonly budget: Budget;
  /** Judges every order of the steps; left out = only the order given counts. */
  readonly everyOrder?: EveryOrder;
}

/** What every order of the steps comes to. */
export interface EveryOrder {
  readonly harm: Judge;
  /** Pages with which no access depends on luck in any of them. */
  readonly need: (config: Config, pageSize: PageSize) => Generator<void, number | Spent>;
}

/** Whether somebody comes to harm with that configuration. */
export type Judge = (config: Config) => Generator<void, Harm | Spent | null>;

const NOTHING_FOUND: Answer = { size: null, worse: [], monotonic: null, harm: null, partial: true };

/** The smallest pool with which nobody comes to harm, and the smallest with which that is no matter of luck. */
export interface PoolAdvice {
  readonly pool: Answer;
  /** null = no size helps, or none was found within the budget. */
  readonly withoutLuck: number | null;
}

export function* adviseOnPool(question: Question): Generator<void, PoolAdvice> {
  const { story, pageSize, most, budget } = question;
  const demand = yield* demandOf(story, pageSize, most, budget);
  if (demand === SPENT) return { pool: NOTHING_FOUND, withoutLuck: null };
  const ground = groundOf(demand, question);
  const pool = yield* smallest(ground, (size) => judged(question, withSize(story.config, "pool", pageSize, size)));
  return { pool, withoutLuck: yield* withoutLuck(question, ground, pool) };
}

/** The order given first: it is one of all, and the cheapest. */
function* judged({ story, budget, everyOrder }: Question, config: Config): Generator<void, Harm | Spent | null> {
  const harm = yield* firstHarm(story, config, budget);
  return harm !== null || everyOrder === undefined ? harm : yield* everyOrder.harm(config);
}

/** Above these sizes every order of the steps runs as it does with more. */
function riseIn({ story, pageSize }: Question): number {
  return riseOf(story.config, story.steps(story.config), pageSize);
}

function groundOf(demand: Demand, question: Question): Ground {
  const { story, pageSize, most, everyOrder } = question;
  const { nodes, overcommit } = poolIn(story.config, pageSize);
  const peak = everyOrder === undefined ? demand.peak : Math.max(demand.peak, riseIn(question));
  const bound = peak * (nodes?.length ?? 1);
  // With fewer the mounts' min_size= cannot be promised: mount(2) fails, and there is no story.
  const mountable = Math.max(0, minimumOf(story.config.mounts, pageSize) - overcommit);
  return {
    bound: Math.min(bound, most),
    proven: bound <= most && demand.proven,
    bad: [{ from: 0, to: mountable }, ...demand.bad],
  };
}

/** From the smallest harmless pool on, the first in whose run every lucky access would have its page in any case. */
function* withoutLuck(question: Question, ground: Ground, pool: Answer): Generator<void, number | null> {
  const { story, pageSize, most, budget, everyOrder } = question;
  if (pool.size === null) return null;
  const { overcommit } = poolIn(story.config, pageSize);
  for (let size = pool.size; size <= ground.bound; size++) {
    if (pool.worse.some(({ from, to }) => from <= size && size < to)) continue;
    const config = withSize(story.config, "pool", pageSize, size);
    const luck = yield* luckOf(story, config, pageSize, budget);
    if (luck === SPENT) return null;
    if (luck.harm !== null) continue;
    const others = everyOrder === undefined ? 0 : yield* everyOrder.need(config, pageSize);
    if (others === SPENT) return null;
    const need = Math.max(luck.need, others);
    if (need <= size + overcommit) return size;
    // Every larger pool runs as this one does, and needs the same.
    if (size === ground.bound) return need - overcommit <= most ? need - overcommit : null;
    yield;
  }
  return null;
}

/** The smallest limit of surplus pages, the pool being as it is. */
export function* adviseOnOvercommit(question: Question): Generator<void, Answer> {
  const { story, pageSize, most, budget, everyOrder } = question;
  const surplus = yield* surplusOf(story, pageSize, most, budget);
  if (surplus === SPENT) return NOTHING_FOUND;
  const nodes = poolIn(story.config, pageSize).nodes !== undefined;
  const peak = everyOrder === undefined ? surplus.peak : Math.max(surplus.peak, riseIn(question));
  const ground: Ground = {
    bound: Math.min(peak, most),
    proven: surplus.proven && !nodes,
    bad: nodes ? [] : surplus.bad,
  };
  return yield* smallest(ground, (size) => judged(question, withSize(story.config, "overcommit", pageSize, size)));
}
