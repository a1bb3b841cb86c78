/** A process's mapping of a file as a strip of slots. */
import { html, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { hueClass, letterOf } from "../ink.js";
import { kills, allLooks, lookOf, sameLook } from "../story/look.js";
import type { Look } from "../story/look.js";
import type { State } from "../../language/picture/state/state.js";
import { stripName, stripTag } from "./grid.js";
import type { GridLook, Strip } from "./grid.js";
import { slotText, spoken } from "./slot.js";

export function stripRow(strip: Strip, grid: GridLook): ElementView {
  const { mapping, name, died, state } = strip;
  const found = allLooks(state, mapping);
  const old = died || grid.before === null ? null : looksBefore(grid.before, strip);
  const cells = grid.columns.map(({ from, to }) => {
    const index = from - mapping.offset;
    const code = found[index];
    if (code === undefined) return html("span", { class: "slot gone", role: "gridcell", "aria-label": "not mapped" });
    const wounded = grid.wounds.some(
      (wound) =>
        wound.mapping === mapping.id && wound.index !== null && wound.index >= index && wound.index < index + to - from,
    );
    const was = old?.[index];
    const slot = { index, count: to - from, look: lookOf(code), old: was === undefined ? null : lookOf(was), wounded };
    return slotView(strip, slot, grid);
  });
  const [said, tag] = [stripName(strip, grid.several), stripTag(strip)];
  const label = {
    class: "label",
    role: "rowheader",
    title: `${name}.${mapping.name}`,
    "aria-label": tag === "" ? said : `${said}, ${tag}`,
  };
  return html(
    "div",
    { class: classes("row", died && "died"), role: "row" },
    [html("span", label, [said, html("small", {}, [tag])]), ...cells],
    { key: `strip${strip.key}` },
  );
}

/** What the mapping looked like; null when it was not there, or nothing of its file has changed since. */
function looksBefore(before: State, { mapping, state }: Strip): Int32Array | null {
  const old = before.mappings.get(mapping.id);
  if (old === undefined || before.changeOf(mapping.inode) === state.changeOf(mapping.inode)) return null;
  return allLooks(before, old);
}

interface Slot {
  readonly index: number;
  /** How many pages of one run it stands for. */
  readonly count: number;
  readonly look: Look;
  readonly old: Look | null;
  readonly wounded: boolean;
}

function slotView(strip: Strip, slot: Slot, grid: GridLook): ElementView {
  const { mapping, name, died, state } = strip;
  const { index, count, look, old, wounded } = slot;
  const { follow } = grid;
  const deadly = !died && kills(state, mapping, index, look);
  const page = "page" in look ? look.page : null;
  const changed =
    old !== null &&
    !sameLook(look, old) &&
    !(look.look === "own" && old.look === "shared" && page === ("page" in old ? old.page : -1));
  const text = slotText(look, count);
  const place = count === 1 ? `[${index}]` : `[${index}:${index + count}]`;
  const words = `${name} ${mapping.name}${place}, ${spoken(look, page === null ? "" : letterOf(page))}${deadly ? ", next touch kills" : ""}${wounded ? ", the touch that killed it" : ""}`;
  return html(
    "span",
    {
      class: classes(
        "slot",
        look.look,
        page === null ? null : hueClass(page),
        changed && "changed",
        deadly && "deadly",
        wounded && "wounded",
        follow.page !== null && page !== follow.page && "aside",
      ),
      role: "gridcell",
      tabindex: -1,
      "aria-label": words,
    },
    [look.look === "taken" ? html("s", {}, [text]) : text],
    {
      key: `slot${index}`,
      on: {
        click: () => {
          if (page !== null) follow.choose(page);
        },
        keydown: (event) => {
          if (page === null || event.key !== "Enter") return;
          event.preventDefault();
          event.stopPropagation();
          follow.choose(page);
        },
      },
    },
  );
}
