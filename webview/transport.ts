/** First, back, play, step, last, next death, speed; and which step is chosen. */
import { html, classes } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { icon, verdictIcon } from "./icon.js";
import type { IconName } from "./icon.js";
import { resultWords } from "./speech.js";
import type { Command } from "./command.js";
import type { PictureStep } from "../language/picture/picture.js";

export interface TransportState {
  readonly step: number;
  readonly length: number;
  readonly found: PictureStep | null;
  readonly playing: boolean;
  readonly speed: number;
  /** null = nobody dies. */
  readonly deaths: "dies" | "announced" | null;
}

export function transportView(state: TransportState, run: (command: Command) => void): ElementView {
  const { step, length, found } = state;
  const button = (name: IconName, label: string, command: Command, off: boolean): ElementView =>
    html(
      "button",
      { class: "tool", type: "button", "aria-label": label, title: label, "aria-disabled": off ? "true" : null },
      [icon(name)],
      {
        key: command,
        on: {
          click: () => {
            run(command);
          },
        },
      },
    );
  return html(
    "div",
    { class: "transport", role: "toolbar", "aria-label": "Steps" },
    [
      button("first", "First step (Home)", "first", step <= 1),
      button("previous", "Step back (←)", "previous", step <= 0),
      html(
        "button",
        {
          class: "tool",
          type: "button",
          "aria-label": state.playing ? "Pause (Space)" : "Play (Space)",
          title: state.playing ? "Pause (Space)" : "Play (Space)",
        },
        [icon(state.playing ? "pause" : "play")],
        {
          key: "play",
          on: {
            click: () => {
              run("play");
            },
          },
        },
      ),
      button("next", "Step (→)", "next", step >= length),
      button("last", "Last step (End)", "last", step >= length),
      html(
        "span",
        { class: "step-number" },
        [html("b", {}, [step.toLocaleString("en")]), ` / ${length.toLocaleString("en")}`],
        { key: "number" },
      ),
      html(
        "button",
        {
          class: "action-text",
          type: "button",
          title: "Go to the line (Enter)",
          "aria-label": `Go to the line of step ${step}`,
          disabled: found === null,
        },
        [found === null ? "before the first step" : `${found.actor ?? "sysctl"}: ${found.text}`, resultView(found)],
        {
          key: "action",
          on: {
            click: () => {
              run("reveal");
            },
          },
        },
      ),
      html("span", { class: "space" }, [], { key: "space" }),
      state.deaths === null
        ? null
        : html(
            "button",
            {
              class: "tool text",
              type: "button",
              "aria-label": "Next death (D)",
              title: "Next death (D), previous death (Shift+D)",
            },
            [verdictIcon(state.deaths), html("span", { class: "roomy" }, ["next death"]), html("kbd", {}, ["D"])],
            {
              key: "death",
              on: {
                click: () => {
                  run("next-death");
                },
              },
            },
          ),
      html(
        "button",
        {
          class: "tool text speed",
          type: "button",
          "aria-label": `Speed ${state.speed}×; change`,
          title: "Speed of Play (1, 2, 3)",
        },
        [`${state.speed}×`],
        {
          key: "speed",
          on: {
            click: () => {
              run("speed");
            },
          },
        },
      ),
    ],
    { key: "transport" },
  );
}

/** What the step came to, unless it is plainly ok. */
function resultView(found: PictureStep | null): ElementView | null {
  const words = found === null ? null : resultWords(found.result);
  if (found === null || words === null) return null;
  const name = words !== found.result ? "unreached" : isDeath(found.result) ? "killed" : null;
  return html("span", { class: classes("result", name) }, [words]);
}

function isDeath(result: string): boolean {
  return /^SIG|^BUG$|^HANG$/.test(result);
}
