/** What the advisor wants nobody to come to: death by a fault, the kernel's own end, a mapping call that fails. */
import type { PageSize } from "../config.js";
import type { Event } from "../event.js";
import type { Call, Step } from "../step.js";
import type { StepTrace } from "../trace.js";

export type HarmEvent = Extract<Event, { readonly kind: "kill" | "bug" | "hang" | "fail" }>;

export interface Harm {
  /** The step's index, counted from 0. */
  readonly index: number;
  readonly step: Step;
  readonly event: HarmEvent;
}

const MAPPING_CALLS: ReadonlySet<Call> = new Set(["mmap", "mremap", "shmget", "shmat"]);

/** True for the calls that answer by a mapping, or by what can be mapped. */
export function isMappingCall(step: Step): boolean {
  return MAPPING_CALLS.has(step.call);
}

/** The first harm of a step; kill() does none that was not asked for. */
export function harmIn({ step, events }: StepTrace, index: number): Harm | null {
  for (const event of events) {
    switch (event.kind) {
      case "kill":
        if (event.cause.why !== "kill") return { index, step, event };
        break;
      case "bug":
      case "hang":
        return { index, step, event };
      case "fail":
        if (isMappingCall(step)) return { index, step, event };
        break;
      default:
    }
  }
  return null;
}

/** A page or a promise was refused because the pool of that size had none to give. */
export function isWant(event: Event, step: Step, pageSize: PageSize): boolean {
  if (event.kind !== "refuse" && event.kind !== "fail") return false;
  const { shortage } = event;
  if (shortage === null || (shortage.why !== "empty" && shortage.why !== "promised")) return false;
  return pageSize === (event.kind === "refuse" ? event.pageSize : step.call === "mmap" ? step.pageSize : pageSize);
}
