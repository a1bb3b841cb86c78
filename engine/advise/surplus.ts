/**
 * How many surplus pages a story makes at once when it may make as many as it likes. A lower limit parts from this run at the
 * first page that it does not allow (docs/advisor.md).
 */
import type { PageSize } from "../config.js";
import type { Event } from "../event.js";
import { Machine } from "../machine.js";
import type { Step } from "../step.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { STEPS_IN_A_SLICE } from "./demand.js";
import { harmIn, isMappingCall, isWant } from "./harm.js";
import { addSizes, type Sizes } from "./sizes.js";
import { type Story, withSize } from "./story.js";

/** The first try at plenty, and how much more each further try has. */
const PLENTY = 256;
const MORE = 16;

export interface Surplus {
  /** Pages at the most at once. */
  readonly peak: number;
  /** Limits below the peak that are sure to do harm. */
  readonly bad: readonly Sizes[];
  /** False: higher limits were not proven to come to the same as one of the peak's size. */
  readonly proven: boolean;
}

/** Counts them under a limit that is never met, if need be under `most`. */
export function* surplusOf(
  story: Story,
  pageSize: PageSize,
  most: number,
  budget: Budget,
): Generator<void, Surplus | Spent> {
  for (let plenty = Math.min(PLENTY, most); ; plenty = Math.min(plenty * MORE, most)) {
    const found = yield* measure(story, pageSize, plenty, budget);
    if (found === SPENT || found.proven || plenty === most) return found;
  }
}

function* measure(story: Story, pageSize: PageSize, plenty: number, budget: Budget): Generator<void, Surplus | Spent> {
  const config = withSize(story.config, "overcommit", pageSize, plenty);
  const machine = Machine.boot(config);
  const bad: Sizes[] = [];
  let { surp: surplus } = machine.counters(pageSize);
  // Without these the mounts' min_size= could not be promised: mount(2) would fail.
  if (surplus > 0) addSizes(bad, 0, surplus);
  let peak = surplus;
  let certain = true;
  let proven = true;
  for (const [index, step] of story.steps(config).entries()) {
    // The administrator's limit counts from now on, and the one at boot does not matter any more.
    const settled = step.call === "sysctl" && step.name === "nr_overcommit_hugepages" && step.pageSize === pageSize;
    const trace = machine.step(step);
    budget.spend(trace);
    for (const [at, event] of trace.events.entries()) {
      if (!isSurplus(event, pageSize)) continue;
      surplus++;
      if (surplus <= peak) continue;
      if (certain && isHard(step, event, trace.events[at + 1])) addSizes(bad, peak, surplus);
      peak = surplus;
    }
    const after = machine.counters(pageSize).surp;
    // Pages have left, or pages of the pool have become surplus: what was counted within the step is no number of pages any more.
    if (after !== surplus) certain = false;
    surplus = after;
    peak = Math.max(peak, after);
    // The limit was met, or memory was bound to nodes: with another limit something else may happen.
    if (trace.events.some((event) => isWant(event, step, pageSize))) proven = false;
    if (settled || harmIn(trace, index) !== null || machine.stuck !== null) break;
    if (budget.spent) return SPENT;
    if (index % STEPS_IN_A_SLICE === 0) yield;
  }
  return { peak, bad, proven: proven && peak <= plenty };
}

function isSurplus(event: Event, pageSize: PageSize): boolean {
  return event.kind === "alloc" && event.from === "surplus" && event.pageSize === pageSize;
}

/** Whether want of that page is somebody's harm: it stands for a promise, or for a first touch; a copy can come from a child. */
function isHard(step: Step, event: Event, next: Event | undefined): boolean {
  if (event.kind === "alloc" && event.pid === null) return isMappingCall(step);
  return (step.call === "read" || step.call === "write") && next?.kind !== "copy";
}
