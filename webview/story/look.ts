/** How one page slot of a mapping looks: what is in it, and whether the next touch kills. */
import type { PageId } from "../../engine/index.js";
import { covers } from "../../language/picture/state/state.js";
import type { Mapping, State } from "../../language/picture/state/state.js";

export type Look =
  | { readonly look: "own" | "shared" | "taken"; readonly page: PageId }
  | { readonly look: "promised" | "absent" | "gone" };

/** The looks of the first `limit` slots of a mapping. */
export function looks(state: State, mapping: Mapping, limit: number): Look[] {
  const length = Math.min(mapping.length, limit);
  const file = state.files.get(mapping.inode);
  let promised = (mapping.share === "private" ? state.promised.get(mapping.id) : file?.promised) ?? 0;
  const found: Look[] = [];
  for (let index = 0; index < length; index++) {
    const page = mapping.pages.get(index);
    const taken = mapping.taken.get(index);
    if (page !== undefined)
      found.push({ look: mapping.share === "shared" || (state.users.get(page) ?? 0) <= 1 ? "own" : "shared", page });
    else if (covers(mapping.gone, index)) found.push({ look: "gone" });
    else if (taken !== undefined) found.push({ look: "taken", page: taken });
    else if (promised > 0 && (mapping.share === "private" || file?.cache.has(mapping.offset + index) === false)) {
      promised--;
      found.push({ look: "promised" });
    } else found.push({ look: "absent" });
  }
  return found;
}

/** By mapping: each belongs to one state. */
const read = new WeakMap<Mapping, readonly Look[]>();

/** The looks of all slots of a mapping, read once; of a state that does not change any more, as `Story.at` gives it. */
export function allLooks(state: State, mapping: Mapping): readonly Look[] {
  const known = read.get(mapping) ?? looks(state, mapping, mapping.length);
  read.set(mapping, known);
  return known;
}

/** Would the next touch of this slot kill its process? Says yes only where the state leaves no doubt. */
export function kills(state: State, mapping: Mapping, index: number, look: Look): boolean {
  if (look.look !== "absent" && look.look !== "taken") return false;
  if (covers(mapping.marks, index)) return true;
  if (mapping.share === "shared") return false;
  if (state.files.get(mapping.inode)?.cache.has(mapping.offset + index) === true) return false;
  const { counters, overcommit } = state.poolOf(mapping.pageSize);
  const { free, rsvd, surp } = counters;
  return (free === 0 || free === rsvd) && surp >= overcommit;
}

/** Equal looks make one bar of thread. */
export function sameLook(left: Look, right: Look): boolean {
  return left.look === right.look && ("page" in left ? left.page : -1) === ("page" in right ? right.page : -1);
}
