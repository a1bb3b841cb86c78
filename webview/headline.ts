/** The ten-second answer, and the bars that say why a picture is not whole. */
import { html, svg } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { glyphView } from "./timeline/glyph.js";
import { verdictIcon } from "./icon.js";
import { phraseViews } from "./phrase.js";
import type { Picture, RunPicture } from "../language/picture/picture.js";

export function headlineView(run: RunPicture, go: (step: number) => void): ElementView {
  return html(
    "div",
    { class: `headline h-${run.verdict.outcome}`, role: "status", "aria-live": "polite" },
    [verdictIcon(run.verdict.outcome), html("p", {}, phraseViews(run.headline, go))],
    { key: "headline" },
  );
}

export interface BarActions {
  /** Shows a line of the text. */
  readonly show: (line: number) => void;
  /** Shows the setting of the limit that was reached. */
  readonly changeLimit: () => void;
}

/** The bars over a picture that is not whole. */
export function barViews({ brokenLine, run }: Picture, { show, changeLimit }: BarActions): View[] {
  return [
    brokenLine === null ? null : staleBar(brokenLine, show),
    run !== null && run.leftOut.length > 0 ? leftOutBar(run.leftOut, show) : null,
    run?.limit == null ? null : limitBar(run.limit, changeLimit),
  ];
}

/** The picture is the one before an edit that does not parse. */
function staleBar(line: number, show: (line: number) => void): ElementView {
  return bar("error", "stale", [
    html("b", {}, [`Line ${line + 1} does not parse. `]),
    "This is the picture before the edit. ",
    lineLink(line, `Go to line ${line + 1}`, show),
  ]);
}

function leftOutBar(lines: readonly number[], show: (line: number) => void): ElementView {
  const first = lines[0] ?? 0;
  const many = lines.length > MAX_LINES;
  const names = `${lines
    .slice(0, MAX_LINES)
    .map((line) => line + 1)
    .join(", ")}${many ? ", …" : ""}`;
  return bar("warning", "left-out", [
    html("b", {}, [`${lines.length} ${lines.length === 1 ? "line" : "lines"} left out`]),
    ` (${lines.length === 1 ? "line" : "lines"} ${names}). The rest ran. `,
    lineLink(first, "Show", show),
  ]);
}

const MAX_LINES = 5;

function limitBar(limit: string, change: () => void): ElementView {
  return bar("warning", "limit", [`${limit} `, link("Change the limit", change)]);
}

function bar(kind: "error" | "warning", key: string, words: readonly (ElementView | string)[]): ElementView {
  const mark = svg("svg", { class: "notice-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    glyphView(kind === "error" ? "kill" : "fail", 8, 8, 13, null, "g"),
  ]);
  return html("div", { class: `notice n-${kind}`, role: "note" }, [mark, html("p", {}, words)], { key });
}

function lineLink(line: number, text: string, show: (line: number) => void): ElementView {
  return link(text, () => {
    show(line);
  });
}

function link(text: string, press: () => void): ElementView {
  return html("button", { class: "link", type: "button" }, [text], {
    on: {
      click: () => {
        press();
      },
    },
  });
}

export function emptyView(
  title: string,
  text: readonly (ElementView | string)[],
  insert: (() => void) | null,
): ElementView {
  return html(
    "section",
    { class: "empty" },
    [
      html("h2", {}, [title]),
      html("p", {}, text),
      insert === null
        ? null
        : html("button", { class: "primary", type: "button" }, ["Insert an example"], {
            on: {
              click: () => {
                insert();
              },
            },
          }),
    ],
    { key: "empty" },
  );
}
