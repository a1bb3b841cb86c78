/** The parts that the panel has, in the order of their buttons. */
import type { Part, Room } from "./part.js";

const MAKERS: readonly ((room: Room) => Part)[] = [];

/** One of each. */
export function makeParts(room: Room): readonly Part[] {
  return MAKERS.map((make) => make(room));
}
