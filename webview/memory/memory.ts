/** Memory after the chosen step: the pools, what is available, and every file's pages. */
import type { PageSize } from "../../engine/index.js";
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { State } from "../../language/picture/state/state.js";
import { breadthOf } from "../timeline/layout.js";
import type { Story } from "../story/story.js";
import { fileGridView } from "./file.js";
import { gridSign, grids, labelWidth } from "./grid.js";
import type { FileGrid, GridScene, Wound } from "./grid.js";
import type { Follow } from "./follow.js";
import { groupsView, nodesView } from "./beside.js";
import { keyView } from "./key.js";
import { Cells, poolView } from "./pool.js";
import type { PoolLook } from "./pool.js";
import { written } from "../number.js";

/** More files than this end in a note. */
const MAX_FILES = 24;

/** Padding left and right of a section. */
const PADDING = 12;
/** Of the panel: how wide Why is beside Memory; see styles/layout.css. */
const WHY = { least: 388, part: 0.4, most: 520 } as const;

/** Width that Memory has in a panel of `width` CSS pixels. */
export function memoryRoom(width: number): number {
  const beside = breadthOf(width) === "wide" ? Math.min(WHY.most, Math.max(WHY.least, width * WHY.part)) : 0;
  return width - beside - 2 * PADDING;
}

export interface MemoryLook {
  /** The line of key below it. */
  readonly key: boolean;
  /** CSS pixels. */
  readonly room: number;
  readonly follow: Follow;
}

/** Keeps the views of what a step leaves as it is. */
export class Memory {
  #story: Story | null = null;
  readonly #cells = new Cells();
  /** By file: the view, and what it depends on. */
  readonly #grids = new Map<number, { readonly sign: string; readonly view: ElementView }>();

