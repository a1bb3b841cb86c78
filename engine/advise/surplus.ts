/** How many surplus pages a story makes at once when it may make as many as it likes. */
import type { PageSize } from "../config.js";
import type { Event } from "../event.js";
import { Machine } from "../machine.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { STEPS_IN_A_SLICE } from "./demand.js";
import { harmIn } from "./harm.js";
import { type Story, withSize } from "./story.js";

/** The first try at plenty, and how much more each further try has. */
const PLENTY = 256;
const MORE = 16;

/** The most surplus pages at once, or a number that is sure to be no less; null when that is more than `most`. */
export function* surplusOf(
  story: Story,
  pageSize: PageSize,
  most: number,
  budget: Budget,
): Generator<void, number | Spent | null> {
  for (let plenty = Math.min(PLENTY, most); ; plenty = Math.min(plenty * MORE, most)) {
    const peak = yield* measure(story, pageSize, plenty, budget);
    if (peak === SPENT || peak <= plenty) return peak;
    if (plenty === most) return null;
  }
}

function* measure(story: Story, pageSize: PageSize, plenty: number, budget: Budget): Generator<void, number | Spent> {
  const config = withSize(story.config, "overcommit", pageSize, plenty);
  const machine = Machine.boot(config);
  let peak = 0;
  for (const [index, step] of story.steps(config).entries()) {
    const before = machine.counters(pageSize).surp;
    const trace = machine.step(step);
    budget.spend(trace);
    const made = trace.events.filter((event) => isSurplus(event, pageSize)).length;
    peak = Math.max(peak, before + made, machine.counters(pageSize).surp);
    // The limit was met: with another one something else would have happened.
    if (trace.events.some((event) => isWant(event, plenty))) return Infinity;
    if (harmIn(trace, index) !== null || machine.stuck !== null) return peak;
    if (budget.spent) return SPENT;
    if (index % STEPS_IN_A_SLICE === 0) yield;
  }
  return peak;
}

function isSurplus(event: Event, pageSize: PageSize): boolean {
  return event.kind === "alloc" && event.from === "surplus" && event.pageSize === pageSize;
}

/** A page or a promise was refused because no surplus page could be made. */
function isWant(event: Event, limit: number): boolean {
  const shortage = event.kind === "refuse" || event.kind === "fail" ? event.shortage : null;
  return (
    shortage !== null && shortage.overcommit === limit && (shortage.why === "empty" || shortage.why === "promised")
  );
}
