/** A lane: its label, its life line, the branch from its parent and the wall at its end. */
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { letterOf } from "../ink.js";
import { looks } from "../story/look.js";
import type { State, Process } from "../../language/picture/state/state.js";
import type { Story } from "../story/story.js";
import { round } from "./glyph.js";
import { labelRoom, laneOf, LONGEST_SLOT, xOf } from "./layout.js";
import type { Lane, Layout } from "./layout.js";
import { written } from "../number.js";

/** Width of a letter of the `holds` column. */
const LETTER_WIDTH = 7.7;

/** What changes with the chosen step: the name, dead, faint while unborn, and what the process holds. */
export function laneLabel(story: Story, layout: Layout, process: Process, current: number, state: State): ElementView {
  const lane = laneOf(layout, process.pid);
  if (lane === undefined) return svg("g", {}, [], { key: `l${process.pid}` });
  const { end } = process;
  const over = end !== null && end.step <= current ? end : null;
  const signal = over?.signal ?? null;
  const killed = signal !== null;
  const unborn = process.born > current;
  const below = killed
    ? "killed"
    : over !== null
      ? "exited"
      : process.parent !== null
        ? `fork of ${story.name(process.parent)}`
        : `pid ${process.pid}`;
  const children: ElementView[] = [];
  if (layout.breadth === "narrow") {
    children.push(
      svg("text", { class: "name small", x: layout.left, y: round(lane.top - 1) }, [
        cut(process.name, 16),
        svg("tspan", { class: "sub", dx: 6 }, [killed ? `killed ${signal}` : below]),
      ]),
    );
  } else {
    const named = slotNames(story, layout, process);
    const room = labelRoom(layout.left, Math.max(0, ...named.map((name) => name.length)));
    children.push(
      svg("text", { class: "name", x: 0, y: round(lane.life + 4) }, [cut(process.name, room.name)]),
      svg("text", { class: "sub", x: 0, y: round(lane.life + 19) }, [cut(below, room.below)]),
    );
    if (!layout.dense) children.push(...rowLabels(named, layout, lane));
    else children.push(holds(state, process, layout, lane));
  }
  return svg(
    "g",
    { class: classes("lane-label", layout.breadth === "narrow" && "above", killed && "killed", unborn && "unborn") },
    children,
    {
      key: `l${process.pid}`,
    },
  );
}

/** What the rows of a lane are called, where there is room for it. */
function slotNames(story: Story, layout: Layout, process: Process): readonly string[] {
  if (layout.dense || layout.column < 40) return [];
  return story.rowsOf(process.pid).map(({ name }) => cut(name, LONGEST_SLOT));
}

function rowLabels(names: readonly string[], layout: Layout, lane: Lane): ElementView[] {
  return names.map((name, row) =>
    svg(
      "text",
      {
        class: "slot-name",
        x: layout.left - 10,
        y: round(lane.threads + row * (layout.thread + layout.gap) + layout.thread - 3.5),
      },
      [name],
    ),
  );
}

/** The chosen step's pages in letters, where threads are too thin to carry them; their number, where the letters are too many. */
function holds(state: State, process: Process, layout: Layout, lane: Lane): ElementView {
  const room = Math.floor((layout.width - layout.right - 8) / LETTER_WIDTH);
  const parts: ElementView[] = [];
  const place = { class: "holds", x: layout.right + 8, y: round(lane.life + 4) };
  const mappings = state.mappingsOf(process.pid);
  const slots = mappings.reduce((sum, mapping) => sum + mapping.length, 0);
  if (slots > room) {
    const held = written(state.held.get(process.pid) ?? 0);
    return svg("text", { ...place, class: "sub" }, [`${held} of ${written(slots)}`]);
  }
  let length = 0;
  for (const look of mappings.flatMap((mapping) => looks(state, mapping, room))) {
    const text =
      "page" in look ? letterOf(look.page) : look.look === "promised" ? "▨" : look.look === "gone" ? " " : "·";
    length += text.length;
    if (length >= room) {
      parts.push(svg("tspan", {}, ["…"]));
      break;
    }
    const name = look.look === "taken" ? "lost-letter" : "page" in look ? null : "faint-letter";
    parts.push(svg("tspan", { class: name }, [text]));
  }
  return svg("text", place, parts);
}

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
  const ends = end !== null && end.step <= layout.to ? xOf(layout, end.step) : layout.right;
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

/** Cuts a name to so many characters. */
export function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
