/** The panel's head: which scenario is shown, and the list of keys. */
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon } from "./icon.js";
import { pickerView } from "./picker.js";
import type { Picture } from "../language/picture/picture.js";

export interface HeaderActions {
  readonly select: (scenario: string) => void;
  readonly help: () => void;
  readonly redraw: () => void;
}

/** Knows whether the list of scenarios is open, and gives the focus back when it closes. */
export class Header {
  readonly #root: HTMLElement;
  readonly #actions: HeaderActions;
  /** The option under the keyboard; null = the list is closed. */
  #active: number | null = null;

  constructor(root: HTMLElement, actions: HeaderActions) {
    this.#root = root;
    this.#actions = actions;
  }

  view(picture: Picture, tools: readonly View[], running: boolean, helpOpen: boolean): ElementView {
    const space = html("span", { class: "space" }, [], { key: "space" });
    return html(
      "header",
      { class: "header" },
      [this.#picker(picture), space, ...tools, running ? this.#helpButton(helpOpen) : null],
      { key: "header" },
    );
  }

  #picker(picture: Picture): ElementView | null {
    if (picture.scenarios.length === 0) return null;
    return pickerView(picture.scenarios, picture.scenario, this.#active, {
      open: (active) => {
        this.#active = active;
        this.#actions.redraw();
      },
      close: () => {
        if (this.#active === null) return;
        const inside = this.#root.querySelector(".list") === document.activeElement;
        this.#close(inside);
      },
      choose: (index) => {
        const chosen = picture.scenarios[index];
        this.#close(true);
        if (chosen !== undefined) this.#actions.select(chosen.name);
      },
    });
  }

  #close(focus: boolean): void {
    this.#active = null;
    this.#actions.redraw();
    if (focus) this.#root.querySelector<HTMLElement>("#picker")?.focus();
  }

  #helpButton(open: boolean): ElementView {
    const attributes = {
      class: "tool",
      id: "help-button",
      type: "button",
      "aria-label": "Keys (?)",
      title: "Keys (?)",
      "aria-expanded": open ? "true" : "false",
    };
    return html("button", attributes, [icon("help")], {
      key: "help-button",
      on: {
        click: () => {
          this.#actions.help();
        },
      },
    });
  }
}
