/**
 * Inlay hints: behind a step the counters that it changed, the pages that it touched, the copies that it made, under the
 * kernel that is shown.
 *
 * They stand at the end of their line, behind even a comment, so that nothing of the text ever moves when they come, go or
 * change. While a line of a scenario does not parse, its hints are those from before the edit: a half-typed line would
 * else change the numbers of all that follow it, and back again two keystrokes later.
 */
import type { InlayHint, Range } from "vscode-languageserver-types";
import { type Counters, DEFAULT_PAGE_SIZE, type Event, type StepTrace } from "../../engine/index.js";
import type { ScenarioRuns } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { pageLetter } from "../picture/picture.js";
import { countersBefore, type Run, type RunStep } from "../run/index.js";
import { changedLines, newLine } from "../syntax/changed.js";

/** Which kinds are wanted. */
export interface HintKinds {
  readonly counters: boolean;
  readonly pages: boolean;
  readonly copies: boolean;
}

export const ALL_HINTS: HintKinds = { counters: true, pages: true, copies: true };

/** Pages and copies told one by one; of more, how many there are. */
const MOST_TOLD = 8;

/** The hints of the lines of a range. */
export function inlayHints(document: HugetlbDocument, range: Range, kinds: HintKinds): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const scenario of document.analysis?.scenarios ?? []) {
    const { line, endLine } = scenario.scenario;
    if (endLine < range.start.line || line > range.end.line) continue;
    hints.push(...scenarioHints(document, scenario, range, kinds));
  }
  return hints;
}

function scenarioHints(document: HugetlbDocument, current: ScenarioRuns, range: Range, kinds: HintKinds): InlayHint[] {
  const { name } = current.scenario;
  const whole = current.brokenLine === null ? null : document.lastWhole(name);
  const tree = whole === null ? null : document.lastWholeTree(name);
  const run = (whole ?? current).runs[0]?.run;
  if (run === undefined) return [];
  const changed = tree === null ? null : changedLines(tree, document.tree);
  const hints: InlayHint[] = [];
  for (const [written, { step, rounds }] of lastRounds(run, document.uri)) {
    const line = changed === null ? written : newLine(changed, written);
    const text = line === null ? undefined : document.tree.lines[line]?.text;
    if (line === null || text === undefined || line < range.start.line || line > range.end.line) continue;
    const position = { line, character: text.length };
    const tooltip = rounds > 1 ? `Under ${run.kernel}, in the last of ${rounds} rounds` : `Under ${run.kernel}`;
    const label = labelsOf(run, step, kinds).join(" · ");
    if (label !== "") hints.push({ position, label, tooltip, paddingLeft: true });
  }
  return hints;
}

/** The step that each line stands for: in a loop, that of its last round. */
function lastRounds(run: Run, uri: string): ReadonlyMap<number, { readonly step: RunStep; readonly rounds: number }> {
  const last = new Map<number, { readonly step: RunStep; readonly rounds: number }>();
  for (const step of run.steps) {
    if (step.item.uri !== uri) continue;
    const { line } = step.item.range.start;
    last.set(line, { step, rounds: (last.get(line)?.rounds ?? 0) + 1 });
  }
  return last;
}

function labelsOf(run: Run, step: RunStep, kinds: HintKinds): readonly string[] {
  return [
    ...(kinds.pages ? pageLabels(step) : []),
    ...(kinds.copies ? copyLabels(step.trace.events) : []),
    ...(kinds.counters ? counterLabels(run, step) : []),
  ];
}

/** `pages AB`, of an access to several pages or to one that was not there. */
function pageLabels({ item, trace }: RunStep): readonly string[] {
  if (item.step.call !== "read" && item.step.call !== "write") return [];
  const pages = new Map<number, number>();
  const brought = new Set<number>();
  const copied = new Set<number>();
  for (const event of trace.events) {
    switch (event.kind) {
      case "map":
      case "hit":
      case "reuse":
        pages.set(event.index, event.page);
        if (event.kind === "map") brought.add(event.index);
        break;
      case "copy":
        pages.set(event.index, event.to);
        copied.add(event.index);
        break;
      default:
    }
  }
  if (pages.size === 0) return [];
  if (pages.size === 1 && [...pages.keys()].some((index) => !brought.has(index) || copied.has(index))) return [];
  if (pages.size === 1) return [`page ${letters([...pages.values()])}`];
  return [`pages ${letters([...pages].sort(([a], [b]) => a - b).map(([, page]) => page))}`];
}

function letters(pages: readonly number[]): string {
  const told = pages.slice(0, MOST_TOLD).map(pageLetter);
  const more = pages.length > MOST_TOLD ? ` and ${pages.length - MOST_TOLD} more` : "";
  return told.join(told.some((letter) => letter.length > 1) ? " " : "") + more;
}

/** `copy A → C`. */
function copyLabels(events: readonly Event[]): readonly string[] {
  const copies = events.filter((event) => event.kind === "copy");
  if (copies.length > MOST_TOLD) return [`${copies.length} copies`];
  return copies.map(({ from, to }) => `copy ${pageLetter(from)} → ${pageLetter(to)}`);
}

/** `promised 0 → 2`, `available 0`: each counter that the step changed. What falls to nothing says only that. */
function counterLabels(run: Run, { number, trace }: RunStep): readonly string[] {
  const before = run.steps[number - 2]?.trace;
  const labels = poolLabels("", countersBefore(run, number), trace.counters);
  for (const { pageSize } of run.trace.config.pools) {
    const [old, now] = [before?.sizes?.[pageSize], trace.sizes?.[pageSize]];
    if (pageSize !== DEFAULT_PAGE_SIZE && old !== undefined && now !== undefined)
      labels.push(...poolLabels(`${pageSize} `, old, now));
  }
  return [...labels, ...groupLabels(before, trace)];
}

function poolLabels(size: string, before: Counters, after: Counters): string[] {
  const rows: readonly (readonly [string, (counters: Counters) => number])[] = [
    ["in use", ({ total, free }) => total - free],
    ["promised", ({ rsvd }) => rsvd],
    ["available", ({ free, rsvd }) => free - rsvd],
    ["surplus", ({ surp }) => surp],
    ["pool", ({ total, surp }) => total - surp],
  ];
  return rows.flatMap(([name, of]) => change(size + name, of(before), of(after)));
}

function groupLabels(before: StepTrace | undefined, { cgroups = {} }: StepTrace): readonly string[] {
  return Object.entries(cgroups).flatMap(([name, { usage, rsvd }]) => {
    const old = before?.cgroups?.[name] ?? { usage: 0, rsvd: 0 };
    return [...change(`${name} in use`, old.usage, usage), ...change(`${name} promised`, old.rsvd, rsvd)];
  });
}

function change(name: string, before: number, after: number): readonly string[] {
  if (before === after) return [];
  return [after === 0 ? `${name} 0` : `${name} ${before} → ${after}`];
}
