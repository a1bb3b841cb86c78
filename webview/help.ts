/** The list of keys that `?` opens. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { KEY_HELP } from "./command.js";
import { iconButton } from "./icon.js";

export function helpView(close: () => void): ElementView {
  return html(
    "div",
    { class: "help", role: "dialog", "aria-label": "Keys", tabindex: -1 },
    [
      html("div", { class: "help-head" }, [html("h2", {}, ["Keys"]), iconButton("close", "Close (Escape)", close)]),
      html(
        "dl",
        {},
        KEY_HELP.flatMap(([keys, what]) => [
          html(
            "dt",
            {},
            keys.split(/ {2}/).map((key) => html("kbd", {}, [key])),
          ),
          html("dd", {}, [what]),
        ]),
      ),
    ],
    { key: "help" },
  );
}
