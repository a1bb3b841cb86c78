/** A canvas's drawing as an SVG of shapes and words: neighbours of one ink become one path. */
import type { Draw, Pen } from "../pen.js";

const SVG = "http://www.w3.org/2000/svg";

/** Draws in an SVG of a size in CSS pixels. */
export function vectorsOf(draw: Draw, width: number, height: number): SVGSVGElement {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  root.setAttribute("viewBox", `0 0 ${String(width)} ${String(height)}`);
  draw(new VectorPen(root));
  return root;
}

type Ink = Pen["fillStyle"];
const BLACK = "#000";
const NONE = "none";

class VectorPen implements Pen {
  globalAlpha = 1;
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  readonly #root: SVGSVGElement;
  #fill = BLACK;
  #stroke = BLACK;
  #path = "";
  /** The path drawn last, and what it was drawn with: more of the same is added to it. */
  #last: { readonly path: SVGPathElement; readonly ink: string } | null = null;

  constructor(root: SVGSVGElement) {
    this.#root = root;
  }

  get fillStyle(): Ink {
    return this.#fill;
  }

  /** Gradients and patterns are not drawn with. */
  set fillStyle(ink: Ink) {
    this.#fill = typeof ink === "string" ? ink : BLACK;
  }

  get strokeStyle(): Ink {
    return this.#stroke;
  }

  set strokeStyle(ink: Ink) {
    this.#stroke = typeof ink === "string" ? ink : BLACK;
  }

  beginPath(): void {
    this.#path = "";
  }

  closePath(): void {
    this.#path += "Z";
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`;
  }

  roundRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radius?: number | DOMPointInit | Iterable<number | DOMPointInit>,
  ): void {
    const r = typeof radius === "number" ? radius : 0;
    const corner = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`;
    this.#path += `M${short(x + r)} ${short(y)}h${short(width - 2 * r)}${corner(r, r)}v${short(height - 2 * r)}${corner(-r, r)}h${short(2 * r - width)}${corner(-r, -r)}v${short(2 * r - height)}${corner(r, -r)}Z`;
  }

  fill(): void {
    this.#draw(this.#path, this.#fill, NONE);
  }

  stroke(): void {
    this.#draw(this.#path, NONE, this.#stroke);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width > 0 && height > 0) this.#draw(box(x, y, width, height), this.#fill, NONE);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#draw(box(x, y, width, height), NONE, this.#stroke);
  }

  fillText(text: string, x: number, y: number): void {
    const word = document.createElementNS(SVG, "text");
    word.textContent = text;
    word.setAttribute("x", short(x));
    word.setAttribute("y", short(y));
    word.style.font = this.font;
    word.style.fill = this.#fill;
    word.style.textAnchor = this.textAlign === "center" ? "middle" : this.textAlign === "right" ? "end" : "start";
    this.#root.append(word);
    this.#last = null;
  }

  #draw(d: string, fill: string, stroke: string): void {
    const ink = [fill, stroke, this.globalAlpha, this.lineWidth, this.lineCap].join(" ");
    if (this.#last?.ink === ink) {
      this.#last.path.setAttribute("d", `${this.#last.path.getAttribute("d") ?? ""}${d}`);
      return;
    }
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    // Styles, not attributes: a sheet of the panel says that its paths are not filled.
    path.style.fill = fill;
    path.style.stroke = stroke;
    path.style.strokeWidth = String(this.lineWidth);
    path.style.strokeLinecap = this.lineCap;
    path.style.opacity = String(this.globalAlpha);
    this.#root.append(path);
    this.#last = { path, ink };
  }
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
