/** One run of a comparison: its kernels, its verdict, and its lanes with a low chart of pages. */
import { html, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { icon, verdictIcon } from "../icon.js";
import { Story } from "../story/story.js";
import { Timeline } from "../timeline/timeline.js";
import type { Window } from "../timeline/layout.js";
import type { ComparedRun, RunPicture } from "../../language/picture/picture.js";

export interface RowContext {
  readonly step: number;
  /** The first step that does not come to the same in all rows. */
  readonly difference: number | null;
  /** The run that the panel shows in full. */
  readonly shown: boolean;
  readonly show: (step: number) => void;
  /** Takes the row away; null when the text asks for it. */
  readonly remove: (() => void) | null;
}

/** The drawings of runs, made once as long as they are the same runs in the same width. */
export class RowDrawings {
  readonly #stories = new WeakMap<RunPicture, Story>();
  readonly #drawn = new WeakMap<Story, Timeline>();

  of({ run }: ComparedRun, window: Window, width: number, heads: boolean): Timeline {
    const story = this.#stories.get(run) ?? new Story(run);
    this.#stories.set(run, story);
    const form = heads ? "row-with-heads" : "row";
    const known = this.#drawn.get(story);
    if (known?.isOf(window, width, form) === true) return known;
    const drawn = new Timeline(story, window, width, form);
    this.#drawn.set(story, drawn);
    return drawn;
  }
}

/** A row of the comparison. */
export function rowView(row: ComparedRun, timeline: Timeline, context: RowContext): ElementView {
  const { verdict } = row.run;
  const tried = sizeWords(row);
  const name = `${row.kernels.join(" = ")}${tried === "" ? "" : ` · ${tried}`}`;
  const { remove } = context;
  return html(
    "article",
    { class: classes("compare-row", context.shown && "shown"), "aria-label": `${name}: ${verdict.words}` },
    [
      html("div", { class: "row-head" }, [
        html("h3", { class: "kernel" }, [
          ...row.kernels.flatMap((kernel, at) =>
            at === 0 ? [kernel] : [html("span", { class: "same-as" }, [" = "]), kernel],
          ),
          tried === "" ? null : html("span", { class: "tried" }, [` · ${tried}`]),
        ]),
        verdictIcon(verdict.outcome),
        html("span", { class: `row-verdict v-${verdict.outcome}` }, [verdict.words]),
        row.kernels.length > 1 ? html("span", { class: "quiet roomy" }, ["same run, step by step"]) : null,
        html("span", { class: "space" }),
        context.shown ? html("span", { class: "quiet" }, ["shown"]) : null,
        remove === null
          ? null
          : html(
              "button",
              { class: "tool", type: "button", "aria-label": `Remove ${name}`, title: "Remove" },
              [icon("close")],
              {
                on: { click: remove },
              },
            ),
      ]),
      timeline.row(context.step, context.difference, context.show),
    ],
    { key: name },
  );
}

function sizeWords({ sizes }: ComparedRun): string {
  const said = [
    sizes.pool === null ? null : `pool ${sizes.pool}`,
    sizes.overcommit === null ? null : `overcommit ${sizes.overcommit}`,
  ].filter((part) => part !== null);
  return said.length === 0 ? "" : `what if ${said.join(", ")}`;
}
