/** Very many pages as squares on a canvas: only those that changed are painted again. */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { HUES } from "../ink.js";
import { drawnBy } from "../pen.js";
import type { Pen } from "../pen.js";

export interface Square {
  readonly look: "own" | "shared" | "promised" | "free" | "taken" | "gone";
  readonly page: number | null;
}

interface Actions {
  /** What a square is, in words. */
  readonly name: (at: number) => string;
  readonly choose: (at: number) => void;
  /** The page followed; all others are faint. */
  readonly follow: number | null;
}

/** Distance and side of the squares: the largest that stay below the height. */
const SIZES = [
  { step: 9, side: 8 },
  { step: 5, side: 4 },
  { step: 3, side: 2 },
] as const;
const HEIGHT = 300;
const LOOKS = ["own", "shared", "promised", "free", "taken", "gone"] as const;
const FAINT = 0.16;

/** What was last painted on a canvas: a number a square. */
const painted = new WeakMap<HTMLCanvasElement, { readonly codes: Int32Array; readonly sign: string }>();

export class Squares {
  readonly #codes: Int32Array;

  constructor(count: number, square: (at: number) => Square) {
    this.#codes = Int32Array.from({ length: count }, (_, at) => {
      const { look, page } = square(at);
      return LOOKS.indexOf(look) + LOOKS.length * ((page ?? -1) + 1);
    });
  }

  view(key: string, words: string, actions: Actions): ElementView {
    const at = (event: PointerEvent | MouseEvent): number => {
      const canvas = event.currentTarget;
      if (!(canvas instanceof HTMLCanvasElement)) return -1;
      const box = canvas.getBoundingClientRect();
      const { step, columns } = this.#grid(canvas);
      const column = Math.floor((event.clientX - box.left) / step);
      const found = Math.floor((event.clientY - box.top) / step) * columns + column;
      return column < columns && found >= 0 && found < this.#codes.length ? found : -1;
    };
    const say = (event: PointerEvent, text: string): void => {
      const note =
        event.currentTarget instanceof Element ? event.currentTarget.parentElement?.querySelector(".named") : null;
      if (note instanceof HTMLElement) note.textContent = text;
    };
    return html(
      "div",
      { class: "squares" },
      [
        html("canvas", { role: "img", "aria-label": words }, [], {
          key: "canvas",
          after: (element) => {
            if (element instanceof HTMLCanvasElement) this.#paint(element, actions.follow);
          },
          on: {
            pointermove: (event) => {
              const square = at(event);
              say(event, square < 0 ? "" : actions.name(square));
            },
            pointerleave: (event) => {
              say(event, "");
            },
            click: (event) => {
              const square = at(event);
              if (square >= 0) actions.choose(square);
            },
          },
        }),
        html("p", { class: "note" }, [words, html("span", { class: "named" }, [], { key: "named" })], { key: "words" }),
      ],
      { key },
    );
  }

  #grid(canvas: HTMLCanvasElement): { step: number; side: number; columns: number; width: number } {
    const width = Math.max(64, canvas.parentElement?.clientWidth ?? 320);
    const columnsOf = (step: number): number => Math.max(1, Math.floor(width / step));
    const fits = SIZES.find(({ step }) => Math.ceil(this.#codes.length / columnsOf(step)) * step <= HEIGHT);
    const { step, side } = fits ?? SIZES[2];
    return { step, side, columns: columnsOf(step), width };
  }

  /** Squares of one ink after one another. */
  #byInk(): readonly number[] {
    const ink = (code: number): number =>
      (code % LOOKS.length) * HUES + ((Math.floor(code / LOOKS.length) + HUES - 1) % HUES);
    const inks = this.#codes.map(ink);
    return Array.from(this.#codes.keys()).sort((left, right) => (inks[left] ?? 0) - (inks[right] ?? 0) || left - right);
  }

  #paint(canvas: HTMLCanvasElement, follow: number | null): void {
    const { step, side, columns, width } = this.#grid(canvas);
    const height = Math.ceil(this.#codes.length / columns) * step;
    const ratio = globalThis.devicePixelRatio;
    const theme = document.body.className;
    const sign = `${width} ${height} ${ratio} ${theme} ${follow ?? ""}`;
    const last = painted.get(canvas);
    const before = last?.sign === sign ? last.codes : null;
    const context = canvas.getContext("2d");
    if (context === null) return;
    if (before === null) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.setProperty("width", `${width}px`);
      canvas.style.setProperty("height", `${height}px`);
      context.scale(ratio, ratio);
    }
    const brush = brushOf(canvas, context);
    const paint = (at: number, brush: Brush, pen: Pen): void => {
      const code = this.#codes[at] ?? 0;
      const page = Math.floor(code / LOOKS.length) - 1;
      pen.globalAlpha = follow === null || follow === page ? 1 : FAINT;
      brush(LOOKS[code % LOOKS.length] ?? "free", page, (at % columns) * step, Math.floor(at / columns) * step, side);
    };
    this.#codes.forEach((code, at) => {
      if (before !== null && before[at] === code) return;
      context.clearRect((at % columns) * step, Math.floor(at / columns) * step, side, side);
      paint(at, brush, context);
    });
    drawnBy(canvas, (pen) => {
      const brush = brushOf(canvas, pen);
      for (const at of this.#byInk()) paint(at, brush, pen);
    });
    context.globalAlpha = 1;
    painted.set(canvas, { codes: this.#codes, sign });
  }
}

type Brush = (look: Square["look"], page: number, x: number, y: number, side: number) => void;

/** A canvas reads the inks from its own computed style. */
function brushOf(canvas: HTMLCanvasElement, context: Pen): Brush {
  const style = getComputedStyle(canvas);
  const ink = style.color;
  const lost = style.getPropertyValue("--hg-lost").trim() || ink;
  const hues = Array.from({ length: HUES }, (_, hue) => style.getPropertyValue(`--p${hue}`).trim());
  return (look, page, x, y, side) => {
    const alpha = context.globalAlpha;
    context.fillStyle = page < 0 ? ink : (hues[page % HUES] ?? ink);
    switch (look) {
      case "own":
        context.fillRect(x, y, side, side);
        break;
      case "shared":
        context.globalAlpha = alpha * 0.45;
        context.fillRect(x, y, side, side);
        context.globalAlpha = alpha;
        if (side > 3) {
          context.strokeStyle = context.fillStyle;
          context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
        }
        break;
      case "promised":
        context.globalAlpha = alpha * 0.14;
        context.fillRect(x, y, side, side);
        context.globalAlpha = alpha * 0.6;
        context.strokeStyle = ink;
        context.beginPath();
        context.moveTo(x, y + side);
        context.lineTo(x + side, y);
        context.stroke();
        break;
      case "free":
        if (side > 3) {
          context.globalAlpha = alpha * 0.4;
          context.strokeStyle = ink;
          context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
          break;
        }
        context.globalAlpha = alpha * 0.2;
        context.fillRect(x, y, side, side);
        break;
      case "taken":
        context.fillStyle = lost;
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(x + side, y + side);
        context.lineTo(x, y + side);
        context.fill();
        break;
      case "gone":
        break;
      default:
        look satisfies never;
    }
    context.globalAlpha = alpha;
  };
}
