/** The parts that the panel has, in the order of their buttons. */
import { ComparePart } from "./compare/compare.js";
import { ExportPart } from "./export/export.js";
import { InterleavingsPart } from "./interleavings/interleavings.js";
import type { Part, Room } from "./part.js";
import { RemediesPart } from "./remedies/remedies.js";
import { WhatIfPart } from "./whatif/whatif.js";

const MAKERS: readonly ((room: Room) => Part)[] = [
  (room) => new ComparePart(room),
  (room) => new WhatIfPart(room),
  (room) => new InterleavingsPart(room),
  (room) => new ExportPart(room),
  (room) => new RemediesPart(room),
];

/** One of each. */
export function makeParts(room: Room): readonly Part[] {
  return MAKERS.map((make) => make(room));
}
