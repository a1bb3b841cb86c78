/**
 * How much of a pool a story asks for when there is plenty: pages in use and pages promised. docs/advisor.md has the
 * argument: a pool of `peak` pages or more changes nothing, and a smaller one parts from this run at the first moment at
 * which the demand goes beyond it.
 */
import type { PageSize } from "../config.js";
import type { Event } from "../event.js";
import { kernelOf } from "../kernels/index.js";
import { Machine } from "../machine.js";
import type { Step } from "../step.js";
import type { Counters } from "../trace.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { type Harm, harmIn, isMappingCall, isWant } from "./harm.js";
import { addSizes, type Sizes } from "./sizes.js";
import { poolIn, type Story, withSize } from "./story.js";

export interface Demand {
  /** Pages at the most at once; for each node, where there are nodes. */
  readonly peak: number;
  /** Pool sizes below the peak with which the run parts from this one by somebody's harm: no need to run them. */
  readonly bad: readonly Sizes[];
  /** What happens however many pages there are. */
  readonly harm: Harm | null;
  /** False: larger pools were not proven to come to the same as one of the peak's size. */
  readonly proven: boolean;
}

/** Steps taken between two yields. */
export const STEPS_IN_A_SLICE = 16;
/** The first try at plenty, and how much more each further try has. */
const PLENTY = 1024;
const MORE = 16;

/** Pages in use and promised. */
export function demandIn({ total, free, rsvd }: Counters): number {
  return total - free + rsvd;
}

/** By how many pages an event moves the demand on that pool. */
export function demandBy(event: Event, pageSize: PageSize): number {
  switch (event.kind) {
    case "reserve":
    case "unreserve":
      if (event.pageSize !== pageSize) return 0;
      return event.kind === "reserve" ? event.pages : -event.pages;
    case "alloc":
      // What comes from a promise was counted with it; what was made for one is counted there.
      if (event.pageSize !== pageSize || event.from === "reserve" || event.pid === null) return 0;
      return 1;
    case "free":
      return event.pageSize === pageSize && event.to === "free" ? -1 : 0;
    default:
      return 0;
  }
}

/** Measures a story with more pages than it asks for, if need be with `most`. */
export function* demandOf(
  story: Story,
  pageSize: PageSize,
  most: number,
  budget: Budget,
): Generator<void, Demand | Spent> {
  for (let plenty = Math.min(PLENTY, most); ; plenty = Math.min(plenty * MORE, most)) {
    const demand = yield* measure(story, pageSize, plenty, budget);
    if (demand === SPENT) return SPENT;
    if (demand !== null && demand.peak <= plenty) return demand;
    if (plenty === most) return demand ?? { peak: most, bad: [], harm: null, proven: false };
  }
}

function* measure(
  story: Story,
  pageSize: PageSize,
  plenty: number,
  budget: Budget,
): Generator<void, Demand | Spent | null> {
  const { nodes } = poolIn(story.config, pageSize);
  const config = withSize(story.config, "pool", pageSize, plenty * (nodes?.length ?? 1));
  const machine = Machine.boot(config);
  const watch = new Watch(demandIn(machine.counters(pageSize)), {
    pageSize,
    nodes: nodes !== undefined,
    overcommit: poolIn(config, pageSize).overcommit > 0,
    takesPromised: kernelOf(config.kernel)?.sharedTakesPromised === true,
  });
  for (const [index, step] of story.steps(config).entries()) {
    const trace = machine.step(step);
    budget.spend(trace);
    watch.take(step, trace.events, demandIn(machine.counters(pageSize)));
    const harm = harmIn(trace, index);
    if (nodes === undefined && !watch.settled && trace.events.some((event) => isWant(event, step, pageSize)))
      return null;
    if (harm !== null || machine.stuck !== null) return watch.end(harm);
    if (budget.spent) return SPENT;
    if (index % STEPS_IN_A_SLICE === 0) yield;
  }
  return watch.end(null);
}

/** The highest demand so far, and what each rise of it would have come to with too few pages. */
class Watch {
  /** Sure to be enough for the run so far. */
  #enough: number;
  /** The highest demand so far, to the page. */
  #highest: number;
  readonly #bad: Sizes[] = [];
  #demand: number;
  readonly #pageSize: PageSize;
  /** Whether want of a page is known to come to harm. */
  #certain: boolean;
  readonly #nodes: boolean;
  readonly #takesPromised: boolean;
  /** vm.nr_hugepages was set: what comes now is the same for every size at boot. */
  #settled = false;
  /** It was set where there are nodes: which node has how many then depends on the size at boot. */
  #uneven = false;

  constructor(
    demand: number,
    pool: {
      readonly pageSize: PageSize;
      readonly nodes: boolean;
      readonly overcommit: boolean;
      readonly takesPromised: boolean;
    },
  ) {
    this.#enough = demand;
    this.#highest = demand;
    this.#demand = demand;
    this.#pageSize = pool.pageSize;
    this.#nodes = pool.nodes;
    this.#takesPromised = pool.takesPromised;
    this.#certain = !pool.nodes && !pool.overcommit;
  }

  get settled(): boolean {
    return this.#settled;
  }

  take(step: Step, events: readonly Event[], after: number): void {
    if (this.#settled) return;
    // Such a mapping's faults take what is promised to others: want of a page is then not yet anybody's harm.
    if (this.#takesPromised && step.call === "mmap" && step.share === "shared" && step.flags.includes("noreserve"))
      this.#certain = false;
    if (step.call === "sysctl" && step.pageSize === this.#pageSize) {
      // Surplus pages make want of a page harmless.
      this.#certain = false;
      if (step.name === "nr_hugepages") {
        this.#uneven = this.#nodes;
        this.#settled = !this.#nodes;
      }
    }
    let demand = this.#demand;
    let rises = 0;
    for (const event of events) {
      const by = demandBy(event, this.#pageSize);
      // A page that comes from a promise may be asked for as if it did not: 04f2cbe3 to the letter does so.
      const asked = Math.max(by, event.kind === "alloc" && event.pageSize === this.#pageSize ? 1 : 0);
      this.#enough = Math.max(this.#enough, demand + asked);
      rises += asked;
      demand += by;
      if (demand <= this.#highest) continue;
      if (this.#certain && isHard(step, event)) addSizes(this.#bad, this.#highest, demand);
      this.#highest = demand;
    }
    if (demand !== after) {
      // A change that no event tells: from here on only running tells.
      this.#certain = false;
      this.#enough = Math.max(this.#enough, this.#demand + rises, after);
    }
    this.#highest = Math.max(this.#highest, after);
    this.#demand = after;
  }

  end(harm: Harm | null): Demand {
    return { peak: this.#enough, bad: this.#bad, harm, proven: !this.#uneven };
  }
}

/** Whether want of these pages is somebody's harm: a promise refused is a mapping that fails, luck missed is a death. */
function isHard(step: Step, event: Event): boolean {
  if (event.kind === "reserve") return isMappingCall(step);
  return event.kind === "alloc" && event.lucky && (step.call === "read" || step.call === "write");
}
