/** A large pool as a map of small squares on a canvas; the page under the pointer is named below it. */
import type { PageSize } from "../../engine/index.js";
import type { ElementView } from "../dom/view.js";
import { letterOf } from "../ink.js";
import { codeOf, pageCodeOf } from "../story/look.js";
import type { State } from "../../language/picture/state/state.js";
import { squaresView } from "./squares.js";
import type { Follow } from "./follow.js";
import { written } from "../number.js";

const FREE = codeOf("absent");
const PROMISED = codeOf("promised");

/** `room` = CSS pixels. */
export function poolMap(state: State, size: PageSize, room: number, follow: Follow): ElementView {
  const { total, free, rsvd, surp } = state.poolOf(size).counters;
  const promised = Math.min(free, Math.max(0, rsvd));
  const words = `${written(total)} pages: ${written(total - free)} in use, ${written(promised)} promised, ${written(free - promised)} available${surp > 0 ? `; ${written(surp)} are surplus` : ""}`;
  return squaresView(`pool${size}`, words, placeCodes(state, size, promised), room, {
    name: (place) => placeWords(state, size, place),
    choose: follow.choose,
    follow: follow.page,
  });
}

/** How each place is drawn; promises lie on the first free ones. */
function placeCodes(state: State, size: PageSize, promised: number): Int32Array {
  const { places } = state.poolOf(size);
  const users = state.users.piece(0, state.users.end);
  // A file's page is no copy that is owed to anybody, however many have it mapped.
  const inFile: boolean[] = [];
  for (const { cache } of state.files.values())
    if (cache.size > 0) for (const page of cache.piece(0, cache.end)) if (page >= 0) inFile[page] = true;
  const codes = places.pages.piece(0, places.length);
  const [own, shared] = [pageCodeOf("own", 0), pageCodeOf("shared", 0)];
  const step = pageCodeOf("own", 1) - own;
  let left = promised;
  for (let place = 0; place < codes.length; place++) {
    const page = codes[place] ?? -1;
    if (page < 0) codes[place] = left-- > 0 ? PROMISED : FREE;
    else codes[place] = (inFile[page] !== true && (users[page] ?? 0) > 1 ? shared : own) + page * step;
  }
  return codes;
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
