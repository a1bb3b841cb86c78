/** One shape an event. Hues only echo which page; the shape says what happened. */
import { classes, svg } from "../dom/view.js";
import type { Attributes, ElementView } from "../dom/view.js";
import { hueClass } from "../ink.js";
import type { Glyph } from "../story/mark.js";
import type { PageId } from "../../engine/index.js";

/** Draws a glyph of `size` pixels around (x, y); `aside` = another page is followed. */
export function glyphView(
  glyph: Glyph,
  x: number,
  y: number,
  size: number,
  page: PageId | null,
  key: string,
  aside = false,
): ElementView {
  const name = classes("glyph", `g-${glyph}`, page === null ? null : hueClass(page), aside && "aside");
  return svg("g", { class: name, transform: `translate(${round(x)} ${round(y)})` }, shape(glyph, size), { key });
}

function shape(glyph: Glyph, size: number): ElementView[] {
  const h = size / 2;
  switch (glyph) {
    case "access":
      return [circle(Math.max(1.2, size * 0.14), "dot")];
    case "mmap":
      return [
        path(
          `M${n(-h * 0.35)} ${n(-h * 0.8)}h${n(-h * 0.5)}v${n(h * 1.6)}h${n(h * 0.5)}M${n(h * 0.35)} ${n(-h * 0.8)}h${n(h * 0.5)}v${n(h * 1.6)}h${n(-h * 0.5)}`,
          "paper line bold",
        ),
      ];
    case "munmap":
      return [
        path(
          `M${n(-h * 0.85)} ${n(-h * 0.8)}h${n(h * 0.5)}v${n(h * 1.6)}h${n(-h * 0.5)}M${n(h * 0.85)} ${n(-h * 0.8)}h${n(-h * 0.5)}v${n(h * 1.6)}h${n(h * 0.5)}`,
          "paper line bold",
        ),
      ];
    case "fault":
      return [circle(h * 0.8, "page rim")];
    case "lucky":
      return [circle(h * 0.98, "paper line", { "stroke-dasharray": "1.5 2" }), circle(h * 0.55, "page")];
    case "cached":
      return [circle(h * 0.68, "paper ring", { "stroke-width": n(size * 0.2) })];
    case "surplus":
      return [
        circle(h * 0.85, "paper line", { "stroke-dasharray": "2 1.5" }),
        path(`M${n(-h * 0.42)} 0h${n(h * 0.84)}M0 ${n(-h * 0.42)}v${n(h * 0.84)}`, "line"),
      ];
    case "copy":
      return [square(-h * 0.9, h * 1.15, "paper line"), square(-h * 0.3, h * 1.2, "page rim")];
    case "reuse":
      return [square(-h * 0.7, h * 1.4, "paper ring", { "stroke-width": n(size * 0.17) }), circle(size * 0.12, "page")];
    case "taking":
      return [
        path(`M0 ${n(-h)}L${n(h)} 0L0 ${n(h)}L${n(-h)} 0Z`, "lost rim"),
        path(
          `M0 ${n(-h * 0.45)}v${n(h * 0.8)}m${n(-h * 0.34)} ${n(-h * 0.34)}l${n(h * 0.34)} ${n(h * 0.38)}l${n(h * 0.34)} ${n(-h * 0.38)}`,
          "on-lost",
        ),
      ];
    case "fork":
      return [circle(h * 0.52, "paper line bold")];
    case "exec":
      return [
        path(
          `M${n(-h * 0.8)} ${n(-h * 0.7)}l${n(h * 0.7)} ${n(h * 0.7)}l${n(-h * 0.7)} ${n(h * 0.7)}M0 ${n(-h * 0.7)}l${n(h * 0.7)} ${n(h * 0.7)}l${n(-h * 0.7)} ${n(h * 0.7)}`,
          "line bold",
        ),
      ];
    case "exit":
      return [path(`M0 ${n(-h * 0.8)}v${n(h * 1.6)}`, "line heavy")];
    case "fail":
      return [
        path(`M0 ${n(-h * 0.95)}L${n(h)} ${n(h * 0.8)}H${n(-h)}Z`, "paper lost-line"),
        path(`M0 ${n(-h * 0.3)}v${n(h * 0.5)}`, "lost-line"),
        svg("circle", { cx: 0, cy: n(h * 0.52), r: 0.9, class: "lost" }),
      ];
    case "kill":
      return [square(-h, size, "death rim", { rx: n(size * 0.22) }), cross(h, "on-death", Math.max(1.5, size * 0.15))];
    case "announced":
      return [square(-h, size, "paper death-line", { rx: n(size * 0.22) }), cross(h, "death-line", 1.6)];
    case "bug":
      return [
        octagon(h),
        path(`M0 ${n(-h * 0.5)}v${n(h * 0.55)}`, "on-death", { "stroke-width": n(size * 0.14) }),
        svg("circle", { cx: 0, cy: n(h * 0.48), r: n(size * 0.085), class: "on-death-fill" }),
      ];
    case "hang":
      return [
        octagon(h),
        path(
          `M0 0C${n(-h * 0.3)} ${n(-h * 0.5)} ${n(-h * 0.72)} ${n(-h * 0.36)} ${n(-h * 0.72)} 0S${n(-h * 0.3)} ${n(h * 0.5)} 0 0S${n(h * 0.72)} ${n(h * 0.36)} ${n(h * 0.72)} 0S${n(h * 0.3)} ${n(-h * 0.5)} 0 0Z`,
          "on-death",
          { "stroke-width": n(size * 0.1) },
        ),
      ];
    case "never":
      return [circle(h * 0.4, "faint", { "stroke-dasharray": "1.5 1.5" })];
    case "sysctl":
      return [...spokes(h), circle(h * 0.5, "paper line"), circle(h * 0.16, "dot")];
    default:
      return glyph satisfies never;
  }
}

