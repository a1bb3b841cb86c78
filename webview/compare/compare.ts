/** Compare: one row a different run, all on one axis, and the first step that does not come to the same. */
import { RowForm } from "./form.js";
import { RowDrawings, rowView } from "./row.js";
import type { Command } from "../command.js";
import { html, svg } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import type { Part, Room, Scene } from "../part.js";
import { phraseViews } from "../phrase.js";
import { toolView } from "../tool.js";
import { windowOf } from "../timeline/layout.js";
import type { Incoming } from "../host.js";
import type { Trial } from "../../language/picture/messages.js";
import type { ComparedRun, Comparison } from "../../language/picture/picture.js";
import { receiveComparison } from "../../language/picture/wire.js";

/** Padding left and right of the rows. */
const PADDING = 12;
const MIN_WIDTH = 240;

export class ComparePart implements Part {
  readonly #room: Room;
  readonly #drawings = new RowDrawings();
  readonly #form: RowForm;
  #open = false;
  #trials: readonly Trial[] = [];
  #comparison: Comparison | null = null;

  constructor(room: Room) {
    this.#room = room;
    this.#form = new RowForm(
      (trial) => {
        this.#change(true, [...this.#trials.filter((known) => !isSameTrial(known, trial)), trial]);
      },
      () => {
        room.redraw();
      },
    );
  }

  tool(): View {
    return toolView("compare", "Compare (C)", this.#open, () => {
      this.#change(!this.#open, this.#trials);
    });
  }

  strip(): null {
    return null;
  }

  aside(): null {
    return null;
  }

  page(scene: Scene): View {
    if (!this.#open) return null;
    const comparison = this.#comparison?.scenario === scene.scenario.name ? this.#comparison : null;
    return html(
      "section",
      { class: "compare", "aria-label": "Comparison" },
      comparison === null
        ? [this.#form.view(scene)]
        : [this.#sentence(comparison, scene), ...this.#rows(comparison, scene), this.#form.view(scene)],
      { key: "compare" },
    );
  }

  run(command: Command): boolean {
    if (command === "compare") this.#change(!this.#open, this.#trials);
    else if (command === "escape" && this.#open) this.#change(false, this.#trials);
    else return false;
    return true;
  }

  kept(): { readonly trials: readonly Trial[]; readonly comparing: boolean } {
    return { trials: this.#trials, comparing: this.#open };
  }

  receive(message: Incoming): boolean {
    switch (message.type) {
      case "comparing":
        this.#open = message.open;
        this.#trials = message.trials;
        break;
      case "comparison":
        this.#comparison = receiveComparison(message.comparison);
        break;
      default:
        return false;
    }
    this.#room.redraw();
    return true;
  }

  #change(open: boolean, trials: readonly Trial[]): void {
    this.#open = open;
    this.#trials = trials;
    this.#room.send({ type: "compare", open, trials });
    this.#room.redraw();
  }

  #sentence({ sentence, difference }: Comparison, scene: Scene): ElementView {
    const go = (step: number): void => {
      this.#show(scene, null, step);
    };
    const mark = svg("svg", { class: "icon differs", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
      svg("path", { d: difference === null ? "M2 5.5h12M2 10.5h12" : "M2 8h3.5M10.5 5h3.5M10.5 11h3.5" }),
      difference === null ? null : svg("path", { class: "split", d: "M8 1.5v13" }),
    ]);
    return html(
      "div",
      { class: "headline h-compare", role: "status" },
      [mark, html("p", {}, phraseViews(sentence, go))],
      {
        key: "sentence",
      },
    );
  }

  #rows({ rows, difference }: Comparison, scene: Scene): readonly View[] {
    const width = Math.max(MIN_WIDTH, scene.width - 2 * PADDING);
    const longest = Math.max(...rows.map(({ run }) => run.steps.length));
    const window = windowOf(longest, difference ?? scene.step, width, 0);
    return rows.map((row, at) =>
      rowView(row, this.#drawings.of(row, window, width, at === 0), {
        step: Math.min(scene.step, longest),
        difference,
        shown: row.kernels.includes(scene.story.run.kernel) && isTried(row) === (scene.picture.whatIf !== null),
        show: (step) => {
          this.#show(scene, row, step);
        },
        remove: this.#trials.some((trial) => isRowOf(trial, row))
          ? () => {
              this.#change(
                true,
                this.#trials.filter((trial) => !isRowOf(trial, row)),
              );
            }
          : null,
      }),
    );
  }

  /** Shows a run of the comparison (null = the one that was shown) at a step, in full. */
  #show(scene: Scene, row: ComparedRun | null, step: number): void {
    this.#change(false, this.#trials);
    const [kernel] = row?.kernels ?? [];
    if (row !== null && kernel !== undefined) {
      const listed = scene.scenario.kernels.some((choice) => choice.kernel === kernel);
      this.#room.send({ type: "try", tried: { kernel: listed ? null : kernel, ...row.sizes } });
      if (listed && kernel !== scene.story.run.kernel)
        this.#room.send({ type: "select", scenario: scene.scenario.name, kernel });
    }
    this.#room.go(step);
  }
}

function isSameTrial(a: Trial, b: Trial): boolean {
  return a.kernel === b.kernel && a.pool === b.pool && a.overcommit === b.overcommit;
}

function isRowOf(trial: Trial, { kernels, sizes }: ComparedRun): boolean {
  return kernels.includes(trial.kernel) && trial.pool === sizes.pool && trial.overcommit === sizes.overcommit;
}

function isTried({ sizes }: ComparedRun): boolean {
  return sizes.pool !== null || sizes.overcommit !== null;
}
