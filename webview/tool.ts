/** A button of the header that opens and closes something. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { icon } from "./icon.js";
import type { IconName } from "./icon.js";

export function toolView(name: IconName, words: string, open: boolean, toggle: () => void): ElementView {
  return html(
    "button",
    {
      class: "tool",
      id: `${name}-button`,
      type: "button",
      "aria-label": words,
      title: words,
      "aria-expanded": open ? "true" : "false",
    },
    [icon(name)],
    { key: `${name}-button`, on: { click: toggle } },
  );
}
