/** The scenario picker: a heading, a button and a listbox, with the verdict of every kernel beside each name. */
import { html, classes } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { icon, verdictIcon } from "./icon.js";
import type { ScenarioChoice } from "../language/picture/picture.js";

const MAX_VERDICTS = 8;

export interface PickerActions {
  readonly open: (active: number) => void;
  readonly close: () => void;
  readonly choose: (index: number) => void;
}

/** `active`: the option under the keyboard while the list is open; null = closed. */
export function pickerView(
  scenarios: readonly ScenarioChoice[],
  chosen: number,
  active: number | null,
  actions: PickerActions,
): ElementView {
  const name = scenarios[chosen]?.name ?? "Choose a scenario";
  const open = active !== null;
  return html(
    "div",
    { class: "picker" },
    [
      html("h1", {}, [
        html(
          "button",
          {
            class: "pick",
            id: "picker",
            type: "button",
            "aria-haspopup": "listbox",
            "aria-expanded": open ? "true" : "false",
            "aria-label": `Scenario: ${name}`,
            title: name,
          },
          [html("span", { class: "pick-name" }, [name]), icon("down")],
          {
            on: {
              click: () => {
                if (open) actions.close();
                else actions.open(Math.max(0, chosen));
              },
              keydown: (event) => {
                if (open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
                event.preventDefault();
                event.stopPropagation();
                actions.open(Math.max(0, chosen));
              },
            },
          },
        ),
      ]),
      open ? listView(scenarios, chosen, active, actions) : null,
    ],
    { key: "picker" },
  );
}

function listView(
  scenarios: readonly ScenarioChoice[],
  chosen: number,
  active: number,
  actions: PickerActions,
): ElementView {
  const move = (index: number): void => {
    actions.open(Math.max(0, Math.min(scenarios.length - 1, index)));
  };
  return html(
    "div",
    {
      class: "list",
      role: "listbox",
      tabindex: -1,
      "aria-label": "Scenarios of this file",
      "aria-activedescendant": `scenario-${active}`,
    },
    scenarios.map((scenario, index) =>
      html(
        "div",
        {
          class: classes("option", index === active && "active"),
          role: "option",
          id: `scenario-${index}`,
          "aria-selected": index === chosen ? "true" : "false",
        },
        [
          html("span", { class: "option-name" }, [scenario.name]),
          html(
            "span",
            {
              class: "option-verdicts",
              title: scenario.kernels.map(({ kernel, verdict }) => `${kernel}: ${verdict.words}`).join("\n"),
            },
            scenario.kernels.slice(0, MAX_VERDICTS).map(({ verdict }) => verdictIcon(verdict.outcome)),
          ),
          html("span", { class: "unseen" }, [
            scenario.kernels.map(({ kernel, verdict }) => `${kernel} ${verdict.words}`).join(", "),
          ]),
        ],
        {
          key: `scenario-${index}`,
          on: {
            click: () => {
              actions.choose(index);
            },
          },
        },
      ),
    ),
    {
      key: "list",
      after: (element) => {
        if (!(element instanceof HTMLElement)) return;
        if (document.activeElement !== element) element.focus();
        element.querySelector(".active")?.scrollIntoView({ block: "nearest" });
      },
      on: {
        keydown: (event) => {
          event.stopPropagation();
          switch (event.key) {
            case "ArrowDown":
              move(active + 1);
              break;
            case "ArrowUp":
              move(active - 1);
              break;
            case "Home":
              move(0);
              break;
            case "End":
              move(scenarios.length - 1);
              break;
            case "Enter":
            case " ":
              actions.choose(active);
              break;
            case "Escape":
              actions.close();
              break;
            case "Tab":
              actions.close();
              return;
            default: {
              const found = startingWith(scenarios, active, event.key);
              if (found === null) return;
              move(found);
            }
          }
          event.preventDefault();
        },
        blur: () => {
          actions.close();
        },
      },
    },
  );
}

/** The next scenario whose name begins with the key typed. */
function startingWith(scenarios: readonly ScenarioChoice[], active: number, key: string): number | null {
  if (key.length !== 1) return null;
  for (let ahead = 1; ahead <= scenarios.length; ahead++) {
    const index = (active + ahead) % scenarios.length;
    if (scenarios[index]?.name.toLowerCase().startsWith(key.toLowerCase()) === true) return index;
  }
  return null;
}
