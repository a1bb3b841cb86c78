/**
 * Luck: a page that was free, and that nothing promised, goes to whoever comes first. An access does not depend on it when the
 * page is there even if everybody else has taken all that they can before.
 */
import type { Config, PageSize } from "../config.js";
import { Machine } from "../machine.js";
import type { Step } from "../step.js";
import type { MappingStatus, StepTrace } from "../trace.js";
import { type Budget, SPENT, type Spent } from "./budget.js";
import { demandBy, demandIn, STEPS_IN_A_SLICE } from "./demand.js";
import { type Harm, harmIn } from "./harm.js";
import type { Story } from "./story.js";

export interface Luck {
  readonly harm: Harm | null;
  /** Pages, surplus ones counted in, with which every lucky access would have its page in any case; 0 when there is none. */
  readonly need: number;
}

/** Runs a story and asks at each lucky access for the worst that could have come before. */
export function* luckOf(
  story: Story,
  config: Config,
  pageSize: PageSize,
  budget: Budget,
): Generator<void, Luck | Spent> {
  const machine = Machine.boot(config);
  let need = 0;
  for (const [index, step] of story.steps(config).entries()) {
    const before = machine.copy();
    const trace = machine.step(step);
    budget.spend(trace);
    const harm = harmIn(trace, index);
    if (harm !== null) return { harm, need };
    if (machine.stuck !== null) break;
    if (isLucky(trace, pageSize)) need = Math.max(need, needAtWorst(before, step, pageSize, budget));
    if (budget.spent) return SPENT;
    if (index % STEPS_IN_A_SLICE === 0) yield;
  }
  return { harm: null, need };
}

/** A page of that size that nothing had promised was taken. */
export function isLucky({ events }: StepTrace, pageSize: PageSize): boolean {
  return events.some((event) => event.kind === "alloc" && event.lucky && event.pageSize === pageSize);
}

/** The demand of a step when everybody else has touched every page of theirs before it. Uses the machine up. */
export function needAtWorst(machine: Machine, step: Step, pageSize: PageSize, budget: Budget): number {
  const { total, free, rsvd, surp } = machine.counters(pageSize);
  // Enough for everybody: with fewer pages somebody might die, and leave the others more.
  const everything = Object.values(machine.maps()).flatMap(Object.values).join("").length;
  const value = total - surp + Math.max(0, rsvd - free) + everything;
  machine.step({ call: "sysctl", actor: null, name: "nr_hugepages", value, pageSize });
  const worst = touchedByOthers(machine, step.actor, budget);
  const start = demandIn(worst.counters(pageSize));
  const { events } = worst.step(step);
  let demand = start;
  let most = start;
  for (const event of events) {
    demand += demandBy(event, pageSize);
    most = Math.max(most, demand);
  }
  return most;
}

/** The machine after everybody but `actor` has touched all that they can touch and live. May use the machine up. */
function touchedByOthers(machine: Machine, actor: string | null, budget: Budget): Machine {
  const others = Object.entries(machine.maps())
    .filter(([other]) => other !== actor)
    .flatMap(([other, mappings]) => Object.keys(mappings).map((mapping) => ({ actor: other, mapping })));
  // Mostly everything can be touched, and no state need be kept to come back to but this one.
  const start = machine.copy();
  if (others.every((other) => wholeTouchedBy(machine, other, budget))) return machine;
  return others.reduce((worst, other) => touchedBy(worst, other, budget), start);
}

interface Touch {
  readonly actor: string;
  readonly mapping: string;
}

/** Touches all of a mapping; false = somebody came to harm by it. */
function wholeTouchedBy(machine: Machine, { actor, mapping }: Touch, budget: Budget): boolean {
  const status = machine.mapping(actor, mapping);
  if (status === undefined || status.protection === "none") return true;
  const trace = machine.step({ call: touchOf(status), actor, mapping, slice: { from: 0, to: null } });
  budget.spend(trace);
  return trace.result === "ok";
}

/** The machine after that process has touched all of the mapping that it can touch and live. */
function touchedBy(machine: Machine, { actor, mapping }: Touch, budget: Budget): Machine {
  const whole = machine.copy();
  if (wholeTouchedBy(whole, { actor, mapping }, budget)) return whole;
  const status = machine.mapping(actor, mapping);
  if (status === undefined) return machine;
  const call = touchOf(status);
  for (let end = status.pages; end > 0;) {
    const next = machine.copy();
    const deadly = firstDeadly(next, { call, actor, mapping }, end, budget);
    if (deadly === null) return next;
    end = deadly;
  }
  return machine;
}

function touchOf({ protection }: MappingStatus): "read" | "write" {
  return protection === "r" ? "read" : "write";
}

/** Touches the pages below `end` one by one; the first that cannot be touched, past the end of the file or for want of quota. */
function firstDeadly(
  machine: Machine,
  touch: Touch & { readonly call: "read" | "write" },
  end: number,
  budget: Budget,
): number | null {
  for (let page = 0; page < end; page++) {
    const slot = machine.slot(touch.actor, touch.mapping, page);
    if (slot === undefined || slot.status === "unmapped" || (slot.status === "absent" && slot.marked)) continue;
    if (slot.status === "present" && (slot.writable || touch.call === "read")) continue;
    const trace = machine.step({ ...touch, slice: { from: page, to: page + 1 } });
    budget.spend(trace);
    if (trace.result !== "ok") return page;
  }
  return null;
}
