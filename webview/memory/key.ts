/** One line that names the looks of a page slot, for the first visit; who hears the page is told them at every slot. */
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";

let made: ElementView | null = null;

export function keyView(): ElementView {
  made ??= html(
    "div",
    { class: "key", "aria-hidden": "true" },
    [
      entry("own hue0", ["A"], "its own"),
      entry("shared hue0", ["A"], "shared until written"),
      entry("promised", [], "promised"),
      entry("absent", [], "nothing yet"),
      entry("taken", [html("s", {}, ["A"])], "taken away"),
      entry("absent deadly", [], "next touch kills"),
    ],
    { key: "key" },
  );
  return made;
}

function entry(look: string, letter: readonly View[], words: string): ElementView {
  return html("span", {}, [html("i", { class: `sample ${look}`, "aria-hidden": "true" }, letter), words]);
}
