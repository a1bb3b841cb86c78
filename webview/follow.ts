/** The page followed, in the headline's place: its life in one sentence. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { iconButton } from "./icon.js";
import { pageView, phraseViews } from "./phrase.js";
import type { Life } from "./story/life.js";

export function followView(life: Life, go: (step: number) => void, end: () => void): ElementView {
  return html(
    "div",
    { class: "headline h-follow", role: "status", "aria-live": "polite" },
    [
      html("p", {}, [
        html("b", {}, ["Following page "]),
        pageView(life.page),
        ": ",
        ...phraseViews(life.phrase, go),
        ". ",
        html("span", { class: "quiet" }, ["n, N move along it, Esc ends."]),
      ]),
      iconButton("close", "Follow no page (Escape)", end),
    ],
    { key: "follow" },
  );
}
