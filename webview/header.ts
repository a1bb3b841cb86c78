/** The panel's head: which scenario is shown, and the list of keys. */
import type { Command } from "./command.js";
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon, iconButton } from "./icon.js";
import { Picker } from "./picker.js";
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

export class Header {
  readonly #actions: HeaderActions;
  readonly #picker: Picker;

  constructor(actions: HeaderActions) {
    this.#actions = actions;
    this.#picker = new Picker({
      choose: (scenario) => {
        actions.select(scenario, null);
      },
      redraw: actions.redraw,
    });
  }

  /** `sync` is null where nothing in a text moves the panel. */
  view(picture: Picture, tools: readonly View[], sync: Sync | null, running: boolean, helpOpen: boolean): ElementView {
    const space = html("span", { class: "space" }, [], { key: "space" });
    return html(
      "header",
      { class: "header" },
      [
        picture.scenarios.length === 0 ? null : this.#picker.view(picture.scenarios, picture.scenario),
        space,
        ...tools,
        running && sync !== null ? this.#syncButton(sync) : null,
        running ? this.#helpButton(helpOpen) : null,
      ],
      { key: "header" },
    );
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
