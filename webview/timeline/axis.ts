/** Step heads: the number, and the action where a column is wide enough. */
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { PictureStep } from "../../language/picture/picture.js";
import type { Story } from "../story/story.js";
import { round } from "./glyph.js";
import { ACTION_COLUMN, xOf } from "./layout.js";
import type { Layout } from "./layout.js";
import { written } from "../number.js";

/** Width of a character of the small monospaced type. */
const CHARACTER = 6.8;
/** Width of a digit of a head. */
const DIGIT = 6.6;

/** Keys are places in the window: in another window the same elements say other steps. */
export function axisView(story: Story, layout: Layout, current: number): ElementView {
  const heads: ElementView[] = [];
  let now: ElementView | null = null;
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
    const key = chosen ? "now" : `n${Math.ceil((step - layout.from) / every)}`;
    const place = { x: round(xOf(layout, step)), y: 11 };
    const head = svg("text", { class: classes("head", chosen && "now"), ...place }, [written(step)], { key });
    if (chosen) now = head;
    else heads.push(head);
  }
  if (now !== null) heads.push(now);
  if (layout.column >= ACTION_COLUMN) {
    for (let step = layout.from; step <= layout.to; step++) {
      const found = story.step(step);
      if (found === null) continue;
      const text = shorten(found, Math.floor((layout.column - 12) / CHARACTER));
      heads.push(
        svg(
          "text",
          { class: classes("action", step === current && "now"), x: round(xOf(layout, step)), y: 25 },
          [text],
          { key: `a${step - layout.from}` },
        ),
      );
    }
  }
  if (layout.dense && layout.breadth !== "narrow") {
    const behind = xOf(layout, current) + (written(current).length * DIGIT) / 2 + 6;
    const x = round(Math.max(layout.right + 8, behind));
    heads.push(svg("text", { class: "head-holds", x, y: 11 }, ["holds"], { key: "holds" }));
  }
  return svg("g", { class: "axis" }, heads, { key: "axis" });
}

/** The longest form of an action that a head has room for: `a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)` becomes `a = mmap 2`, or `mmap 2`. */
export function shorten(step: PictureStep, room: number): string {
  const forms = formsOf(step);
  const last = forms.at(-1) ?? step.text;
  return forms.find((form) => form.length <= room) ?? `${last.slice(0, Math.max(1, room - 1))}…`;
}

/** Forms of an action, each shorter than the one before. */
function formsOf(step: PictureStep): readonly string[] {
  const call = /^(?:([\w[\]]+)\s*=\s*)?(\w+)\((.*)\)$/u.exec(step.text);
  if (call === null) {
    const access = /^(\w+)\s+(\w+)(\[.*\])?$/u.exec(step.text);
    if (access !== null) return [step.text, `${access[1] ?? ""} ${access[2] ?? ""}`, access[1] ?? ""];
    const sysctl = step.text.replace(/^sysctl vm\./u, "");
    return [sysctl, sysctl.replace(/^nr_/u, "")];
  }
  const [, result, name = "", list = ""] = call;
  if (name === "fork" || name === "vfork") return [`${name}()`];
  const words = list.split(",").map((word) => word.trim().replace(/^.*\//u, ""));
  const made = step.events.find((event) => event.kind === "mmap");
  const told = name === "mmap" ? `mmap ${made?.pages ?? words[1] ?? ""}` : `${name}(${words.join(", ")})`;
  const prefix = result === undefined ? "" : `${result} = `;
  return [
    `${prefix}${told}`,
    told,
    ...(words.length > 1 && name !== "mmap" ? [`${name} ${words[0] ?? ""}`] : []),
    name,
  ];
}
