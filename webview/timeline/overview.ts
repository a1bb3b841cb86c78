/** The whole of a long run, and over it the frame of what is drawn in full below. */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Story } from "../story/story.js";
import type { Window } from "./layout.js";
import { drawOverview } from "./overview-drawing.js";
import { Plot } from "./plot.js";
import { written } from "../number.js";

/** The frame is never narrower: it must be seen, and taken hold of. */
const MIN_FRAME = 8;

export class Overview {
  readonly story: Story;
  readonly width: number;
  readonly plot: Plot;
  #drawn: ElementView | null = null;

  constructor(story: Story, width: number) {
    this.story = story;
    this.width = width;
    this.plot = new Plot(story, width);
  }

  view(current: number, window: Window, choose: (step: number, reveal: boolean) => void): ElementView {
    const { plot, story } = this;
    const at = (event: PointerEvent): number => {
      const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
      return plot.stepAt(event.clientX - (box?.left ?? 0));
    };
    const from = plot.xOf(window.from - 0.5);
    const width = Math.max(MIN_FRAME, plot.xOf(window.to + 0.5) - from);
    const middle = (plot.xOf(window.from) + plot.xOf(window.to)) / 2;
    return html(
      "div",
      {
        class: "overview",
        role: "img",
        "aria-label": `Overview of all ${written(story.length)} steps; steps ${window.from} to ${window.to} are drawn in full below.`,
      },
      [
        this.#canvas(),
        html("div", { class: "overview-window" }, [], {
          key: "window",
          style: { left: `${middle - width / 2}px`, width: `${width}px`, height: `${plot.height}px` },
        }),
        html("div", { class: "overview-now" }, [], {
          key: "now",
          style: { left: `${plot.xOf(Math.max(1, current))}px`, height: `${plot.height}px` },
        }),
      ],
      {
        key: "overview",
        on: {
          pointerdown: (event) => {
            if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
            choose(at(event), false);
          },
          pointermove: (event) => {
            if (event.buttons !== 0) choose(at(event), false);
          },
          pointerup: (event) => {
            choose(at(event), true);
          },
        },
      },
    );
  }

  /** Draws again at the next view: the colours have changed. */
  forget(): void {
    this.#drawn = null;
  }

  #canvas(): ElementView {
    const { plot, story, width } = this;
    this.#drawn ??= html("canvas", { "aria-hidden": "true" }, [], {
      key: "canvas",
      style: { width: `${width}px`, height: `${plot.height}px` },
      after: (element) => {
        if (element instanceof HTMLCanvasElement) drawOverview(element, story, plot, width);
      },
    });
    return this.#drawn;
  }
}
