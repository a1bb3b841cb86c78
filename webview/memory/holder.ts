/** Who has a place of a pool: the processes and the file whose page lies there, or for whom the free page is promised. */
import type { PageId, PageSize } from "../../engine/index.js";
import { letterOf } from "../ink.js";
import type { State } from "../../language/picture/state/state.js";
import { fileName } from "./names.js";

export type Holder =
  | {
      readonly kind: "used";
      readonly page: PageId;
      readonly names: readonly string[];
      readonly file: string | null;
      readonly node: number;
    }
  | { readonly kind: "promised"; readonly to: string }
  | { readonly kind: "free" };

/** By state, which does not change any more: what the next step is compared with was itself just looked at. */
const known = new WeakMap<State, Map<PageSize, readonly Holder[]>>();

/** Who has each of the first `limit` places, read once; of a state as `Story.at` gives it. */
export function holdersOf(state: State, size: PageSize, limit: number): readonly Holder[] {
  const sizes = known.get(state) ?? new Map<PageSize, readonly Holder[]>();
  known.set(state, sizes);
  const found = sizes.get(size) ?? holders(state, size, limit);
  sizes.set(size, found);
  return found;
}

/** Who has each of the first `limit` places. A promise is a count: it is shown on the first free places. */
export function holders(state: State, size: PageSize, limit: number): Holder[] {
  const { places } = state.poolOf(size);
  const length = Math.min(limit, places.length);
  const shown = new Map<PageId, { names: Set<string>; file: string | null }>();
  for (let place = 0; place < length; place++) {
    const page = places.at(place);
    if (page !== undefined) shown.set(page, { names: new Set(), file: null });
  }
  for (const mapping of state.mappings.values()) {
    if (mapping.pageSize !== size) continue;
    const name = state.processes.get(mapping.pid)?.name ?? `pid ${mapping.pid}`;
    for (const page of mapping.pages.piece(0, mapping.pages.end)) if (page >= 0) shown.get(page)?.names.add(name);
  }
  for (const file of state.files.values())
    for (const page of file.cache.values()) {
      const of = shown.get(page);
      if (of !== undefined) of.file = fileName(file.path);
    }
  const promised = promises(state, size, length);
  let free = 0;
  return Array.from({ length }, (_, place): Holder => {
    const page = places.at(place);
    const of = page === undefined ? undefined : shown.get(page);
    if (page !== undefined)
      return {
        kind: "used",
        page,
        names: [...(of?.names ?? [])],
        file: of?.file ?? null,
        node: state.nodeOf.get(page) ?? 0,
      };
    const to = promised[free++];
    return to === undefined ? { kind: "free" } : { kind: "promised", to };
  });
}

/** For whom the first free pages are promised, at most `limit` of them. */
function promises(state: State, size: PageSize, limit: number): string[] {
  const found: string[] = [];
  for (const [id, count] of state.promised) {
    const mapping = state.mappings.get(id);
    if (mapping?.pageSize !== size) continue;
    const name = state.processes.get(mapping.pid)?.name ?? "";
    for (let at = 0; at < count && found.length < limit; at++) found.push(name);
  }
  for (const file of state.files.values()) {
    if (file.pageSize !== size) continue;
    for (let at = 0; at < file.promised && found.length < limit; at++) found.push(fileName(file.path));
  }
  return found.slice(0, Math.max(0, state.poolOf(size).counters.rsvd));
}

/** A holder in words. */
export function holderWords(holder: Holder, nodes: boolean): string {
  switch (holder.kind) {
    case "used": {
      const whose = [...holder.names, ...(holder.file === null ? [] : [`file ${holder.file}`])];
      const node = nodes ? `, on node ${holder.node}` : "";
      return `page ${letterOf(holder.page)}, ${whose.length === 0 ? "held by nobody" : `held by ${whose.join(", ")}`}${node}`;
    }
    case "promised":
      return `free, promised to ${holder.to}`;
    case "free":
      return "free";
    default:
      return holder satisfies never;
  }
}

/** Is the same page, or the same emptiness, in a place? */
export function sameHolder(left: Holder, right: Holder): boolean {
  if (left.kind !== right.kind) return false;
  return left.kind !== "used" || right.kind !== "used" || left.page === right.page;
}
