/** What stands beside the lanes: names, who is dead, and what each process holds. */
import type { Pid } from "../../engine/index.js";
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { letterOf } from "../ink.js";
import { looks } from "../story/look.js";
import type { Mapping, State, Process } from "../../language/picture/state/state.js";
import type { Story } from "../story/story.js";
import { round } from "./glyph.js";
import { labelRoom, laneOf, LONGEST_SLOT } from "./layout.js";
import type { Lane, Layout } from "./layout.js";
import { written } from "../number.js";

/** Width of a letter of the `holds` column. */
const LETTER_WIDTH = 7.7;

/** The labels of all lanes of a drawing; those that a step leaves as they are stay the same views. */
export class LaneLabels {
  readonly #story: Story;
  readonly #lanes: readonly Process[];
  readonly #layout: Layout;
  /** By process: the label, and what it depends on. */
  readonly #kept = new Map<Pid, { readonly sign: string; readonly view: ElementView }>();

  constructor(story: Story, lanes: readonly Process[], layout: Layout) {
    this.#story = story;
    this.#lanes = lanes;
    this.#layout = layout;
  }

  /** The labels when `current` is chosen; `state` is the one after it. */
  view(current: number, state: State): ElementView {
    const mappings = state.mappingsByPid();
    const labels = this.#lanes.map((process) =>
      this.#label(process, current, state, mappings.get(process.pid) ?? NO_MAPPINGS),
    );
    return svg("g", { class: "labels" }, labels, { key: "labels" });
  }

  #label(process: Process, current: number, state: State, mappings: readonly Mapping[]): ElementView {
    const { born, end, pid } = process;
    const over = end !== null && end.step <= current;
    const changes = mappings.map(({ id, inode }) => `${id}:${state.changeOf(inode)}`);
    const sign = `${over} ${born > current} ${changes.join()}`;
    const kept = this.#kept.get(pid);
    if (kept?.sign === sign) return kept.view;
    const view = laneLabel(this.#story, this.#layout, process, current, state, mappings);
    this.#kept.set(pid, { sign, view });
    return view;
  }
}

const NO_MAPPINGS: readonly Mapping[] = [];

/** What changes with the chosen step: the name, dead, faint while unborn, and what the process holds. */
function laneLabel(
  story: Story,
  layout: Layout,
  process: Process,
  current: number,
  state: State,
  mappings: readonly Mapping[],
): ElementView {
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
    else children.push(holds(state, process, mappings, layout, lane));
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
function holds(state: State, process: Process, mappings: readonly Mapping[], layout: Layout, lane: Lane): ElementView {
  const room = Math.floor((layout.width - layout.right - 8) / LETTER_WIDTH);
  /** Letters of one ink after one another. */
  const parts: { readonly name: string | null; text: string }[] = [];
  const place = { class: "holds", x: layout.right + 8, y: round(lane.life + 4) };
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
    const full = length >= room;
    const name =
      full || ("page" in look && look.look !== "taken") ? null : look.look === "taken" ? "lost-letter" : "faint-letter";
    const last = parts.at(-1);
    if (last?.name === name) last.text += full ? "…" : text;
    else parts.push({ name, text: full ? "…" : text });
    if (full) break;
  }
  return svg(
    "text",
    place,
    parts.map(({ name, text }) => svg("tspan", { class: name }, [text])),
  );
}

/** Cuts a name to so many characters. */
export function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
