/** First, back, play, step, last, next death, speed; and which step is chosen. */
import { html, classes } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { iconButton, verdictIcon } from "./icon.js";
import type { IconName } from "./icon.js";
import { resultWords } from "./speech.js";
import type { Command } from "./command.js";
import { MAX_ZOOM } from "./timeline/layout.js";
import type { PictureStep } from "../language/picture/picture.js";
import { written } from "./number.js";

export interface TransportState {
  readonly step: number;
  readonly length: number;
  readonly found: PictureStep | null;
  readonly playing: boolean;
  readonly speed: number;
  /** The step is the pinned one. */
  readonly pinned: boolean;
  readonly zoom: number;
  /** There is a text in which the line of a step can be shown. */
  readonly reveals: boolean;
  /** null = nobody dies. */
  readonly deaths: "dies" | "announced" | null;
}

/** `harms`: the button of that list, and the list where it is open. */
export function transportView(
  state: TransportState,
  harms: { readonly button: View; readonly list: View },
  run: (command: Command) => void,
): ElementView {
  const { step, length } = state;
  const button = (name: IconName, label: string, command: Command, off = false): ElementView =>
    iconButton(
      name,
      label,
      () => {
        run(command);
      },
      { key: command, off },
    );
  const pinLabel = state.pinned ? "Unpin the step (P)" : "Pin the step to compare with (P)";
  return html(
    "div",
    { class: "transport", role: "toolbar", "aria-label": "Steps" },
    [
      button("first", "First step (Home)", "first", step <= 1),
      button("previous", "Step back (←)", "previous", step <= 0),
      state.playing ? button("pause", "Pause (Space)", "play") : button("play", "Play (Space)", "play"),
      button("next", "Step (→)", "next", step >= length),
      button("last", "Last step (End)", "last", step >= length),
      html("span", { class: "step-number" }, [html("b", {}, [written(step)]), ` / ${written(length)}`], {
        key: "number",
      }),
      actionView(state, () => {
        run("reveal");
      }),
      html("span", { class: "space" }, [], { key: "space" }),
      state.deaths === null
        ? null
        : html(
            "button",
            {
              class: "tool text",
              type: "button",
              "aria-label": "next death D",
              title: "Next death (D), previous death (Shift+D)",
            },
            [verdictIcon(state.deaths), html("span", { class: "roomy" }, ["next death"]), " ", html("kbd", {}, ["D"])],
            {
              key: "death",
              on: {
                click: () => {
                  run("next-death");
                },
              },
            },
          ),
      harms.button,
      iconButton(
        state.pinned ? "pinned" : "pin",
        pinLabel,
        () => {
          run("pin");
        },
        { key: "pin", pressed: state.pinned },
      ),
      html(
        "span",
        { class: "zoom roomy" },
        [
          button("zoom-out", "Narrower steps (−)", "zoom-out", state.zoom <= -MAX_ZOOM),
          button("zoom-in", "Wider steps (+)", "zoom-in", state.zoom >= MAX_ZOOM),
        ],
        { key: "zoom" },
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
      harms.list,
    ],
    { key: "transport" },
  );
}

/** The chosen step in words: a button where there is a text that has a line of it. */
function actionView({ found, reveals }: TransportState, reveal: () => void): ElementView {
  const words = [
    found === null ? "before the first step" : `${found.actor ?? "sysctl"}: ${found.text} `,
    resultView(found),
  ];
  if (!reveals) return html("span", { class: "action-text" }, words, { key: "action" });
  const attributes = {
    class: "action-text",
    type: "button",
    title: "Go to the line (Enter)",
    disabled: found === null,
  };
  return html("button", attributes, words, { key: "action", on: { click: reveal } });
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
