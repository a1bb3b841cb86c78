/** How one page slot of a mapping looks: what is in it, and whether the next touch kills. */
import type { PageId } from "../../engine/index.js";
import { covers } from "../../language/picture/state/state.js";
import type { Mapping, State } from "../../language/picture/state/state.js";

type PageLook = "own" | "shared" | "taken";

export type Look =
  { readonly look: PageLook; readonly page: PageId } | { readonly look: "promised" | "absent" | "gone" };

/** By the low bits of a look's code. */
export const KINDS = ["own", "shared", "taken", "promised", "absent", "gone"] as const;
const KIND_BITS = 3;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** No page is in the slot below this code; two pages that follow one another are so far apart. */
const ONE_PAGE = 1 << KIND_BITS;

/** A look as a number: files of a hundred thousand pages are looked through at every step. */
export type LookCode = number;

export function codeOf(look: Exclude<Look["look"], PageLook>): LookCode {
  return KINDS.indexOf(look);
}

export function pageCodeOf(look: PageLook, page: PageId): LookCode {
  return KINDS.indexOf(look) + (page + 1) * ONE_PAGE;
}

export function lookOf(code: LookCode): Look {
  const look = KINDS[kindOf(code)] ?? "gone";
  return look === "own" || look === "shared" || look === "taken" ? { look, page: pageOf(code) } : { look };
}

/** Which of `KINDS`. */
export function kindOf(code: LookCode): number {
  return code & KIND_MASK;
}

/** The page in the slot; -1 = none. */
export function pageOf(code: LookCode): PageId {
  return (code >> KIND_BITS) - 1;
}

/** The same look, and the next page where there is one: both slots belong to one run. */
export function follows(code: LookCode, before: LookCode): boolean {
  return code === (before < ONE_PAGE ? before : before + ONE_PAGE);
}

/** What most of the slots are; of as many of several sorts, one of them. */
export function commonest(codes: Int32Array): Look["look"] {
  const counts = KINDS.map(() => 0);
  for (const code of codes) counts[kindOf(code)] = (counts[kindOf(code)] ?? 0) + 1;
  return KINDS[counts.indexOf(Math.max(...counts))] ?? "absent";
}

/** The looks of the first `limit` slots of a mapping. */
export function looks(state: State, mapping: Mapping, limit: number): Look[] {
  return Array.from(lookCodes(state, mapping, limit), lookOf);
}

/** The looks of the first `limit` slots of a mapping, as numbers. */
export function lookCodes(state: State, mapping: Mapping, limit: number): Int32Array {
  const length = Math.min(mapping.length, limit);
  const { gone, offset, share, taken } = mapping;
  const file = state.files.get(mapping.inode);
  const users = share === "shared" ? null : state.users;
  const [promisedCode, absentCode, goneCode] = [codeOf("promised"), codeOf("absent"), codeOf("gone")];
  let promised = (share === "private" ? state.promised.get(mapping.id) : file?.promised) ?? 0;
  const codes = mapping.pages.piece(0, length);
  for (let index = 0; index < length; index++) {
    const page = codes[index] ?? -1;
    if (page >= 0) {
      codes[index] = pageCodeOf((users?.get(page) ?? 0) <= 1 ? "own" : "shared", page);
      continue;
    }
    const lost = taken.size === 0 ? undefined : taken.get(index);
    if (gone.length > 0 && covers(gone, index)) codes[index] = goneCode;
    else if (lost !== undefined) codes[index] = pageCodeOf("taken", lost);
    else if (promised > 0 && (share === "private" || file?.cache.has(offset + index) === false)) {
      promised--;
      codes[index] = promisedCode;
    } else codes[index] = absentCode;
  }
  return codes;
}

/** By mapping: each belongs to one state. */
const read = new WeakMap<Mapping, Int32Array>();

/** The looks of all slots of a mapping, read once; of a state that does not change any more, as `Story.at` gives it. */
export function allLooks(state: State, mapping: Mapping): Int32Array {
  const known = read.get(mapping) ?? lookCodes(state, mapping, mapping.length);
  read.set(mapping, known);
  return known;
}

/** Would the next touch of this slot kill its process? Says yes only where the state leaves no doubt. */
export function kills(state: State, mapping: Mapping, index: number, look: Look): boolean {
  if (look.look !== "absent" && look.look !== "taken") return false;
  if (covers(mapping.marks, index)) return true;
  if (mapping.share === "shared") return false;
  if (state.files.get(mapping.inode)?.cache.has(mapping.offset + index) === true) return false;
  return isExhausted(state, mapping);
}

/** Can nobody without a promise have another page of the mapping's size? */
export function isExhausted(state: State, { pageSize }: Pick<Mapping, "pageSize">): boolean {
  const { counters, overcommit } = state.poolOf(pageSize);
  const { free, rsvd, surp } = counters;
  return (free === 0 || free === rsvd) && surp >= overcommit;
}

/** Equal looks make one bar of thread. */
export function sameLook(left: Look, right: Look): boolean {
  return left.look === right.look && ("page" in left ? left.page : -1) === ("page" in right ? right.page : -1);
}
