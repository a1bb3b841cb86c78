/** The list of keys that `?` opens. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { KEY_HELP, NEEDS_HOST } from "./command.js";
import { iconButton } from "./icon.js";

/** `alone`: without a host; see PanelSettings. */
export function helpView(alone: boolean, close: () => void): ElementView {
  const keys = KEY_HELP.filter(([, , command]) => !alone || command === undefined || !NEEDS_HOST.has(command));
  return html(
    "div",
    { class: "help", role: "dialog", "aria-label": "Keys", tabindex: -1 },
    [
      html("div", { class: "help-head" }, [html("h2", {}, ["Keys"]), iconButton("close", "Close (Escape)", close)]),
      html(
        "dl",
        {},
        keys.flatMap(([names, what]) => [
          html(
            "dt",
            {},
            names.split(/ {2}/).map((key) => html("kbd", {}, [key])),
          ),
          html("dd", {}, [what]),
        ]),
      ),
    ],
    { key: "help" },
  );
}
