/** Where a mapping goes: addresses fall (mmap is top-down) and are never used twice. */
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";

/** A page between two mappings, so that no range can reach from one into the next. */
export const GAP = 1;

/** Room for that many pages. Throws RangeError when the address space is used up. */
export function freshAddress(core: Core, pages: number): number {
  const start = core.heap.get(core.boot, BOOT.nextAddress) - pages - GAP;
  if (start <= 0) throw new RangeError("the scenario maps more pages than an address space has");
  core.heap.set(core.boot, BOOT.nextAddress, start);
  return start;
}
