/** The step pinned to compare with: what differs between it and the chosen one. */
import type { Counters } from "../engine/index.js";
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon, iconButton } from "./icon.js";
import { stepLink } from "./phrase.js";
import { lookCodes } from "./story/look.js";
import type { State } from "../language/picture/state/state.js";
import type { Story } from "./story/story.js";
import { written } from "./number.js";

/** Slots of one mapping that are compared: enough for a count that says "many". */
const MOST_SLOTS = 4096;

const COUNTED: readonly (readonly [name: string, value: (counters: Counters) => number])[] = [
  ["available", ({ free, rsvd }) => free - rsvd],
  ["free", ({ free }) => free],
  ["promised", ({ rsvd }) => rsvd],
  ["surplus", ({ surp }) => surp],
  ["pool", ({ total }) => total],
];

export function pinView(
  story: Story,
  pin: number,
  step: number,
  go: (step: number) => void,
  end: () => void,
): ElementView {
  return html(
    "div",
    { class: "notice n-pin", role: "note" },
    [
      html("span", { class: "notice-icon" }, [icon("pinned")]),
      html("p", {}, ["Pinned ", stepLink(pin, `step ${written(pin)}`, go), ". ", ...differences(story, pin, step)]),
      html("span", { class: "space" }),
      iconButton("close", "Unpin (Escape)", end),
    ],
    { key: "pin" },
  );
}

function differences(story: Story, pin: number, step: number): View[] {
  if (pin === step) return ["Choose another step to see what differs."];
  const was = story.at(pin);
  const now = story.at(step);
  const counters = COUNTED.flatMap(([name, value]) => {
    const [left, right] = [value(was.counters), value(now.counters)];
    return left === right ? [] : [`${name} ${written(left)} → ${written(right)}`];
  });
  const slots = changedSlots(was, now);
  const said = [
    ...counters,
    ...(slots === 0 ? [] : [`${written(slots)} ${slots === 1 ? "slot differs" : "slots differ"}`]),
    ...livesBetween(was, now),
  ];
  return [`At step ${written(step)}: `, html("b", {}, [said.length === 0 ? "nothing differs" : said.join(" · ")])];
}

function changedSlots(was: State, now: State): number {
  let changed = 0;
  for (const mapping of now.mappings.values()) {
    const old = was.mappings.get(mapping.id);
    if (old === undefined || was.changeOf(mapping.inode) === now.changeOf(mapping.inode)) continue;
    const before = lookCodes(was, old, MOST_SLOTS);
    lookCodes(now, mapping, MOST_SLOTS).forEach((code, at) => {
      const other = before[at];
      if (other !== undefined && code !== other) changed++;
    });
  }
  return changed;
}

/** Who was born or died in between. */
function livesBetween(was: State, now: State): string[] {
  // The pinned step may be the later one.
  const back = was.step > now.step;
  const [early, late] = back ? [now, was] : [was, now];
  const all = [...late.processes.values()];
  const born = all.filter(({ pid }) => !early.processes.has(pid)).length;
  const ended = all.filter(({ pid, end }) => {
    const before = early.processes.get(pid);
    return end !== null && (before === undefined ? !back : before.end === null);
  }).length;
  return [
    ...(born === 0 ? [] : [`${born} ${back ? "not forked yet" : "forked"}`]),
    ...(ended === 0 ? [] : [`${ended} ${back ? "still alive" : "ended"}`]),
  ];
}
