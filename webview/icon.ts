/** Icons, 16 by 16: VS Code's own, but for the transport, of which it has only a part. */
import close from "@vscode/codicons/src/icons/close.svg";
import compare from "@vscode/codicons/src/icons/split-vertical.svg";
import down from "@vscode/codicons/src/icons/chevron-down.svg";
import exported from "@vscode/codicons/src/icons/export.svg";
import keys from "@vscode/codicons/src/icons/record-keys.svg";
import list from "@vscode/codicons/src/icons/list-unordered.svg";
import left from "@vscode/codicons/src/icons/chevron-left.svg";
import pin from "@vscode/codicons/src/icons/pin.svg";
import pinned from "@vscode/codicons/src/icons/pinned.svg";
import right from "@vscode/codicons/src/icons/chevron-right.svg";
import swap from "@vscode/codicons/src/icons/arrow-swap.svg";
import sync from "@vscode/codicons/src/icons/sync.svg";
import syncIgnored from "@vscode/codicons/src/icons/sync-ignored.svg";
import zoomIn from "@vscode/codicons/src/icons/zoom-in.svg";
import zoomOut from "@vscode/codicons/src/icons/zoom-out.svg";
import { html, svg } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import type { Verdict, WhyLink } from "../language/picture/picture.js";
import { glyphView } from "./timeline/glyph.js";

const CODICONS = {
  close,
  compare,
  down,
  export: exported,
  keys,
  left,
  list,
  pin,
  pinned,
  right,
  try: swap,
  sync,
  "sync-ignored": syncIgnored,
  "zoom-in": zoomIn,
  "zoom-out": zoomOut,
} as const;

/** Filled shapes of one weight: codicons have a hollow play, a pause, and no way to the first or the last. */
const TRANSPORT = {
  first: "M3.3 3h1.4v10H3.3zM12 3 6 8l6 5z",
  previous: "M11 3 5 8l6 5z",
  play: "M4.5 3v10l8-5z",
  pause: "M4.5 3.5h2v9h-2zM9.5 3.5h2v9h-2z",
  next: "m5 3 6 5-6 5z",
  last: "M11.3 3h1.4v10h-1.4zM4 3l6 5-6 5z",
} as const;

export type TransportIcon = keyof typeof TRANSPORT;
export type IconName = keyof typeof CODICONS | TransportIcon;

/** The outlines of a codicon; its file is one of paths alone. */
function outlines(text: string): readonly string[] {
  return [...text.matchAll(/<path[^>]* d="([^"]+)"/g)].map((found) => found[1] ?? "");
}

const PATHS = new Map<string, readonly string[]>([
  ...Object.entries(CODICONS).map(([name, text]) => [name, outlines(text)] as const),
  ...Object.entries(TRANSPORT).map(([name, d]) => [name, [d]] as const),
]);

export function icon(name: IconName): ElementView {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    (PATHS.get(name) ?? []).map((d) => svg("path", { d })),
  );
}

/** A button that is an icon; `label` is its name and its tooltip. */
export function iconButton(
  name: IconName,
  label: string,
  press: () => void,
  more: { readonly key?: string; readonly off?: boolean; readonly pressed?: boolean } = {},
): ElementView {
  const { key = name, off = false, pressed } = more;
  return html(
    "button",
    {
      class: "tool",
      type: "button",
      "aria-label": label,
      title: label,
      "aria-disabled": off ? "true" : null,
      "aria-pressed": pressed === undefined ? null : pressed ? "true" : "false",
    },
    [icon(name)],
    {
      key,
      on: {
        click: () => {
          if (!off) press();
        },
      },
    },
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
    case "sometimes":
      return frame([
        svg("rect", {
          x: 1.7,
          y: 1.7,
          width: 12.6,
          height: 12.6,
          rx: 3,
          class: "death-line",
          "stroke-dasharray": "3 2.6",
        }),
        svg("path", { d: "m5.5 5.5 5 5m0-5-5 5", class: "death-line" }),
      ]);
    case "open":
      return frame([svg("circle", { cx: 8, cy: 8, r: 6.8, class: "open-line", "stroke-dasharray": "3 2.6" })]);
    case "failed":
      return frame([glyphView("fail", 8, 8.5, 14, null, "fail")]);
    case "bug":
      return frame([glyphView("bug", 8, 8, 15, null, "bug")]);
    case "hang":
      return frame([glyphView("hang", 8, 8, 15, null, "hang")]);
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
      // No page yet, but the promise of one.
      if (page === null)
        return frame([
          svg("rect", { x: 3, y: 3, width: 12, height: 12, rx: 3, class: "paper line" }),
          svg("path", { d: "M3.9 10.1 10.1 3.9M4.4 14.6 14.6 4.4M8.6 14.4l5.8-5.8", class: "line thin" }),
        ]);
      return frame([glyphView("fault", 9, 9, 15, page, "g")]);
    case "copy":
      if (page === null) return frame([glyphView("fork", 9, 9, 15, null, "g")]);
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
    case "hang":
      return frame([glyphView("hang", 9, 9, 16, null, "g")]);
    default:
      return link.glyph satisfies never;
  }
}
