/** A large pool as a map of small squares, drawn on a canvas. */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { State } from "../story/state.js";
import type { Holder } from "./pool.js";

const STEP = 9;
const SQUARE = 8;
/** Above this many pages squares shrink. */
const MANY = 2048;
const SMALL_STEP = 4;
const SMALL_SQUARE = 3;

export function poolMap(holders: readonly Holder[], state: State): ElementView {
  const { total, free, rsvd, surp } = state.counters;
  const words = `${total.toLocaleString("en")} pages: ${(total - free).toLocaleString("en")} in use, ${Math.min(free, Math.max(0, rsvd)).toLocaleString("en")} promised, ${Math.max(0, free - Math.max(0, rsvd)).toLocaleString("en")} available${surp > 0 ? `; ${surp.toLocaleString("en")} are surplus` : ""}`;
  return html(
    "div",
    { class: "pool-map", role: "img", "aria-label": words },
    [
      html("canvas", {}, [], {
        key: "map",
        after: (element) => {
          if (element instanceof HTMLCanvasElement) draw(element, holders);
        },
      }),
      html("p", { class: "note" }, [words], { key: "words" }),
    ],
    { key: "pool" },
  );
}

function draw(canvas: HTMLCanvasElement, holders: readonly Holder[]): void {
  const width = Math.max(64, canvas.parentElement?.clientWidth ?? 320);
  const [step, square] = holders.length > MANY ? [SMALL_STEP, SMALL_SQUARE] : [STEP, SQUARE];
  const columns = Math.max(1, Math.floor(width / step));
  const height = Math.ceil(holders.length / columns) * step;
  const ratio = globalThis.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.setProperty("width", `${width}px`);
  canvas.style.setProperty("height", `${height}px`);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const ink = style.color;
  const hues = Array.from({ length: 8 }, (_, hue) => style.getPropertyValue(`--p${hue}`).trim());
  holders.forEach((holder, at) => {
    const x = (at % columns) * step;
    const y = Math.floor(at / columns) * step;
    if (holder.kind === "used") {
      context.globalAlpha = holder.names.length <= 1 ? 1 : 0.5;
      context.fillStyle = hues[holder.page % hues.length] ?? ink;
      context.fillRect(x, y, square, square);
    } else {
      context.globalAlpha = holder.kind === "promised" ? 0.5 : 0.18;
      context.fillStyle = ink;
      if (holder.kind === "promised") context.fillRect(x, y + square / 3, square, square / 3);
      else context.fillRect(x, y, square, square);
    }
  });
  context.globalAlpha = 1;
}
