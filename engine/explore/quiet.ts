/**
 * Moves that may be taken at once, whatever the others do: they change nothing, nobody can change what they come to, and so
 * they commute with everything (docs/exploration.md has the argument).
 */
import type { Core } from "../core.js";
import { findProcess } from "../calls/process.js";
import { NIL } from "../state/heap.js";
import { PAGE } from "../state/page.js";
import { ALIVE, MAPPING, MM, PROCESS, findMapping, getPte, ptePage, pteWritable } from "../state/process.js";
import { VM, has, vmaAt } from "../state/vma.js";
import type { Step } from "../step.js";
import type { Stage } from "./plan.js";

/** What of a stage's moves decides which others are quiet. */
export interface Company {
  /** Somebody kills, truncates or punches, or shares a memory: then no access is safe from the others. */
  readonly disturbs: boolean;
  /** Names that a fork of the stage may give again. */
  readonly reborn: ReadonlySet<string>;
}

export function companyOf({ actors, waits }: Stage): Company {
  let disturbs = !waits;
  const reborn = new Set<string>();
  for (const { acts } of actors) {
    for (const { moves } of acts) {
      for (const { step } of moves) {
        switch (step?.call) {
          case "vfork":
            reborn.add(step.child);
            disturbs = true;
            break;
          case "fork":
            reborn.add(step.child);
            break;
          case "kill":
          case "ftruncate":
          case "fallocate":
            disturbs = true;
            break;
          default:
        }
      }
    }
  }
  return { disturbs, reborn };
}

/** Whether nobody of that name is alive, or will be in this stage. */
export function isGone(core: Core, name: string, company: Company): boolean {
  const process = findProcess(core, name);
  return (process === NIL || core.heap.get(process, PROCESS.state) !== ALIVE) && !company.reborn.has(name);
}

/** Whether the step is quiet in the state in which the machine is. */
export function isQuiet(core: Core, step: Step, company: Company): boolean {
  const { heap } = core;
  if (step.actor === null) return false;
  const process = findProcess(core, step.actor);
  if (process === NIL || heap.get(process, PROCESS.state) !== ALIVE) return isGone(core, step.actor, company);
  if (company.disturbs || (step.call !== "read" && step.call !== "write")) return false;
  const mm = heap.get(process, PROCESS.mm);
  if (heap.get(mm, MM.users) !== 1 || heap.get(process, PROCESS.suspendedFor) !== NIL) return false;
  const mapping = findMapping(heap, mm, core.names.number(step.mapping));
  if (mapping === NIL) return false;
  const to = step.slice.to ?? heap.get(mapping, MAPPING.pages);
  for (let index = step.slice.from; index < to; index++)
    if (!isHit(core, mm, mapping, index, step.call === "write")) return false;
  return true;
}

/** The access finds its page, and no copy-on-write of somebody else can take it: it is shared, or nobody else has it. */
function isHit(core: Core, mm: number, mapping: number, index: number, write: boolean): boolean {
  const { heap } = core;
  if (index < 0 || index >= heap.get(mapping, MAPPING.pages)) return false;
  const address = heap.get(mapping, MAPPING.start) + index;
  const vma = vmaAt(heap, mm, address);
  if (vma === NIL || !has(heap, vma, write ? VM.write : VM.read | VM.write)) return false;
  const pte = getPte(heap, mapping, address);
  if (pte === 0 || (write && !pteWritable(pte))) return false;
  return has(heap, vma, VM.shared) || heap.get(ptePage(pte), PAGE.count) === 1;
}
