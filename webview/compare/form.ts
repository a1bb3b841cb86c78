/** The form that adds a row to a comparison. */
import { kernelField, pagesField } from "../choice.js";
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Scene } from "../part.js";
import type { KernelId } from "../../engine/index.js";
import type { Trial } from "../../language/picture/messages.js";

export class RowForm {
  readonly #add: (trial: Trial) => void;
  readonly #redraw: () => void;
  #kernel: KernelId | null = null;
  #pool: number | null = null;
  #overcommit: number | null = null;

  constructor(add: (trial: Trial) => void, redraw: () => void) {
    this.#add = add;
    this.#redraw = redraw;
  }

  view({ story, scenario, picture }: Scene): ElementView {
    const { run } = story;
    const written = picture.whatIf?.written ?? run;
    const kernel = this.#kernel ?? run.kernel;
    const listed = scenario.kernels.map((choice) => choice.kernel);
    const pool = this.#pool ?? written.pool + 1;
    const overcommit = this.#overcommit ?? written.overcommit;
    return html(
      "form",
      { class: "row-form", "aria-label": "Another row" },
      [
        html("h2", {}, ["Another row"]),
        kernelField(kernel, listed, (chosen) => {
          this.#kernel = chosen;
          this.#redraw();
        }),
        pagesField("pool", pool, (pages) => {
          this.#pool = pages;
        }),
        pagesField("overcommit", overcommit, (pages) => {
          this.#overcommit = pages;
        }),
        html("button", { class: "primary", type: "submit" }, ["Compare with it"]),
      ],
      {
        key: "row-form",
        on: {
          submit: (event) => {
            event.preventDefault();
            const chosen = { pool: this.#pool ?? pool, overcommit: this.#overcommit ?? overcommit };
            this.#add({
              kernel,
              pool: chosen.pool === written.pool ? null : chosen.pool,
              overcommit: chosen.overcommit === written.overcommit ? null : chosen.overcommit,
            });
          },
        },
      },
    );
  }
}
