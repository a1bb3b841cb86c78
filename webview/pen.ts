/** Drawings that are too large for elements: made on a canvas, and once more as vectors where they are exported. */

/** The part of a canvas's context that a drawing of vectors has, too. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "closePath"
  | "fill"
  | "fillRect"
  | "fillStyle"
  | "fillText"
  | "font"
  | "globalAlpha"
  | "lineCap"
  | "lineTo"
  | "lineWidth"
  | "moveTo"
  | "roundRect"
  | "stroke"
  | "strokeRect"
  | "strokeStyle"
  | "textAlign"
>;

export type Draw = (pen: Pen) => void;

const drawings = new WeakMap<HTMLCanvasElement, Draw>();

/** Remembers how a canvas is drawn, in CSS pixels and in the inks of the moment. */
export function drawnBy(canvas: HTMLCanvasElement, draw: Draw): void {
  drawings.set(canvas, draw);
}

/** How a canvas is drawn. */
export function drawingOf(canvas: HTMLCanvasElement): Draw | undefined {
  return drawings.get(canvas);
}