/** A small event where columns are too narrow for glyphs. */
export function tickView(x: number, y: number, page: PageId | null, key: string, aside: boolean): ElementView {
  return svg(
    "path",
    {
      class: classes("tick", page === null ? "tick-dot" : hueClass(page), aside && "aside"),
      d: `M${round(x)} ${round(y - 3)}v6`,
    },
    [],
    { key },
  );
}

function spokes(h: number): ElementView[] {
  const turns = [0, 60, 120];
  return turns.map((angle) =>
    svg("path", { class: "line", d: `M0 ${n(-h * 0.8)}v${n(h * 1.6)}`, transform: `rotate(${angle})` }),
  );
}

function octagon(h: number): ElementView {
  const c = h * 0.42;
  return path(
    `M${n(-c)} ${n(-h)}H${n(c)}L${n(h)} ${n(-c)}V${n(c)}L${n(c)} ${n(h)}H${n(-c)}L${n(-h)} ${n(c)}V${n(-c)}Z`,
    "death rim",
  );
}

function cross(h: number, name: string, stroke: number): ElementView {
  return path(
    `M${n(-h * 0.42)} ${n(-h * 0.42)}l${n(h * 0.84)} ${n(h * 0.84)}m0 ${n(-h * 0.84)}l${n(-h * 0.84)} ${n(h * 0.84)}`,
    name,
    { "stroke-width": n(stroke) },
  );
}

function circle(radius: number, name: string, more: Attributes = {}): ElementView {
  return svg("circle", { class: name, r: n(radius), ...more });
}

function square(at: number, side: number, name: string, more: Attributes = {}): ElementView {
  return svg("rect", { class: name, x: n(at), y: n(at), width: n(side), height: n(side), rx: 1.5, ...more });
}

function path(d: string, name: string, more: Attributes = {}): ElementView {
  return svg("path", { class: name, d, ...more });
}

function n(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Coordinates to a tenth of a pixel: finer is not seen, and shorter text patches faster. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
