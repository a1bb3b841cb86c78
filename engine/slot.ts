/** One page of a mapping. */
import type { Core } from "./core.js";
import type { MappingId } from "./event.js";
import type { Ref } from "./state/heap.js";
import { MAPPING } from "./state/process.js";

export interface Slot {
  readonly mapping: MappingId;
  readonly index: number;
  /** As people write it: `a[0]`. */
  readonly name: string;
}

/** The page of a mapping at an address. */
export function slotAt({ heap, names }: Core, mapping: Ref, address: number): Slot {
  const index = address - heap.get(mapping, MAPPING.start);
  const name = `${names.text(heap.get(mapping, MAPPING.name))}[${String(index)}]`;
  return { mapping: heap.get(mapping, MAPPING.id), index, name };
}
