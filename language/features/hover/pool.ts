/** Counters of the pool, of a control group and of a node at a line. */
import { type Counters, DEFAULT_PAGE_SIZE, PAGE_BYTES, type PageSize } from "../../../engine/index.js";
import type { CounterName } from "../../check/constants.js";
import { COUNTER_LORE } from "../../lore/counters.js";
import { count } from "../../explain/index.js";
import type { View } from "./view.js";

/** The value of a counter here, and what the others make of it. */
export function counterFacts(view: View, counter: CounterName, size: PageSize): readonly string[] {
  const counters = view.machine.counters(size);
  const { total, free, rsvd, surp } = counters;
  return [
    `**${counter}${size === DEFAULT_PAGE_SIZE ? "" : ` ${size}`}** is **${valueOf(counters, counter)}** here. ${COUNTER_LORE[counter].about}`,
    `Total ${total}, free ${free}, promised ${rsvd}, surplus ${surp}: **available ${free - rsvd}**.${meaning(counters)}`,
  ];
}

/** `it is 2`. */
export function counterBrief({ machine }: View, counter: CounterName, size: PageSize): string {
  return `it is ${valueOf(machine.counters(size), counter)}`;
}

/** Why what is free may not be available. */
function meaning({ free, rsvd }: Counters): string {
  if (free === 0 && rsvd === 0) return "";
  if (free > 0 && free === rsvd)
    return ` ${free === 1 ? "The free page is" : `All ${free} free pages are`} promised: nobody without a promise gets one.`;
  if (rsvd > free) return " More is promised than there is.";
  if (rsvd < 0) return " Fewer than none are promised: a bug of this kernel.";
  return rsvd === 0 ? "" : ` ${count(rsvd, "page")} of those that are free ${rsvd === 1 ? "is" : "are"} promised.`;
}

function valueOf({ total, free, rsvd, surp }: Counters, counter: CounterName): number {
  switch (counter) {
    case "total":
      return total;
    case "free":
      return free;
    case "rsvd":
      return rsvd;
    case "surp":
      return surp;
    case "in_use":
      return total - free;
  }
}

/** `usage 2, rsvd 2` of a control group; null when this kernel has none of that name. */
export function groupBrief({ machine }: View, group: string): string {
  const found = machine.cgroup(group);
  return found === undefined ? "it counts nothing" : `it has ${found.usage} in use, ${found.rsvd} promised`;
}

/** The page size named behind a counter: `free 1G`. */
export function sizeBehind(text: string): PageSize {
  const named = /^\s+(\d+[KMG])\b/u.exec(text)?.[1];
  return named !== undefined && isPageSize(named) ? named : DEFAULT_PAGE_SIZE;
}

function isPageSize(text: string): text is PageSize {
  return text in PAGE_BYTES;
}
