/** Runs of one scenario beside one another: which are the same, and where the others first come to something else. */
import type { Event, KernelId, StepTrace } from "../../engine/index.js";
import type { KernelRun, ScenarioRuns } from "../analysis.js";
import { list, say, whyOf } from "../explain/index.js";
import type { Trial } from "../picture/messages.js";
import type { Phrase, TriedSizes } from "../picture/picture.js";
import type { Run } from "../run/index.js";
import { AS_WRITTEN, tryVariant } from "./variant.js";

/** One run, under every kernel that makes it step by step the same. */
export interface RunRow {
  readonly kernels: readonly KernelId[];
  readonly sizes: TriedSizes;
  readonly run: KernelRun;
}

export interface RunComparison {
  readonly rows: readonly RunRow[];
  /** The first step (counted from 1) that does not come to the same everywhere; null when all do. */
  readonly difference: number | null;
  readonly sentence: Phrase;
}

/** Compares a scenario's runs under the kernels that it lists, and under what is tried. */
export function* compareRuns(scenario: ScenarioRuns, trials: readonly Trial[]): Generator<void, RunComparison> {
  const found: { readonly kernel: KernelId; readonly sizes: TriedSizes; readonly run: KernelRun }[] = [];
  for (const kernel of scenario.scenario.kernels)
    found.push({ kernel, sizes: AS_WRITTEN, run: yield* tryVariant(scenario, kernel, AS_WRITTEN) });
  for (const { kernel, pool, overcommit } of trials)
    found.push({ kernel, sizes: { pool, overcommit }, run: yield* tryVariant(scenario, kernel, { pool, overcommit }) });
  const rows: { kernels: KernelId[]; sizes: TriedSizes; run: KernelRun }[] = [];
  for (const { kernel, sizes, run } of found) {
    const twin = rows.find(
      (row) =>
        row.sizes.pool === sizes.pool && row.sizes.overcommit === sizes.overcommit && isSameRun(row.run.run, run.run),
    );
    if (twin === undefined) rows.push({ kernels: [kernel], sizes, run });
    else if (!twin.kernels.includes(kernel)) twin.kernels.push(kernel);
    yield;
  }
  const difference = firstDifference(rows.map(({ run }) => run.run));
  return { rows, difference, sentence: sentenceOf(rows, difference) };
}

/** Whether nothing that can be seen of two runs differs. */
function isSameRun(a: Run, b: Run): boolean {
  return (
    a.steps.length === b.steps.length &&
    a.end?.by === b.end?.by &&
    a.steps.every(({ trace }, at) => {
      const other = b.steps[at];
      return other !== undefined && looks(trace) === looks(other.trace);
    })
  );
}

/** The first step, counted from 1, that does not come to the same in all runs. */
function firstDifference(runs: readonly Run[]): number | null {
  const [first] = runs;
  if (first === undefined) return null;
  const longest = Math.max(...runs.map(({ steps }) => steps.length));
  for (let at = 0; at < longest; at++) {
    const outcomes = runs.map(({ steps }) => {
      const step = steps[at];
      return step === undefined ? "" : outcome(step.trace);
    });
    if (outcomes.some((each) => each !== outcomes[0])) return at + 1;
  }
  return null;
}

/** What a reader sees of a step: its result, the counters, and what it did to pages and processes. */
function looks({ result, counters, events }: StepTrace): string {
  return JSON.stringify([result, counters, events.flatMap(seen)]);
}

/** What a step comes to: its result, who dies, who loses a page, and whether a page is copied. */
function outcome({ result, events }: StepTrace): string {
  return JSON.stringify([
    result,
    events.flatMap((event): readonly unknown[] => {
      switch (event.kind) {
        case "kill":
          return [["kill", event.pid, event.signal]];
        case "unmap":
          return event.why === "taken" ? [["taken", event.pid, event.index]] : [];
        case "copy":
          return [["copy", event.pid, event.index]];
        default:
          return [];
      }
    }),
  ]);
}

/** An event without what only says by which rule it happened. */
function seen(event: Event): readonly unknown[] {
  switch (event.kind) {
    case "map":
      return [["map", event.pid, event.mapping, event.index, event.page]];
    case "unmap":
      return [["unmap", event.pid, event.mapping, event.index, event.why]];
    case "mark":
      return [["mark", event.pid, event.mapping, event.from, event.to]];
    case "kill":
      return [["kill", event.pid, event.signal]];
    case "copy":
      return [["copy", event.pid, event.mapping, event.index, event.to]];
    default:
      return [];
  }
}

function sentenceOf(rows: readonly RunRow[], difference: number | null): Phrase {
  const [first] = rows;
  if (first === undefined) return say`There is nothing to compare.`;
  if (difference === null) {
    const kernels = new Set(rows.flatMap((row) => row.kernels));
    return rows.length === 1
      ? kernels.size === 1
        ? say`One kernel is listed, and nothing else is tried: there is nothing to compare yet.`
        : say`The same run, step by step, under ${list([...kernels].map((name) => ({ name })))}.`
      : say`No step comes to anything else; only the counters differ.`;
  }
  const item = rows.map(({ run }) => run.run.steps[difference - 1]?.item).find((found) => found !== undefined);
  const actor = item?.step.actor ?? null;
  const said = new Map<string, { readonly names: { readonly name: string }[]; readonly summary: Phrase }>();
  for (const row of rows) {
    const summary = whyOf(row.run.run, difference)?.summary ?? say`never reached`;
    const key = JSON.stringify(summary);
    const known = said.get(key) ?? { names: [], summary };
    known.names.push(...rowNames(row));
    said.set(key, known);
  }
  const clauses = [...said.values()].map(({ names, summary }) => say`${list(names)}: ${withoutStop(summary)}`);
  const head = say`First difference at ${{ step: difference }}, ${{ name: `${actor === null ? "" : `${actor}: `}${item?.text ?? ""}` }}.`;
  return clauses.reduce<Phrase>((all, clause) => say`${all}\n${clause}.`, head);
}

function rowNames({ kernels, sizes }: RunRow): { readonly name: string }[] {
  const tried = sizesWords(sizes);
  return kernels.map((kernel) => ({ name: tried === "" ? kernel : `${kernel} with ${tried}` }));
}

/** `pool 3`, `pool 3, overcommit 1`; empty when nothing is tried. */
export function sizesWords({ pool, overcommit }: TriedSizes): string {
  return [pool === null ? [] : [`pool ${pool}`], overcommit === null ? [] : [`overcommit ${overcommit}`]]
    .flat()
    .join(", ");
}

function withoutStop(phrase: Phrase): Phrase {
  const last = phrase.at(-1);
  return typeof last === "string" && last.endsWith(".") ? [...phrase.slice(0, -1), last.slice(0, -1)] : phrase;
}
