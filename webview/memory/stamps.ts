/** Small squares of every ink, drawn once and then copied pixel by pixel: a hundred thousand of them are painted within a frame. */
import type { Pen } from "../pen.js";

/** Between two stamps: a stroke may be blurred over its edge. */
const BETWEEN = 2;

/** Draws the stamp of an ink with its corner at (x, 0), CSS pixels. */
export type DrawStamp = (ink: number, x: number) => void;

export class Stamps {
  /** Device pixels. */
  readonly side: number;
  readonly #sheet: Uint32Array;
  readonly #width: number;

  /** Draws stamps of inks 0 to `count` - 1, `side` CSS pixels wide. */
  constructor(count: number, side: number, ratio: number, drawing: (pen: Pen) => DrawStamp) {
    this.side = Math.ceil(side * ratio);
    this.#width = count * (this.side + BETWEEN);
    const canvas = document.createElement("canvas");
    canvas.width = this.#width;
    canvas.height = this.side;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("The page has no canvas to draw on.");
    context.scale(ratio, ratio);
    const draw = drawing(context);
    for (let ink = 0; ink < count; ink++) draw(ink, this.#left(ink) / ratio);
    this.#sheet = new Uint32Array(context.getImageData(0, 0, this.#width, this.side).data.buffer);
  }

  /** Copies the stamp of an ink into an image, its corner at (x, y), device pixels; what lies outside is left out. */
  put(image: Uint32Array, width: number, ink: number, x: number, y: number): void {
    const { side } = this;
    const left = this.#left(ink);
    const across = Math.min(side, width - x);
    for (let row = 0; row < side; row++) {
      const from = row * this.#width + left;
      const to = (y + row) * width + x;
      for (let at = 0; at < across; at++) image[to + at] = this.#sheet[from + at] ?? 0;
    }
  }

  #left(ink: number): number {
    return ink * (this.side + BETWEEN) + 1;
  }
}
