/** The scenario picker: a heading, a button and a list, with the verdict of every kernel beside each name. */
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon, verdictIcon } from "./icon.js";
import { Listbox } from "./listbox.js";
import type { ScenarioChoice } from "../language/picture/picture.js";

const MAX_VERDICTS = 8;

export interface PickerActions {
  readonly choose: (scenario: string) => void;
  readonly redraw: () => void;
}

/** Knows whether the list of scenarios is open. */
export class Picker {
  readonly #list: Listbox;
  #scenarios: readonly ScenarioChoice[] = [];

  constructor({ choose, redraw }: PickerActions) {
    this.#list = new Listbox({
      opener: "picker",
      label: "Scenarios of this file",
      class: "scenarios",
      redraw,
      choose: (index) => {
        const scenario = this.#scenarios[index];
        if (scenario !== undefined) choose(scenario.name);
      },
    });
  }

  view(scenarios: readonly ScenarioChoice[], chosen: number): ElementView {
    this.#scenarios = scenarios;
    const name = scenarios[chosen]?.name ?? "Choose a scenario";
    const list = this.#list.view({
      count: scenarios.length,
      chosen,
      option: (index) => optionViews(scenarios[index]),
      name: (index) => scenarios[index]?.name ?? "",
    });
    return html("div", { class: "picker" }, [html("h1", {}, [this.#button(name, chosen)]), list], { key: "picker" });
  }

  #button(name: string, chosen: number): ElementView {
    return html(
      "button",
      {
        class: "pick",
        id: "picker",
        type: "button",
        "aria-haspopup": "listbox",
        "aria-expanded": this.#list.open ? "true" : "false",
        "aria-label": `Scenario: ${name}`,
        title: name,
      },
      [html("span", { class: "pick-name" }, [name]), icon("down")],
      {
        on: {
          click: () => {
            this.#list.toggle(chosen);
          },
          keydown: (event) => {
            if (this.#list.open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
            event.preventDefault();
            event.stopPropagation();
            this.#list.toggle(chosen);
          },
        },
      },
    );
  }
}

function optionViews(scenario: ScenarioChoice | undefined): View[] {
  if (scenario === undefined) return [];
  const { name, kernels } = scenario;
  const told = kernels.map(({ kernel, verdict }) => `${kernel}: ${verdict.words}`);
  return [
    html("span", { class: "option-name", title: name }, [name]),
    html(
      "span",
      { class: "option-verdicts", title: told.join("\n") },
      kernels.slice(0, MAX_VERDICTS).map(({ verdict }) => verdictIcon(verdict.outcome)),
    ),
    html("span", { class: "unseen" }, [kernels.map(({ kernel, verdict }) => `${kernel} ${verdict.words}`).join(", ")]),
  ];
}
