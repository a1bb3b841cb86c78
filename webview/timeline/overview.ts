/** The whole of a long run, and over it the frame of what is drawn in full below: its edges are drawn with the pointer. */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Story } from "../story/story.js";
import { drawn, mostSteps, zoomOf } from "./layout.js";
import type { Layout, Window } from "./layout.js";
import { drawOverview } from "./overview-drawing.js";
import { Plot } from "./plot.js";
import { written } from "../number.js";

/** The frame is never narrower: it must be seen, and taken hold of. */
const MIN_FRAME = 8;

export interface OverviewActions {
  readonly choose: (step: number, reveal: boolean) => void;
  /** Draws the steps from `from` on in full, at a zoom. */
  readonly frame: (from: number, zoom: number) => void;
}

export class Overview {
  readonly story: Story;
  readonly width: number;
  readonly plot: Plot;
  #drawn: ElementView | null = null;

  constructor(story: Story, layout: Layout) {
    this.story = story;
    this.width = layout.width;
    this.plot = new Plot(story, layout);
  }

  /** Does it stand over that drawing of a window? */
  serves(story: Story, { width, left, right }: Layout): boolean {
    const { plot } = this;
    return story === this.story && width === this.width && left === plot.left && right === plot.right;
  }

  view(current: number, window: Window, { choose, frame }: OverviewActions): ElementView {
    const { plot, story } = this;
    const at = (event: PointerEvent): number => this.#stepAt(event);
    const from = plot.xOf(window.from - 0.5);
    const width = Math.max(MIN_FRAME, plot.xOf(window.to + 0.5) - from);
    const left = (plot.xOf(window.from) + plot.xOf(window.to)) / 2 - width / 2;
    const place = { left: `${left}px`, width: `${width}px`, height: `${plot.height}px` };
    const edge = (which: keyof Window, x: number): ElementView => {
      const key = `edge-${which}`;
      return html("div", { class: `overview-edge ${which}` }, [], {
        key,
        style: { left: `${x}px`, height: `${plot.height}px` },
        on: {
          pointerdown: (event) => {
            event.stopPropagation();
            if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
          },
          pointermove: (event) => {
            event.stopPropagation();
            if (!(event.currentTarget instanceof Element) || !event.currentTarget.hasPointerCapture(event.pointerId))
              return;
            const most = mostSteps(story.length, this.width);
            const next = drawn(which, this.#stepAt(event), window, current, most);
            if (next.from === window.from && next.to === window.to) return;
            frame(next.from, zoomOf(next.to - next.from + 1, story.length, this.width));
          },
          pointerup: (event) => {
            event.stopPropagation();
          },
        },
      });
    };
    return html(
      "div",
      {
        class: "overview",
        role: "img",
        "aria-label": `Overview of all ${written(story.length)} steps; steps ${written(window.from)} to ${written(window.to)} are drawn in full below.`,
      },
      [
        html("div", { class: "overview-tint" }, [], { key: "tint", style: place }),
        this.#canvas(),
        html("div", { class: "overview-window" }, [], { key: "window", style: place }),
        html("div", { class: "overview-now" }, [], {
          key: "now",
          style: { left: `${plot.xOf(Math.max(1, current))}px`, height: `${plot.height}px` },
        }),
        edge("from", left),
        edge("to", left + width),
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

  #stepAt(event: PointerEvent): number {
    const overview = event.currentTarget instanceof Element ? event.currentTarget.closest(".overview") : null;
    return this.plot.stepAt(event.clientX - (overview?.getBoundingClientRect().left ?? 0));
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
