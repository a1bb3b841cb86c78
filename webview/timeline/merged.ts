/**
 * Drawings of one ink as one shape: what happens in a window of a long run are hundreds of bars and glyphs in a few dozen inks,
 * and a browser has less to do for a long path than for many short ones.
 */
import { svg } from "../dom/view.js";
import type { Attribute, Attributes, ElementView, View } from "../dom/view.js";
import { round } from "./glyph.js";

/** What says where a shape lies; all else is its ink. */
const PLACE: ReadonlySet<string> = new Set(["d", "cx", "cy", "r", "x", "y", "width", "height", "rx"]);
const SHAPES: ReadonlySet<string> = new Set(["path", "circle", "rect"]);
const TRANSLATION = /^translate\((\S+) (\S+)\)$/u;

interface Layer {
  readonly group: Attributes | null;
  /** Of each shape of the drawings: its ink, and where it is drawn. */
  readonly shapes: readonly { readonly ink: Attributes; readonly outlines: string[] }[];
}

/**
 * Paths, and groups of shapes that are moved as a whole: those of the same inks become one, in the place of the first of them.
 * What is drawn otherwise (words, shapes that are turned) stays as it is.
 */
export function merged(drawings: readonly ElementView[]): ElementView[] {
  const layers = new Map<string, Layer | ElementView>();
  for (const drawing of drawings) {
    const isGroup = drawing.tag === "g";
    const shapes = isGroup ? shapesOf(drawing) : [drawing];
    const move = isGroup ? moveOf(drawing) : { x: 0, y: 0 };
    if (shapes === null || move === null) {
      layers.set(drawing.extras.key ?? `alone${layers.size}`, drawing);
      continue;
    }
    const { transform: _, ...group } = drawing.attributes;
    const sign = `${isGroup ? signOf(group) : ""}>${shapes.map(({ attributes }) => signOf(attributes)).join(">")}`;
    const known = layers.get(sign);
    const layer =
      known !== undefined && "shapes" in known
        ? known
        : {
            group: isGroup ? group : null,
            shapes: shapes.map(({ attributes }) => ({ ink: inkOf(attributes), outlines: [] as string[] })),
          };
    layers.set(sign, layer);
    shapes.forEach((shape, at) => layer.shapes[at]?.outlines.push(outlineOf(shape, move.x, move.y)));
  }
  return [...layers].map(([sign, layer]) => ("shapes" in layer ? layerView(sign, layer) : layer));
}

function layerView(key: string, { group, shapes }: Layer): ElementView {
  const paths = shapes.map(({ ink, outlines }) => ({ ...ink, d: outlines.join("") }));
  if (group !== null)
    return svg(
      "g",
      group,
      paths.map((attributes) => svg("path", attributes)),
      { key },
    );
  return svg("path", paths[0], [], { key });
}

function shapesOf({ children }: ElementView): readonly ElementView[] | null {
  const isShape = (view: View): view is ElementView =>
    view !== null && typeof view !== "string" && SHAPES.has(view.tag) && view.attributes.transform === undefined;
  return children.every(isShape) ? children : null;
}

function moveOf({ attributes: { transform } }: ElementView): { readonly x: number; readonly y: number } | null {
  if (transform === undefined) return { x: 0, y: 0 };
  const found = TRANSLATION.exec(String(transform));
  return found === null ? null : { x: Number(found[1]), y: Number(found[2]) };
}

function signOf(attributes: Attributes): string {
  let sign = "";
  for (const name in attributes) if (!PLACE.has(name)) sign += `${name}=${String(attributes[name])} `;
  return sign;
}

function inkOf(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !PLACE.has(name)));
}

/** The outline of a shape, moved, as a path that begins and goes round where the browser's own does: dashes depend on it. */
function outlineOf({ tag, attributes }: ElementView, x: number, y: number): string {
  const of = (value: Attribute): number => Number(value ?? 0);
  switch (tag) {
    case "circle": {
      const r = of(attributes.r);
      return `M${round(x + of(attributes.cx) + r)} ${round(y + of(attributes.cy))}a${r} ${r} 0 0 1 ${-2 * r} 0a${r} ${r} 0 0 1 ${2 * r} 0Z`;
    }
    case "rect": {
      const [width, height] = [of(attributes.width), of(attributes.height)];
      const r = Math.min(of(attributes.rx), width / 2, height / 2);
      const corner = (dx: number, dy: number): string => (r === 0 ? "" : `a${r} ${r} 0 0 1 ${dx * r} ${dy * r}`);
      const [across, down] = [hundredth(width - 2 * r), hundredth(height - 2 * r)];
      return `M${hundredth(x + of(attributes.x) + r)} ${hundredth(y + of(attributes.y))}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h${-across}${corner(-1, -1)}v${-down}${corner(1, -1)}Z`;
    }
    default:
      return moved(String(attributes.d), x, y);
  }
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A piece of a path: text, then a number on an axis that moves with the path. */
interface Piece {
  readonly text: string;
  readonly axis: "x" | "y" | null;
  readonly at: number;
}

/** By path: there are as many as glyphs. */
const pieces = new Map<string, readonly Piece[]>();
/** Paths of glyphs differ by the width of a column, too: so many are remembered. */
const MOST_PIECES = 1024;

/** A path somewhere else: its absolute coordinates move. */
function moved(path: string, x: number, y: number): string {
  if (x === 0 && y === 0) return path;
  let known = pieces.get(path);
  if (known === undefined) {
    if (pieces.size >= MOST_PIECES) pieces.clear();
    pieces.set(path, (known = piecesOf(path)));
  }
  let out = "";
  for (const { text, axis, at } of known) {
    out += text;
    if (axis !== null) out += String(hundredth(at + (axis === "x" ? x : y)));
  }
  return out;
}

function piecesOf(path: string): readonly Piece[] {
  const found: Piece[] = [];
  for (const [, command = "", list = ""] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/gu)) {
    const numbers = list.trim() === "" ? [] : list.trim().split(/[\s,]+/u);
    const absolute = command !== command.toLowerCase();
    let text = command;
    numbers.forEach((number, at) => {
      if (at > 0) text += " ";
      const axis = command === "H" ? "x" : command === "V" ? "y" : at % 2 === 0 ? "x" : "y";
      if (absolute) {
        found.push({ text, axis, at: Number(number) });
        text = "";
      } else text += number;
    });
    if (text !== "") found.push({ text, axis: null, at: 0 });
  }
  return found;
}
