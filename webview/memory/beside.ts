/** What the pool's pages are counted by beside their files: NUMA nodes and control groups, where the scenario has them. */
import { html, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { State } from "../../language/picture/state/state.js";
import type { GroupPicture } from "../../language/picture/picture.js";
import { written } from "../number.js";

/** A line a node; null when there is one node only. */
export function nodesView(state: State, before: State | null): ElementView | null {
  if (state.nodes.length < 2) return null;
  const rows = state.nodes.map(({ total, free, surp }, node) => {
    const old = before?.nodes[node];
    return meterView({
      key: `node${node}`,
      name: `node ${node}`,
      used: total - free,
      of: total,
      words: `${written(free)} of ${written(total)} free${surp > 0 ? `, ${surp} surplus` : ""}`,
      changed: old !== undefined && (old.free !== free || old.total !== total),
      full: free === 0,
    });
  });
  return meters("Nodes", rows);
}

/** Two lines a group: what it uses, and what it was promised, each beside its limit; null when there is no group. */
export function groupsView(state: State, before: State | null, groups: readonly GroupPicture[]): ElementView | null {
  if (groups.length === 0) return null;
  const rows = groups.flatMap(({ name, limit, rsvd }) => {
    const now = state.cgroups[name] ?? { usage: 0, rsvd: 0 };
    const old = before?.cgroups[name];
    const line = (what: string, value: number, most: number | null, was: number | undefined): ElementView =>
      meterView({
        key: `${name} ${what}`,
        name: `${name} ${what}`,
        used: value,
        of: most,
        words: most === null ? `${written(value)}, no limit` : `${written(value)} of ${written(most)}`,
        changed: was !== undefined && was !== value,
        full: most !== null && value >= most,
      });
    return [
      line("in use", now.usage, limit, old?.usage),
      ...(rsvd === null && now.rsvd === 0 ? [] : [line("promised", now.rsvd, rsvd, old?.rsvd)]),
    ];
  });
  return meters("Groups", rows);
}

interface Meter {
  readonly key: string;
  readonly name: string;
  readonly used: number;
  /** null = no limit, and no bar. */
  readonly of: number | null;
  readonly words: string;
  readonly changed: boolean;
  readonly full: boolean;
}

function meterView({ key, name, used, of, words, changed, full }: Meter): ElementView {
  const part = of === null ? 0 : of === 0 ? 1 : Math.min(1, used / of);
  return html(
    "div",
    { class: classes("meter-row", full && "full") },
    [
      html("span", { class: "label" }, [name]),
      html(
        "span",
        { class: classes("meter-bar", of === null && "open", changed && "changed"), "aria-hidden": "true" },
        [html("i", {}, [], { style: { width: `${part * 100}%` } })],
      ),
      html("span", { class: "meter-words" }, [words]),
    ],
    { key },
  );
}

function meters(name: string, rows: readonly ElementView[]): ElementView {
  return html("section", { class: "meters", "aria-label": name }, rows, { key: name });
}
