/** The arrow from a write that takes a page to every thread that loses it. */
import { svg } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { letterOf } from "../ink.js";
import { within } from "../story/story.js";
import type { Story, Taking } from "../story/story.js";
import { round } from "./glyph.js";
import { laneOf, xOf } from "./layout.js";
import type { Layout } from "./layout.js";
import type { PageId } from "../../engine/index.js";

const WORDS_COLUMN = 50;
/** Arrows of one step: they lie on one another, and a step may take thousands of pages. */
const MOST_ARROWS = 64;

export function takingViews(story: Story, layout: Layout, follow: PageId | null): ElementView[] {
  const views: ElementView[] = [];
  for (const { step } of within(story.takings, layout.from, layout.to))
    for (const taking of story.takingsAt(step).slice(0, MOST_ARROWS)) {
      const key = `k${step}:${taking.page}`;
      const aside = follow !== null && follow !== taking.page;
      views.push(svg("g", { class: aside ? "aside" : null }, arrows(story, layout, taking, key), { key }));
    }
  return views;
}

function arrows(story: Story, layout: Layout, taking: Taking, name: string): ElementView[] {
  const taker = taking.by === null ? undefined : laneOf(layout, taking.by);
  if (taker === undefined) return [];
  const x = round(xOf(layout, taking.step));
  const lines: ElementView[] = [];
  const heads: ElementView[] = [];
  const words: ElementView[] = [];
  taking.victims.forEach((victim, at) => {
    const lane = laneOf(layout, victim.pid);
    if (lane === undefined) return;
    const row = story.rowAt(victim.pid, victim.slot);
    const middle = lane.threads + row * (layout.thread + layout.gap) + layout.thread / 2;
    const up = middle < taker.life;
    const from = taker.life + (up ? -layout.glyph / 2 : layout.glyph / 2);
    const tip = round(up ? middle + layout.thread / 2 + 1 : middle - layout.thread / 2 - 1);
    const back = up ? 1 : -1;
    lines.push(
      svg("path", { class: "taking halo", d: `M${x} ${from}V${tip}` }, [], { key: `${name}h${at}` }),
      svg("path", { class: "taking", d: `M${x} ${from}V${tip + 5 * back}` }, [], { key: `${name}l${at}` }),
    );
    heads.push(
      svg(
        "path",
        { class: "taking-head", d: `M${x - 5} ${tip + 7 * back}L${x} ${tip - 1.5 * back}L${x + 5} ${tip + 7 * back}Z` },
        [],
        { key: `${name}t${at}` },
      ),
    );
    if (!layout.dense && layout.column > WORDS_COLUMN)
      words.push(
        svg(
          "text",
          { class: "takes", x: x + 9, y: lane.life - (layout.breadth === "narrow" ? 8 : 11) },
          [`takes ${letterOf(taking.page)}`],
          { key: `${name}w${at}` },
        ),
      );
  });
  return [...lines, ...heads, ...words];
}
