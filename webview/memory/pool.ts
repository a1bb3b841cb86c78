/** The pool, page by page: what lies in it, who has it, or for whom a free page is promised. */
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { hueClass, letterOf } from "../ink.js";
import { MAX_PLACES } from "../story/places.js";
import type { State } from "../story/state.js";
import { fileName } from "./file.js";
import { poolMap } from "./map.js";

/** More pages than this are drawn small, without letters. */
const MAX_CELLS = 64;
/** From this many on, cells are narrower. */
const NARROW_CELLS = 7;

/** Longer names stand alone: "for" would push them out of the cell. */
const MAX_FOR = 4;

export type Holder =
  | { readonly kind: "used"; readonly page: number; readonly names: readonly string[]; readonly file: string | null }
  | { readonly kind: "promised"; readonly to: string }
  | { readonly kind: "free" };

/** Who has each place of the pool. A promise is a count: it is shown on the first free places. */
export function holders(state: State): Holder[] {
  const byPage = new Map<number, Set<string>>();
  for (const mapping of state.mappings.values()) {
    const name = state.processes.get(mapping.pid)?.name ?? `pid ${mapping.pid}`;
    for (const page of mapping.pages.values()) {
      const names = byPage.get(page) ?? new Set<string>();
      byPage.set(page, names.add(name));
    }
  }
  const files = new Map<number, string>();
  for (const file of state.files.values()) for (const page of file.cache.values()) files.set(page, fileName(file.path));
  const promised = promises(state);
  let free = 0;
  return state.places.pages.map((page): Holder => {
    if (page !== null)
      return { kind: "used", page, names: [...(byPage.get(page) ?? [])], file: files.get(page) ?? null };
    const to = promised[free++];
    return to === undefined ? { kind: "free" } : { kind: "promised", to };
  });
}

function promises(state: State): string[] {
  const found: string[] = [];
  for (const [id, count] of state.promised) {
    const mapping = state.mappings.get(id);
    const name = mapping === undefined ? "" : (state.processes.get(mapping.pid)?.name ?? "");
    for (let at = 0; at < Math.min(count, MAX_PLACES - found.length); at++) found.push(name);
  }
  for (const file of state.files.values())
    for (let at = 0; at < Math.min(file.promised, MAX_PLACES - found.length); at++) found.push(fileName(file.path));
  return found.slice(0, Math.max(0, state.counters.rsvd));
}

export function poolView(state: State, before: State | null): ElementView {
  const total = state.counters.total;
  const now = holders(state);
  if (total > MAX_CELLS) return poolMap(now, state);
  const old = before === null ? null : holders(before);
  const surplus = Math.min(now.length, Math.max(0, state.counters.surp));
  const narrow = total >= NARROW_CELLS;
  const cells = now.map((holder, at) =>
    cellView(holder, old?.[at] ?? null, before !== null && at < before.places.pages.length, narrow, at),
  );
  const persistent = cells.slice(0, cells.length - surplus);
  const made = cells.slice(cells.length - surplus);
  const views: View[] = [...persistent];
  if (made.length > 0)
    views.push(
      html(
        "div",
        { class: "surplus-frame" },
        [...made, html("span", { class: "surplus-word" }, [`+${surplus} surplus`], { key: "word" })],
        { key: "surplus" },
      ),
    );
  if (total === 0) views.push(html("p", { class: "note" }, ["The pool has no pages."], { key: "none" }));
  return html(
    "div",
    { class: classes("pool", narrow && "many"), role: "list", "aria-label": `Pool of ${total} pages` },
    views,
    { key: "pool" },
  );
}

function cellView(holder: Holder, old: Holder | null, wasThere: boolean, narrow: boolean, at: number): ElementView {
  const changed = old !== null && wasThere ? !same(holder, old) : old === null && !wasThere ? false : !wasThere;
  const words = wordsOf(holder, narrow);
  return html(
    "div",
    { class: "cell", role: "listitem", "aria-label": spoken(holder), title: spoken(holder) },
    [
      html("div", { class: classes("square", looksOf(holder), changed && "changed") }, [
        holder.kind === "used" ? letterOf(holder.page) : "",
      ]),
      html("div", { class: "by" }, [words]),
    ],
    { key: `cell${at}` },
  );
}

function same(left: Holder, right: Holder): boolean {
  if (left.kind !== right.kind) return false;
  return left.kind !== "used" || right.kind !== "used" || left.page === right.page;
}

export function looksOf(holder: Holder): string {
  switch (holder.kind) {
    case "used":
      return classes(holder.names.length <= 1 || holder.file !== null ? "own" : "shared", hueClass(holder.page));
    case "promised":
      return "promised";
    case "free":
      return "free";
    default:
      return holder satisfies never;
  }
}

function wordsOf(holder: Holder, narrow: boolean): string {
  switch (holder.kind) {
    case "used":
      return holder.names.length > 1 ? `×${holder.names.length}` : (holder.names[0] ?? holder.file ?? "nobody");
    case "promised":
      return narrow || holder.to.length > MAX_FOR ? holder.to : `for ${holder.to}`;
    case "free":
      return "free";
    default:
      return holder satisfies never;
  }
}

function spoken(holder: Holder): string {
  switch (holder.kind) {
    case "used": {
      const whose = [...holder.names, ...(holder.file === null ? [] : [`file ${holder.file}`])];
      return `page ${letterOf(holder.page)}, ${whose.length === 0 ? "held by nobody" : `held by ${whose.join(", ")}`}`;
    }
    case "promised":
      return `free, promised to ${holder.to}`;
    case "free":
      return "free";
    default:
      return holder satisfies never;
  }
}
