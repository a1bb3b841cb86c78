/** Luck over all interleavings: each lucky access that any of them has, in the state of the machine in which it comes. */
import type { PageSize } from "../config.js";
import { ALL_REDUCTIONS, type Judges, type Plan, Search } from "../explore/index.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { isLucky, needAtWorst } from "./luck.js";

const LUCKY = 1;

/** Pages with which every lucky access of any interleaving would have its page in any case; 0 when there is none. `bytes`: of the search. */
export function* needInEveryOrder(
  plan: Plan,
  pageSize: PageSize,
  bytes: number,
  budget: Budget,
): Generator<void, number | Spent> {
  const judges: Judges = {
    state: () => 0,
    move: (_, trace) => (trace !== null && isLucky(trace, pageSize) ? LUCKY : 0),
    blocked: () => 0,
  };
  const search = new Search(plan, judges, ALL_REDUCTIONS, { states: budget.left, bytes });
  for (const _ of search.run()) yield;
  budget.take(search.states);
  if (search.limit !== null) return SPENT;
  const { graph } = search;
  let need = 0;
  for (let edge = 0; edge < graph.edges.size; edge++) {
    const { step } = graph.moveOf(edge);
    if (graph.edges.verdict(edge) !== LUCKY || step === null) continue;
    need = Math.max(need, needAtWorst(graph.machineIn(graph.edges.stateOf(edge)), step, pageSize, budget));
    if (budget.spent) return SPENT;
    yield;
  }
  return need;
}
