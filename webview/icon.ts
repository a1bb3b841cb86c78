/** Icons, 16 by 16, of one weight. */
import { svg } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import type { Verdict, WhyLink } from "../language/picture/picture.js";
import { glyphView } from "./timeline/glyph.js";

export type IconName =
  | "chevron"
  | "first"
  | "previous"
  | "play"
  | "pause"
  | "next"
  | "last"
  | "help"
  | "close"
  | "compare"
  | "try"
  | "export";

const PATHS: Readonly<Record<IconName, readonly { d: string; filled: boolean }[]>> = {
  chevron: [{ d: "m4 6 4 4 4-4", filled: false }],
  first: [{ d: "M4 3v10M12 3 6.5 8l5.5 5z", filled: true }],
  previous: [{ d: "M11 3 5 8l6 5z", filled: true }],
  play: [{ d: "M4.5 3v10l8-5z", filled: true }],
  pause: [{ d: "M4.5 3.5h2v9h-2zM9.5 3.5h2v9h-2z", filled: true }],
  next: [{ d: "m5 3 6 5-6 5z", filled: true }],
  last: [{ d: "M12 3v10M4 3l5.5 5L4 13z", filled: true }],
  help: [
    { d: "M2.5 4.5h11v7h-11z", filled: false },
    { d: "M5 7h.01M8 7h.01M11 7h.01M5.5 9.3h5", filled: false },
  ],
  compare: [{ d: "M2.5 3h11v3.5h-11zM2.5 9.5h11V13h-11zM8 1v14", filled: false }],
  try: [{ d: "M2.5 5.5h10m-3-3 3 3-3 3M13.5 10.5h-10m3-3-3 3 3 3", filled: false }],
  export: [{ d: "M3 8.5V14h10V8.5M8 10.5v-9m-3.2 3L8 1.3l3.2 3.2", filled: false }],
  close: [{ d: "m4 4 8 8m0-8-8 8", filled: false }],
};

export function icon(name: IconName): ElementView {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    PATHS[name].map((path) => svg("path", { d: path.d, class: path.filled ? "filled" : null })),
  );
}

/** The mark of a verdict. It never stands without words. */
export function verdictIcon(outcome: Verdict["outcome"]): ElementView {
  const frame = (children: readonly ElementView[]): ElementView =>
    svg("svg", { class: `verdict v-${outcome}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, children);
  switch (outcome) {
    case "fine":
      return frame([
        svg("circle", { cx: 8, cy: 8, r: 6.8, class: "ok-line" }),
        svg("path", { d: "m4.8 8.2 2.3 2.3 4.2-4.7", class: "ok-line bold" }),
      ]);
    case "announced":
      return frame([
        svg("rect", { x: 1.7, y: 1.7, width: 12.6, height: 12.6, rx: 3, class: "ok-line" }),
        svg("path", { d: "m5.5 5.5 5 5m0-5-5 5", class: "ok-line" }),
      ]);
    case "dies":
      return frame([
        svg("rect", { x: 1, y: 1, width: 14, height: 14, rx: 3.5, class: "death" }),
        svg("path", { d: "m5 5 6 6m0-6-6 6", class: "on-death bold" }),
      ]);
    case "failed":
      return frame([glyphView("fail", 8, 8.5, 14, null, "fail")]);
    case "bug":
      return frame([glyphView("bug", 8, 8, 15, null, "bug")]);
    default:
      return outcome satisfies never;
  }
}

/** The mark of a link of the causal chain. */
export function linkIcon(link: WhyLink): ElementView {
  const page =
    link.phrase.find((piece): piece is { readonly page: number } => typeof piece === "object" && "page" in piece)
      ?.page ?? null;
  const frame = (children: readonly ElementView[]): ElementView =>
    svg("svg", { class: "link-icon", viewBox: "0 0 18 18", "aria-hidden": "true" }, children);
  switch (link.glyph) {
    case "look":
      return frame([glyphView("fork", 9, 9, 15, null, "g")]);
    case "none":
      return frame([
        svg("circle", { cx: 9, cy: 9, r: 6.5, class: "paper lost-line" }),
        svg("path", { d: "M5.5 9h7", class: "lost-line bold" }),
      ]);
    case "taken":
      return frame([glyphView("taking", 9, 9, 16, null, "g")]);
    case "killed":
      return frame([glyphView("kill", 9, 9, 17, null, "g")]);
    case "page":
      return frame([glyphView("fault", 9, 9, 15, page, "g")]);
    case "copy":
      return frame([glyphView("copy", 9, 9, 15, page, "g")]);
    case "ok":
      return frame([
        svg("circle", { cx: 9, cy: 9, r: 6.5, class: "paper ok-line" }),
        svg("path", { d: "m6 9.2 2.2 2.2 3.8-4.3", class: "ok-line" }),
      ]);
    case "failed":
      return frame([glyphView("fail", 9, 9.5, 15, null, "g")]);
    case "bug":
      return frame([glyphView("bug", 9, 9, 16, null, "g")]);
    default:
      return link.glyph satisfies never;
  }
}
