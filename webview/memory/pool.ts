/** A pool, page by page: what lies in it, who has it, or for whom a free page is promised. */
import type { PageSize } from "../../engine/index.js";
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { hueClass, letterOf } from "../ink.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { State } from "../../language/picture/state/state.js";
import { holdersOf, holderWords, sameHolder } from "./holder.js";
import type { Holder } from "./holder.js";
import { poolMap } from "./map.js";
import type { Follow } from "./follow.js";

/** More pages than this are drawn small, without letters. */
const MAX_CELLS = 64;
/** From this many on, cells are narrower. */
const NARROW_CELLS = 7;
/** From this many on, they are small. */
const CROWD = 21;

/** The cells of the pools; those that a step leaves as they are stay the same views. */
export class Cells {
  readonly #kept = new Map<string, { readonly sign: string; readonly view: ElementView }>();

  view(holder: Holder, changed: boolean, look: CellLook): ElementView {
    const { caption, nodes, key, follow } = look;
    const { words, place, cells } = caption;
    const sign = [holderWords(holder, nodes), holder.kind, changed, words, place, cells, nodes, follow.page].join("|");
    const kept = this.#kept.get(key);
    if (kept?.sign === sign) return kept.view;
    const view = cellView(holder, changed, look);
    this.#kept.set(key, { sign, view });
    return view;
  }
}

/** What a pool is drawn with. */
export interface PoolLook {
  /** CSS pixels. */
  readonly room: number;
  readonly follow: Follow;
  readonly cells: Cells;
}

export function poolView(
  state: State,
  before: State | null,
  size: PageSize,
  { room, follow, cells: kept }: PoolLook,
): ElementView {
  const pool = state.poolOf(size);
  const { total, surp } = pool.counters;
  if (total > MAX_CELLS) return poolMap(state, size, room, follow);
  const now = holdersOf(state, size, MAX_CELLS);
  const old = before === null ? null : holdersOf(before, size, MAX_CELLS);
  const surplus = Math.min(now.length, Math.max(0, surp));
  const nodes = state.nodes.length > 1 && size === DEFAULT_SIZE;
  const captions = captionsOf(now, now.length - surplus);
  const cells = now.map((holder, at) => {
    const was = old?.[at];
    const changed = old !== null && (was === undefined || !sameHolder(holder, was));
    return kept.view(holder, changed, { caption: captions[at] ?? ALONE, nodes, key: `cell${size}${at}`, follow });
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
    {
      class: classes("pool", total >= CROWD ? "crowd" : total >= NARROW_CELLS && "many"),
      role: "list",
      "aria-label": `Pool of ${total} pages of ${size}`,
    },
    views,
    { key: `pool${size}` },
  );
}

/** What stands under a cell: neighbours of the same holder share their words, and a line under them. */
interface Caption {
  readonly words: string;
  readonly place: "alone" | "first" | "within" | "last";
  /** Cells that the first one speaks for. */
  readonly cells: number;
}

const ALONE: Caption = { words: "", place: "alone", cells: 1 };

/** Captions of all cells; surplus ones, which begin at `surplus`, have their own. */
function captionsOf(all: readonly Holder[], surplus: number): readonly Caption[] {
  const words = all.map(shortWords);
  const joined = (at: number): boolean => at > 0 && at < all.length && at !== surplus && words[at] === words[at - 1];
  return words.map((text, at): Caption => {
    if (joined(at)) return { words: "", place: joined(at + 1) ? "within" : "last", cells: 1 };
    let cells = 1;
    while (joined(at + cells)) cells++;
    return { words: text, place: cells > 1 ? "first" : "alone", cells };
  });
}

interface CellLook {
  readonly caption: Caption;
  /** More than one NUMA node: the cell says on which its page lies. */
  readonly nodes: boolean;
  readonly key: string;
  readonly follow: Follow;
}

function cellView(holder: Holder, changed: boolean, { caption, nodes, key, follow }: CellLook): ElementView {
  const words = holderWords(holder, nodes);
  const page = holder.kind === "used" ? holder.page : null;
  return html(
    "div",
    {
      class: classes("cell", page !== null && "followable", follow.page !== null && page !== follow.page && "aside"),
      role: "listitem",
      "aria-label": words,
    },
    [
      html("div", { class: classes("square", looksOf(holder), changed && "changed") }, [
        page === null ? "" : letterOf(page),
        nodes && holder.kind === "used" ? html("small", { class: "node" }, [String(holder.node)]) : null,
      ]),
      html("div", { class: classes("by", caption.place) }, [html("span", {}, [caption.words])], {
        style: { "--cells": String(caption.cells) },
      }),
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

function shortWords(holder: Holder): string {
  switch (holder.kind) {
    case "used":
      return holder.names.length > 1 ? `×${holder.names.length}` : (holder.names[0] ?? holder.file ?? "nobody");
    case "promised":
      return `for ${holder.to}`;
    case "free":
      return "free";
    default:
      return holder satisfies never;
  }
}