  /** Memory after `step`; what differs from `before` (the step before it, or the pinned one) has a ring. */
  view(story: Story, step: number, before: number | null, { key, room, follow }: MemoryLook): ElementView {
    if (story !== this.#story) this.#grids.clear();
    this.#story = story;
    const state = story.at(step);
    const old = before === null ? null : story.at(before);
    const deaths = story.deathsAt(step);
    const wounds: Wound[] = (story.step(step)?.events ?? []).flatMap((event) =>
      event.kind === "kill" ? [{ mapping: event.mapping, index: event.index }] : [],
    );
    const all = grids(state, step > 0 ? story.at(step - 1) : null, deaths);
    const drawn = all.slice(0, MAX_FILES);
    const scene: GridScene = { before: old, wounds, follow, room, label: labelWidth(drawn) };
    return html(
      "section",
      { class: "memory", "aria-label": "Memory" },
      [
        html("h2", {}, ["Memory ", html("span", {}, [subtitle(step, before)])], { key: "head" }),
        ...poolsView(state, old, { room, follow, cells: this.#cells }),
        nodesView(state, old),
        groupsView(state, old, story.run.cgroups),
        ...drawn.map((grid) => this.#grid(grid, state, scene)),
        all.length > MAX_FILES
          ? html("p", { class: "note" }, [`${all.length - MAX_FILES} more files are not drawn.`], { key: "more" })
          : null,
        key ? keyView() : null,
      ],
      {
        key: "memory",
        after: keepOneStop,
        on: { keydown: moveInGrid, focusin: stopAtFocus, pointerover: sayOver, pointerout: sayNoMore },
      },
    );
  }

  /** The theme has changed: what is painted on a canvas must be painted again. */
  forgetColours(): void {
    this.#grids.clear();
  }

  #grid(grid: FileGrid, state: State, scene: GridScene): ElementView {
    const sign = gridSign(grid, state, scene);
    const kept = this.#grids.get(grid.inode);
    if (kept?.sign === sign) return kept.view;
    const view = fileGridView(grid, state, scene);
    this.#grids.set(grid.inode, { sign, view });
    return view;
  }
}

function subtitle(step: number, before: number | null): string {
  if (step === 0) return "before the first step";
  const when = `after step ${written(step)}; a ring marks what `;
  return before === null || before === step - 1 ? `${when}changed` : `${when}differs from step ${written(before)}`;
}

/** The default pool, unless it is empty beside another one that is not; then the others. */
function poolsView(state: State, before: State | null, look: PoolLook): View[] {
  const sizes = [...state.others.keys()];
  const idle = state.counters.total === 0 && sizes.length > 0;
  const shown: PageSize[] = idle ? sizes : [DEFAULT_SIZE, ...sizes];
  return shown.flatMap((size) => [
    sizes.length === 0
      ? null
      : html("h3", {}, [html("code", {}, [size]), html("span", {}, ["pool"])], { key: `h${size}` }),
    poolView(state, before, size, look),
    sumView(state, size),
  ]);
}

function sumView(state: State, size: PageSize): ElementView {
  const { available, counters } = state.poolOf(size);
  const none = available <= 0;
  return html(
    "p",
    { class: "sum" },
    [
      html("b", { class: classes(none && "zero") }, [written(available)]),
      html("span", { class: classes(none && "zero") }, ["available"]),
      html("span", { class: "quiet" }, ["="]),
      html("span", {}, [`${written(counters.free)} free`]),
      html("span", { class: "quiet" }, ["−"]),
      html("span", {}, [`${written(counters.rsvd)} promised`]),
    ],
    { key: `sum${size}` },
  );
}

/** What the pointer stands on says what it is; written only then, for a step changes the words of very many. */
function sayOver(event: PointerEvent): void {
  const [cell, words] = underPointer(event);
  if (cell !== null && words !== null)
    cell.title = cell.classList.contains("followable") ? `${words}; click to follow it` : words;
}

function sayNoMore(event: PointerEvent): void {
  underPointer(event)[0]?.removeAttribute("title");
}

function underPointer({ target }: PointerEvent): readonly [cell: HTMLElement | null, words: string | null] {
  const cell = target instanceof Element ? target.closest<HTMLElement>(".cell, .slot") : null;
  return [cell, cell?.getAttribute("aria-label") ?? null];
}

/** The slot that is focused is its grid's tab stop. */
function stopAtFocus(event: FocusEvent): void {
  const grid = event.target instanceof Element ? event.target.closest("[role=grid]") : null;
  if (grid === null || !(event.target instanceof HTMLElement)) return;
  for (const slot of grid.querySelectorAll<HTMLElement>(".slot")) slot.tabIndex = slot === event.target ? 0 : -1;
}

/** Each grid is one tab stop: the slot focused last, or its first. */
function keepOneStop(memory: Element): void {
  for (const grid of memory.querySelectorAll("[role=grid]")) {
    const stop = grid.querySelector<HTMLElement>('.slot[tabindex="0"]') ?? grid.querySelector<HTMLElement>(".slot");
    if (stop !== null && stop.tabIndex !== 0) stop.tabIndex = 0;
  }
}

function moveInGrid(event: KeyboardEvent): void {
  const slot = event.target instanceof Element && event.target.classList.contains("slot") ? event.target : null;
  const row = slot?.closest(".row");
  if (
    slot === null ||
    row === null ||
    row === undefined ||
    event.shiftKey ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const inRow = [...row.querySelectorAll(".slot")];
  const at = inRow.indexOf(slot);
  const target = targetOf(event.key, row, inRow, at);
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (target instanceof HTMLElement) target.focus();
}

/** undefined = not a key of the grid; null = the grid ends there. */
function targetOf(key: string, row: Element, inRow: readonly Element[], at: number): Element | null | undefined {
  switch (key) {
    case "ArrowRight":
      return inRow[at + 1] ?? null;
    case "ArrowLeft":
      return inRow[at - 1] ?? null;
    case "Home":
      return inRow[0] ?? null;
    case "End":
      return inRow.at(-1) ?? null;
    case "ArrowDown":
      return row.nextElementSibling?.querySelectorAll(".slot")[at] ?? null;
    case "ArrowUp":
      return row.previousElementSibling?.querySelectorAll(".slot")[at] ?? null;
    default:
      return undefined;
  }
}
