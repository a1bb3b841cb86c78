/** Memory after the chosen step: the pool, what is available, and every file's pages. */
import { html, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Story } from "../story/story.js";
import { fileGridView, grids } from "./file.js";
import type { Wound } from "./file.js";
import { keyView } from "./key.js";
import { poolView } from "./pool.js";

/** More files than this end in a note. */
const MAX_FILES = 24;

export function memoryView(story: Story, step: number): ElementView {
  const state = story.at(step);
  const before = step > 0 ? story.at(step - 1) : null;
  const deaths = story.deaths.filter((death) => death.step === step);
  const wounds: Wound[] = (story.step(step)?.events ?? []).flatMap((event) =>
    event.kind === "kill" ? [{ mapping: event.mapping, index: event.index }] : [],
  );
  const all = grids(state, before, deaths);
  const { free, rsvd } = state.counters;
  const none = free - rsvd <= 0;
  return html(
    "section",
    { class: "memory", "aria-label": "Memory" },
    [
      html(
        "h2",
        {},
        [
          "Memory ",
          html("span", {}, [
            step === 0 ? "before the first step" : `after step ${step.toLocaleString("en")}; a ring marks what changed`,
          ]),
        ],
        { key: "head" },
      ),
      poolView(state, before),
      html(
        "p",
        { class: "sum" },
        [
          html("b", { class: classes(none && "zero") }, [(free - rsvd).toLocaleString("en")]),
          html("span", { class: classes(none && "zero") }, ["available"]),
          html("span", { class: "quiet" }, ["="]),
          html("span", {}, [`${free.toLocaleString("en")} free`]),
          html("span", { class: "quiet" }, ["−"]),
          html("span", {}, [`${rsvd.toLocaleString("en")} promised`]),
        ],
        { key: "sum" },
      ),
      ...all.slice(0, MAX_FILES).map((grid) => fileGridView(grid, state, before, wounds)),
      all.length > MAX_FILES
        ? html("p", { class: "note" }, [`${all.length - MAX_FILES} more files are not drawn.`], { key: "more" })
        : null,
      keyView(),
    ],
    {
      key: "memory",
      after: keepOneStop,
      on: {
        keydown: moveInGrid,
        focusin: (event) => {
          const grid = event.target instanceof Element ? event.target.closest("[role=grid]") : null;
          if (grid === null || !(event.target instanceof HTMLElement)) return;
          for (const slot of grid.querySelectorAll<HTMLElement>(".slot"))
            slot.tabIndex = slot === event.target ? 0 : -1;
        },
      },
    },
  );
}

/** Each grid is one tab stop: the slot focused last, or its first. */
function keepOneStop(memory: Element): void {
  for (const grid of memory.querySelectorAll("[role=grid]")) {
    const stop = grid.querySelector<HTMLElement>('.slot[tabindex="0"]') ?? grid.querySelector<HTMLElement>(".slot");
    if (stop !== null) stop.tabIndex = 0;
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
