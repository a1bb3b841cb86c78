/**
 * The slider under the chart. The pointer is handled on the track, because the steps' columns do not begin at the
 * track's ends; keyboard and screen readers get a native range.
 */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";

export interface Track {
  readonly left: number;
  readonly right: number;
  /** x of a step's thumb. */
  readonly xOf: (step: number) => number;
  readonly stepAt: (x: number) => number;
}

export function sliderView(
  track: Track,
  step: number,
  length: number,
  text: string,
  choose: (step: number, done: boolean) => void,
): ElementView {
  const x = track.xOf(step);
  const at = (event: PointerEvent): number => {
    const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
    return track.stepAt(event.clientX - (box?.left ?? 0));
  };
  return html(
    "div",
    { class: "slider" },
    [
      html("div", { class: "track" }, [], {
        key: "track",
        style: { left: `${track.left}px`, width: `${track.right - track.left}px` },
      }),
      html("div", { class: "track past" }, [], {
        key: "past",
        style: { left: `${track.left}px`, width: `${Math.max(0, x - track.left)}px` },
      }),
      html(
        "input",
        {
          type: "range",
          min: 0,
          max: length,
          step: 1,
          "aria-label": "Step",
          "aria-valuetext": text,
          title: "Step (← →, Shift for 10, Home, End)",
        },
        [],
        {
          key: "range",
          value: String(step),
          style: { left: `${x - 12}px` },
          on: {
            input: (event) => {
              if (event.currentTarget instanceof HTMLInputElement) choose(Number(event.currentTarget.value), false);
            },
          },
        },
      ),
      html("div", { class: "thumb" }, [], { key: "thumb", style: { left: `${x}px` } }),
    ],
    {
      key: "slider",
      on: {
        pointerdown: (event) => {
          if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.querySelector("input")?.focus({ focusVisible: false } as FocusOptions);
          choose(at(event), false);
        },
        pointermove: (event) => {
          if (event.currentTarget instanceof Element && event.currentTarget.hasPointerCapture(event.pointerId))
            choose(at(event), false);
        },
        pointerup: (event) => {
          if (event.currentTarget instanceof Element && event.currentTarget.hasPointerCapture(event.pointerId))
            choose(at(event), true);
        },
      },
    },
  );
}
