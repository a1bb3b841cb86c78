/** Very many pages as squares on a canvas: only those that changed are painted again. */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { HUES } from "../ink.js";
import { drawnBy } from "../pen.js";
import type { Pen } from "../pen.js";
import { codeOf, kindOf, KINDS, pageOf } from "../story/look.js";
import type { Look, LookCode } from "../story/look.js";
import { themeNumber } from "../theme.js";
import { NOTHING } from "./columns.js";
import { Stamps } from "./stamps.js";

interface Actions {
  /** What a square is, in words. */
  readonly name: (at: number) => string;
  readonly choose: (page: number) => void;
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
const LEAST_WIDTH = 64;
const FAINT = 0.16;

/** Where the squares lie, CSS pixels. */
interface Lattice {
  readonly step: number;
  readonly side: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

function latticeOf(count: number, room: number): Lattice {
  const width = Math.max(LEAST_WIDTH, Math.floor(room));
  const columnsOf = (step: number): number => Math.max(1, Math.floor(width / step));
  const heightOf = (step: number): number => Math.ceil(count / columnsOf(step)) * step;
  const { step, side } = SIZES.find(({ step }) => heightOf(step) <= HEIGHT) ?? SIZES[2];
  return { step, side, columns: columnsOf(step), width, height: heightOf(step) };
}

/** A square for each look, in a room of so many CSS pixels. */
export function squaresView(
  key: string,
  words: string,
  codes: Int32Array,
  room: number,
  actions: Actions,
): ElementView {
  const lattice = latticeOf(codes.length, room);
  const at = (event: PointerEvent | MouseEvent): number => {
    if (!(event.currentTarget instanceof Element)) return -1;
    const { step, columns } = lattice;
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / step);
    const found = Math.floor((event.clientY - box.top) / step) * columns + column;
    return column < columns && found >= 0 && found < codes.length ? found : -1;
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
          if (element instanceof HTMLCanvasElement) paint(element, codes, lattice, actions.follow);
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
            const page = pageOf(codes[at(event)] ?? NOTHING);
            if (page >= 0) actions.choose(page);
          },
        },
      }),
      html("p", { class: "note" }, [words, html("span", { class: "named" }, [], { key: "named" })], { key: "words" }),
    ],
    { key },
  );
}

/** What was last painted on a canvas. */
interface Painted {
  readonly sign: string;
  readonly codes: Int32Array;
  readonly image: ImageData;
  readonly pixels: Uint32Array;
  readonly stamps: Stamps;
}

const painted = new WeakMap<HTMLCanvasElement, Painted>();

function paint(canvas: HTMLCanvasElement, codes: Int32Array, lattice: Lattice, follow: number | null): void {
  const ratio = globalThis.devicePixelRatio;
  const { width, height, step, columns } = lattice;
  const sign = `${width} ${height} ${codes.length} ${ratio} ${themeNumber()} ${follow ?? ""}`;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const last = painted.get(canvas);
  const before = last?.sign === sign ? last : null;
  if (before === null) {
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    canvas.style.setProperty("width", `${width}px`);
    canvas.style.setProperty("height", `${height}px`);
  }
  const image = before?.image ?? context.createImageData(canvas.width, canvas.height);
  const pixels = before?.pixels ?? new Uint32Array(image.data.buffer);
  const stamps = before?.stamps ?? stampsOf(canvas, lattice, ratio);
  let [first, end] = [canvas.height, 0];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? NOTHING;
    if (before !== null && before.codes[at] === code) continue;
    const y = Math.round(Math.floor(at / columns) * step * ratio);
    stamps.put(pixels, canvas.width, inkOf(code, follow), Math.round((at % columns) * step * ratio), y);
    first = Math.min(first, y);
    end = Math.max(end, y + stamps.side);
  }
  if (first < end) context.putImageData(image, 0, 0, 0, first, canvas.width, end - first);
  painted.set(canvas, { sign, codes, image, pixels, stamps });
  drawnBy(canvas, (pen) => {
    drawSquares(pen, canvas, codes, lattice, follow);
  });
}

/** Look, hue and strength of a square as one number. */
type Ink = number;
const NO_HUE = HUES;
const INKS = KINDS.length * (HUES + 1) * 2;
const GONE = codeOf("gone");

function inkOf(code: LookCode, follow: number | null): Ink {
  const page = pageOf(code);
  const faint = follow === null || follow === page ? 0 : 1;
  const look = kindOf(code === NOTHING ? GONE : code);
  return (look * (HUES + 1) + (page < 0 ? NO_HUE : page % HUES)) * 2 + faint;
}

function drawInk(pen: Pen, brush: Brush, ink: Ink, x: number, y: number, side: number): void {
  const hue = (ink >> 1) % (HUES + 1);
  pen.globalAlpha = (ink & 1) === 0 ? 1 : FAINT;
  brush(KINDS[Math.floor((ink >> 1) / (HUES + 1))] ?? "gone", hue === NO_HUE ? null : hue, x, y, side);
}

function stampsOf(canvas: HTMLCanvasElement, { side }: Lattice, ratio: number): Stamps {
  return new Stamps(INKS, side, ratio, (pen) => {
    const brush = brushOf(canvas, pen);
    return (ink, x) => {
      drawInk(pen, brush, ink, x, 0, side);
    };
  });
}

/** The squares as shapes: those of one ink after one another. */
function drawSquares(
  pen: Pen,
  canvas: HTMLCanvasElement,
  codes: Int32Array,
  { step, side, columns }: Lattice,
  follow: number | null,
): void {
  const inks = codes.map((code) => inkOf(code, follow));
  const order = Array.from(codes.keys()).sort((left, right) => (inks[left] ?? 0) - (inks[right] ?? 0) || left - right);
  const brush = brushOf(canvas, pen);
  for (const at of order)
    drawInk(pen, brush, inks[at] ?? 0, (at % columns) * step, Math.floor(at / columns) * step, side);
  pen.globalAlpha = 1;
}

type Brush = (look: Look["look"], hue: number | null, x: number, y: number, side: number) => void;

/** A canvas reads the inks from its own computed style. */
function brushOf(canvas: HTMLCanvasElement, context: Pen): Brush {
  const style = getComputedStyle(canvas);
  const ink = style.color;
  const lost = style.getPropertyValue("--hg-lost").trim() || ink;
  const hues = Array.from({ length: HUES }, (_, hue) => style.getPropertyValue(`--p${hue}`).trim());
  return (look, hue, x, y, side) => {
    const alpha = context.globalAlpha;
    context.fillStyle = hue === null ? ink : (hues[hue] ?? ink);
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
      case "absent":
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
