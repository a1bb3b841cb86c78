/** Splits a step's events into accesses: what belongs to one page slot of the actor, in order. */
import type { Event, MappingId, Pid } from "../../engine/index.js";

export interface Access {
  readonly mapping: MappingId;
  readonly index: number;
  readonly events: readonly Event[];
}

/** The slot of the actor that an event is about, if it names one. */
function slotOf(event: Event, pid: Pid, memory: Pid): { readonly mapping: MappingId; readonly index: number } | null {
  switch (event.kind) {
    case "map":
    case "copy":
    case "reuse":
    case "hit":
      return event.pid === memory ? event : null;
    case "bug":
    case "hang":
      return event.pid === pid ? event : null;
    case "kill":
      return event.pid === pid && event.mapping !== null && event.index !== null
        ? { mapping: event.mapping, index: event.index }
        : null;
    default:
      return null;
  }
}

/**
 * The accesses of a step, ascending. Looking for a page (alloc, refuse, taking) comes before the entry it makes, so an
 * event that names no slot of the actor belongs to the next one that does; what follows the last belongs to the last.
 * `memory`: in whose memory the actor runs (Chronicle.memory).
 */
export function accessesOf(events: readonly Event[], pid: Pid, memory: Pid): readonly Access[] {
  const accesses: { mapping: MappingId; index: number; events: Event[] }[] = [];
  let waiting: Event[] = [];
  for (const event of events) {
    // A death's own teardown is not part of the access, nor is that of whoever is killed because he hangs.
    const end = accesses.at(-1)?.events.at(-1)?.kind;
    if (end === "kill" || end === "hang") break;
    const slot = slotOf(event, pid, memory);
    if (slot === null) {
      waiting.push(event);
      continue;
    }
    const last = accesses.at(-1);
    if (last?.mapping === slot.mapping && last.index === slot.index) last.events.push(...waiting, event);
    else accesses.push({ mapping: slot.mapping, index: slot.index, events: [...waiting, event] });
    waiting = [];
  }
  accesses.at(-1)?.events.push(...waiting);
  return accesses;
}
