/** Step heads: the number, and the action where a column is wide enough. */
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { PictureStep } from "../../language/picture/picture.js";
import type { Story } from "../story/story.js";
import { round } from "./glyph.js";
import { ACTION_COLUMN, xOf } from "./layout.js";
import type { Layout } from "./layout.js";

/** Width of a character of the small monospaced type. */
const CHARACTER = 6.8;
/** Width of a digit of a head. */
const DIGIT = 6.6;

export function axisView(story: Story, layout: Layout, current: number): ElementView {
  const heads: ElementView[] = [];
  const width = String(layout.to).length * DIGIT + 10;
  const every =
    layout.column >= 26 && layout.column > width
      ? 1
      : ([5, 10, 20, 50, 100, 500, 1000].find((step) => step * layout.column > width * 1.3) ?? 5000);
  for (let step = layout.from; step <= layout.to; step++) {
    const chosen = step === current;
    if (!chosen && step % every !== 0 && !(step === 1 && every === 1)) continue;
    if (!chosen && current >= layout.from && Math.abs(step - current) * layout.column < width) continue;
    if (!chosen && layout.dense && layout.breadth !== "narrow" && xOf(layout, step) + width / 2 > layout.right)
      continue;
    heads.push(
      svg(
        "text",
        { class: classes("head", chosen && "now"), x: round(xOf(layout, step)), y: 11 },
        [step.toLocaleString("en")],
        { key: `n${step}` },
      ),
    );
  }
  if (layout.column >= ACTION_COLUMN) {
    for (let step = layout.from; step <= layout.to; step++) {
      const found = story.step(step);
      if (found === null) continue;
      const text = shorten(found, Math.floor((layout.column - 8) / CHARACTER));
      heads.push(
        svg(
          "text",
          { class: classes("action", step === current && "now"), x: round(xOf(layout, step)), y: 25 },
          [text],
          { key: `a${step}` },
        ),
      );
    }
  }
  if (layout.dense && layout.breadth !== "narrow")
    heads.push(svg("text", { class: "head-holds", x: layout.right + 8, y: 11 }, ["holds"], { key: "holds" }));
  return svg("g", { class: "axis" }, heads, { key: "axis" });
}

/** `a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)` is too long for a head: `a = mmap 2` says it. */
function shorten(step: PictureStep, room: number): string {
  const made = step.events.find((event) => event.kind === "mmap");
  const text = step.text
    .replace(
      /^(\w+ = )?mmap\(.*$/,
      (_, name: string | undefined) => `${name ?? ""}mmap${made === undefined ? "" : ` ${made.pages}`}`,
    )
    .replace(/^\w+(?:\[\d+\])? = (v?fork\(\))/, "$1")
    .replace(/^sysctl vm\.(nr_)?/, "");
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}
