/** The run: timeline, slider and transport; an overview above them when it is too long to be drawn in full. */
import type { PanelView } from "../language/picture/messages.js";
import type { Command } from "./command.js";
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import type { Player } from "./player.js";
import { Harms } from "./harms.js";
import { sliderView } from "./slider.js";
import type { Track } from "./slider.js";
import { stepWords } from "./speech.js";
import type { Story } from "./story/story.js";
import { tableView } from "./table.js";
import { stepAt, windowOf, xOf } from "./timeline/layout.js";
import type { Layout, Window } from "./timeline/layout.js";
import { Overview } from "./timeline/overview.js";
import { Timeline } from "./timeline/timeline.js";
import { transportView } from "./transport.js";
import { written } from "./number.js";

/** Padding left and right of the timeline. */
const PADDING = 12;
const MIN_WIDTH = 240;

export interface RunActions {
  /** Goes to a step and shows its line. */
  readonly go: (step: number) => void;
  readonly choose: (step: number, reveal: boolean) => void;
  readonly run: (command: Command) => void;
  /** Draws the steps from `from` on in full, at a zoom. */
  readonly frame: (from: number, zoom: number) => void;
  readonly redraw: () => void;
}

/** Where a run is shown, and how. */
export interface RunPlace {
  /** Of the panel, CSS pixels. */
  readonly width: number;
  /** What the reader looks at the run with. */
  readonly look: PanelView;
  /** Without a text beside it. */
  readonly alone: boolean;
  /** The timeline stays as it was drawn last: another part of the page has its turn. */
  readonly still: boolean;
}

interface Drawing {
  readonly timeline: Timeline;
  readonly lanes: ElementView;
}

/** Keeps the drawings that do not depend on the chosen step. */
export class RunView {
  /** The timeline as it was drawn last. */
  #drawing: Drawing | null = null;
  #overview: Overview | null = null;
  #table = false;
  readonly #harms: Harms;

  constructor(actions: Pick<RunActions, "go" | "redraw">) {
    this.#harms = new Harms(actions);
  }

  /** Opens or closes the list of harms; false = there is nothing to list. */
  toggleHarms(story: Story, step: number): boolean {
    return this.#harms.toggle(story, step);
  }

  /** The theme has changed: what is drawn on a canvas must be drawn again. */
  forgetColours(): void {
    this.#overview?.forget();
  }

  view(story: Story, step: number, place: RunPlace, player: Player, actions: RunActions): ElementView {
    const { look, alone } = place;
    const { timeline, lanes } = this.#drawingOf(story, step, place, actions);
    const { layout: window } = timeline;
    const overview = this.#overviewOf(story, timeline.layout);
    const slider = sliderView(trackOf(timeline, overview), step, story.length, stepWords(story, step), actions.choose);
    const transport = transportView(
      {
        step,
        length: story.length,
        found: story.step(step),
        playing: player.playing,
        speed: player.speed,
        pinned: look.pin === step,
        zoom: look.zoom,
        reveals: !alone,
        deaths:
          story.deaths.length === 0 ? null : story.deaths.some((death) => !death.announced) ? "dies" : "announced",
      },
      { button: this.#harms.button(story, step), list: this.#harms.list(story, step) },
      actions.run,
    );
    const table = tableView(story, window.from, window.to, this.#table, () => {
      this.#table = !this.#table;
      actions.redraw();
    });
    const drawn =
      overview === null ? [lanes, slider] : [overview.view(step, window, actions), slider, windowTitle(window), lanes];
    return html("section", { class: "run", "aria-label": "Run" }, [...drawn, transport, table], {
      key: "run",
      on: {
        wheel: (event) => {
          if (!event.ctrlKey || event.deltaY === 0) return;
          event.preventDefault();
          actions.run(event.deltaY < 0 ? "zoom-in" : "zoom-out");
        },
      },
    });
  }

  /** The timeline of a step, or of the step that was drawn last. */
  #drawingOf(story: Story, step: number, { width, look, still }: RunPlace, { go }: RunActions): Drawing {
    const last = this.#drawing;
    if (still && last?.timeline.story === story) return last;
    const inner = Math.max(MIN_WIDTH, width - 2 * PADDING);
    const window = windowOf(story.length, step, inner, look.zoom, look.from);
    const timeline =
      last?.timeline.serves(story, window, inner, look.page) === true
        ? last.timeline
        : new Timeline(story, window, inner, "full", look.page);
    this.#drawing = { timeline, lanes: timeline.view(step, look.pin, go) };
    return this.#drawing;
  }

  #overviewOf(story: Story, layout: Layout): Overview | null {
    const whole = layout.from === 1 && layout.to === story.length;
    const kept = this.#overview?.serves(story, layout) === true ? this.#overview : null;
    this.#overview = whole ? null : (kept ?? new Overview(story, layout));
    return this.#overview;
  }
}

/** The slider runs over the whole run: along the overview when there is one. */
function trackOf(timeline: Timeline, overview: Overview | null): Track {
  if (overview !== null) {
    const { plot } = overview;
    const { left, right } = plot;
    return { left, right, xOf: (step) => plot.xOf(Math.max(0.5, step)), stepAt: (x) => plot.stepAt(x) };
  }
  const { layout } = timeline;
  return {
    left: layout.left,
    right: xOf(layout, layout.to),
    xOf: (step) => (step === 0 ? layout.left : xOf(layout, step)),
    stepAt: (x) => stepAt(layout, x),
  };
}

function windowTitle(window: Window): ElementView {
  const steps = `Steps ${written(window.from)} – ${written(window.to)} `;
  return html(
    "h2",
    { class: "window-title" },
    [
      steps,
      html("span", {}, ["the frame above, drawn in full", html("span", { class: "by-hand" }, ["; drag its edges"])]),
    ],
    {
      key: "window-title",
    },
  );
}
