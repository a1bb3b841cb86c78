/** A pool, page by page: what lies in it, who has it, or for whom a free page is promised. */
import type { PageSize } from "../../engine/index.js";
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { hueClass, letterOf } from "../ink.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { State } from "../../language/picture/state/state.js";
import { holders, holderWords, sameHolder } from "./holder.js";
import type { Holder } from "./holder.js";
import { poolMap } from "./map.js";
import type { Follow } from "./memory.js";

/** More pages than this are drawn small, without letters. */
const MAX_CELLS = 64;
/** From this many on, cells are narrower. */
const NARROW_CELLS = 7;
/** Longer names stand alone: "for" would push them out of the cell. */
const MAX_FOR = 4;

export function poolView(state: State, before: State | null, size: PageSize, follow: Follow): ElementView {
  const pool = state.poolOf(size);
  const { total, surp } = pool.counters;
  if (total > MAX_CELLS) return poolMap(state, size, follow);
  const now = holders(state, size, MAX_CELLS);
  const old = before === null ? null : holders(before, size, MAX_CELLS);
  const surplus = Math.min(now.length, Math.max(0, surp));
  const narrow = total >= NARROW_CELLS;
  const nodes = state.nodes.length > 1 && size === DEFAULT_SIZE;
  const cells = now.map((holder, at) => {
    const was = old?.[at];
    const changed = old !== null && (was === undefined || !sameHolder(holder, was));
    return cellView(holder, changed, { narrow, nodes, key: `cell${at}`, follow });
  });
  const persistent = cells.slice(0, cells.length - surplus);
  const made = cells.slice(cells.length - surplus);
  const views: View[] = [...persistent];
  if (made.length > 0)
    views.push(
      html(
        "div",
        { class: "surplus-frame", role: "presentation" },
        [
          ...made,
          html("span", { class: "surplus-word", role: "presentation" }, [`+${surplus} surplus`], { key: "word" }),
        ],
        { key: "surplus" },
      ),
    );
  if (total === 0) return html("p", { class: "note" }, ["The pool has no pages."], { key: `pool${size}` });
  return html(
    "div",
    { class: classes("pool", narrow && "many"), role: "list", "aria-label": `Pool of ${total} pages of ${size}` },
    views,
    { key: `pool${size}` },
  );
}

interface CellLook {
  readonly narrow: boolean;
  /** More than one NUMA node: the cell says on which its page lies. */
  readonly nodes: boolean;
  readonly key: string;
  readonly follow: Follow;
}

function cellView(holder: Holder, changed: boolean, { narrow, nodes, key, follow }: CellLook): ElementView {
  const words = holderWords(holder, nodes);
  const page = holder.kind === "used" ? holder.page : null;
  return html(
    "div",
    {
      class: classes("cell", page !== null && "followable", follow.page !== null && page !== follow.page && "aside"),
      role: "listitem",
      "aria-label": words,
      title: page === null ? words : `${words}; click to follow it`,
    },
    [
      html("div", { class: classes("square", looksOf(holder), changed && "changed") }, [
        page === null ? "" : letterOf(page),
        nodes && holder.kind === "used" ? html("small", { class: "node" }, [String(holder.node)]) : null,
      ]),
      html("div", { class: "by" }, [shortWords(holder, narrow)]),
    ],
    {
      key,
      on: {
        click: () => {
          if (page !== null) follow.choose(page);
        },
      },
    },
  );
}

function looksOf(holder: Holder): string {
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

function shortWords(holder: Holder, narrow: boolean): string {
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
