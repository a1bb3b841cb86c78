/** Page table entries whose write bit tells nobody anything: the next write sets it in place (docs/exploration.md). */
import type { Core } from "../core.js";
import { ptePage, pteWritable } from "../state/process.js";

/** Whether the entry counts as writable. `reuse`: it does where a write takes no other page. */
export function isWritable(core: Core, pte: number, reuse: boolean): boolean {
  return pteWritable(pte) || (reuse && pte !== 0 && core.kernel.reuses(core, ptePage(pte)));
}
