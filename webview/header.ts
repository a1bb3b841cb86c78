/** The panel's head: which scenario is shown, and the list of keys. */
import type { Command } from "./command.js";
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon, iconButton } from "./icon.js";
import { pickerView } from "./picker.js";
import type { Sync } from "../language/picture/messages.js";
import type { Picture } from "../language/picture/picture.js";

export interface HeaderActions {
  /** null = the kernel that the scenario lists first. */
  readonly select: (scenario: string, kernel: string | null) => void;
  readonly run: (command: Command) => void;
  readonly redraw: () => void;
}

const SYNC_WORDS: Readonly<Record<Sync, string>> = {
  cursor: "Shows the step of the line that the cursor is on",
  mouse: "Shows the step of a line when it is clicked",
  off: "Stays at its step, whatever the cursor does",
};

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

  view(picture: Picture, tools: readonly View[], sync: Sync, running: boolean, helpOpen: boolean): ElementView {
    const space = html("span", { class: "space" }, [], { key: "space" });
    return html(
      "header",
      { class: "header" },
      [
        this.#picker(picture),
        space,
        ...tools,
        running ? this.#syncButton(sync) : null,
        running ? this.#helpButton(helpOpen) : null,
      ],
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
        if (chosen !== undefined) this.#actions.select(chosen.name, null);
      },
    });
  }

  #close(focus: boolean): void {
    this.#active = null;
    this.#actions.redraw();
    if (focus) this.#root.querySelector<HTMLElement>("#picker")?.focus();
  }

  #syncButton(sync: Sync): ElementView {
    return iconButton(sync === "off" ? "sync-ignored" : "sync", `${SYNC_WORDS[sync]} (S changes it)`, () => {
      this.#actions.run("sync");
    });
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
    return html("button", attributes, [icon("keys")], {
      key: "help-button",
      on: {
        click: () => {
          this.#actions.run("help");
        },
      },
    });
  }
}
