/** A lane: the rule above it, its life line, the branch from its parent and the wall at its end. */
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Process } from "../../language/picture/state/state.js";
import { round } from "./glyph.js";
import { laneOf, xOf } from "./layout.js";
import type { Layout } from "./layout.js";

/** What never changes: the rule above, the life line, the branch and the wall. */
export function laneLines(
  layout: Layout,
  process: Process,
  first: boolean,
): { under: ElementView[]; over: ElementView[] } {
  const lane = laneOf(layout, process.pid);
  const under: ElementView[] = [];
  const over: ElementView[] = [];
  if (lane === undefined) return { under, over };
  const key = (name: string): { key: string } => ({ key: `${name}${process.pid}` });
  const narrow = layout.breadth === "narrow";
  if (!first) {
    const y = round(lane.top - (narrow ? (layout.dense ? 17 : 20) : layout.dense ? 4 : 6));
    under.push(svg("path", { class: "rule", d: `M0 ${y}H${layout.width}` }, [], key("rule")));
  }
  const { born, end } = process;
  const bornInView = born >= layout.from && born > 0;
  if (born > layout.to || (end !== null && end.step < layout.from)) return { under, over };
  const corner = Math.min(8, layout.column / 2);
  const start = born === 0 || !bornInView ? layout.left : xOf(layout, born);
  const ends = end !== null && end.step <= layout.to ? xOf(layout, end.step) : layout.end;
  over.push(
    svg(
      "path",
      { class: "life", d: `M${round(start + (bornInView ? corner : 0))} ${lane.life}H${round(ends)}` },
      [],
      key("life"),
    ),
  );
  const parent = process.parent === null ? undefined : laneOf(layout, process.parent);
  if (bornInView && parent !== undefined) {
    const d = `M${round(start)} ${parent.life}V${lane.life - corner}Q${round(start)} ${lane.life} ${round(start + corner)} ${lane.life}`;
    over.push(
      svg("path", { class: "branch halo", d }, [], key("halo")),
      svg("path", { class: "branch", d }, [], key("branch")),
    );
  }
  if (end !== null && end.step <= layout.to)
    over.push(
      svg(
        "path",
        {
          class: classes("wall", end.signal !== null && "killed"),
          d: `M${round(ends)} ${lane.life}V${round(lane.end)}`,
        },
        [],
        key("wall"),
      ),
    );
  return { under, over };
}
