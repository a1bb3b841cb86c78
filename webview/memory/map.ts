/** A large pool as a map of small squares on a canvas; the page under the pointer is named below it. */
import type { PageSize } from "../../engine/index.js";
import type { ElementView } from "../dom/view.js";
import { letterOf } from "../ink.js";
import type { State } from "../../language/picture/state/state.js";
import { Squares } from "./squares.js";
import type { Square } from "./squares.js";
import type { Follow } from "./memory.js";
import { written } from "../number.js";

export function poolMap(state: State, size: PageSize, follow: Follow): ElementView {
  const { total, free, rsvd, surp } = state.poolOf(size).counters;
  const promised = Math.min(free, Math.max(0, rsvd));
  const words = `${written(total)} pages: ${written(total - free)} in use, ${written(promised)} promised, ${written(free - promised)} available${surp > 0 ? `; ${written(surp)} are surplus` : ""}`;
  const squares = new Squares(state.poolOf(size).places.length, placeSquare(state, size, promised));
  return squares.view(`pool${size}`, words, {
    name: (place) => placeWords(state, size, place),
    choose: (place) => {
      const page = state.poolOf(size).places.at(place);
      if (page !== undefined) follow.choose(page);
    },
    follow: follow.page,
  });
}

/** How each place is drawn; promises lie on the first free ones. */
function placeSquare(state: State, size: PageSize, promised: number): (place: number) => Square {
  const { places } = state.poolOf(size);
  // A file's page is no copy that is owed to anybody, however many have it mapped.
  const inFile: boolean[] = [];
  for (const { cache } of state.files.values()) for (const page of cache.values()) inFile[page] = true;
  let free = 0;
  return (place) => {
    const page = places.at(place);
    if (page !== undefined)
      return { look: inFile[page] !== true && (state.users.get(page) ?? 0) > 1 ? "shared" : "own", page };
    return { look: free++ < promised ? "promised" : "free", page: null };
  };
}

/** Whose page lies in a place. */
function placeWords(state: State, size: PageSize, place: number): string {
  const page = state.poolOf(size).places.at(place);
  if (page === undefined) return "a free page";
  const names = new Set<string>();
  for (const mapping of state.mappings.values()) {
    if (mapping.pageSize !== size) continue;
    for (const held of mapping.pages.values())
      if (held === page) names.add(state.processes.get(mapping.pid)?.name ?? `pid ${mapping.pid}`);
  }
  return `page ${letterOf(page)}, ${names.size === 0 ? "in a file" : `held by ${[...names].join(", ")}`}`;
}
