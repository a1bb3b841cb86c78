/** Marks beside the text: where somebody dies or loses a page under the shown kernel, in a few words. */
import type { Event } from "../../engine/index.js";
import type { HugetlbDocument } from "../document.js";
import { causeInShort, Chronicle, count, list, plain, say } from "../explain/index.js";
import { MAX_MARKS } from "../limits.js";
import type { Phrase } from "../picture/picture.js";
import type { Run, RunStep } from "../run/index.js";

/** death: somebody dies and nobody announced it. announced: the death was announced and came. taken: a page is taken away. bug: the kernel itself fails. */
export type MarkKind = "death" | "announced" | "taken" | "bug";

export interface Mark {
  /** Counted from 0. */
  readonly line: number;
  readonly kind: MarkKind;
  /** `child killed by SIGBUS: page A was taken at line 10` */
  readonly text: string;
}

/** The marks of a document in the order of its lines, one for each line and kind: in a loop the first round is told, the others are counted. */
export function marksOf(document: HugetlbDocument): readonly Mark[] {
  const found = (document.analysis?.scenarios ?? []).flatMap(({ runs: [shown] }) =>
    shown === undefined ? [] : [...marksOfRun(shown.run, document.uri)],
  );
  return mergeRounds(found)
    .sort((a, b) => a.line - b.line)
    .slice(0, MAX_MARKS);
}

function* marksOfRun(run: Run, uri: string): Generator<Mark> {
  const past = new Chronicle(run);
  const lineWords = (step: number): string => {
    const item = run.steps[step - 1]?.item;
    return item === undefined ? "the start" : `line ${item.range.start.line + 1}`;
  };
  for (const step of run.steps) {
    const takings = past.takings.length;
    const here: { readonly kind: MarkKind; readonly phrase: Phrase }[] = [];
    for (const event of step.trace.events) {
      const told = tellEvent(past, event, step);
      if (told !== null) here.push(told);
      past.apply(event, step.number);
    }
    const taken = takenPhrase(past, takings);
    if (taken !== null) here.push({ kind: "taken", phrase: taken });
    past.settle(step.trace);
    if (step.item.uri !== uri) continue;
    const { line } = step.item.range.start;
    for (const { kind, phrase } of here) yield { line, kind, text: plain(phrase, lineWords) };
  }
}

function tellEvent(
  past: Chronicle,
  event: Event,
  step: RunStep,
): { readonly kind: MarkKind; readonly phrase: Phrase } | null {
  const announced = step.announced === "came";
  switch (event.kind) {
    case "kill":
      // Somebody wanted a death by kill(2).
      if (event.cause.why === "kill") return null;
      return {
        kind: announced ? "announced" : "death",
        phrase: say`${{ name: past.name(event.pid) }} killed by ${{ signal: event.signal }}: ${causeInShort(past, event)}`,
      };
    case "bug":
      return { kind: announced ? "announced" : "bug", phrase: say`BUG_ON in ${event.fn}` };
    case "hang":
      return {
        kind: announced ? "announced" : "bug",
        phrase: say`${{ name: past.name(event.pid) }} never returns from ${event.fn}`,
      };
    default:
      return null;
  }
}

/** The takings of one step: `takes pages A and B from child`. */
function takenPhrase(past: Chronicle, before: number): Phrase | null {
  const takings = past.takings.slice(before);
  if (takings.length === 0) return null;
  const pages = list(takings.map(({ page }) => ({ page })));
  const victims = [...new Set(takings.flatMap((taking) => taking.victims.map(({ pid }) => past.name(pid))))];
  return say`takes ${takings.length === 1 ? "page" : "pages"} ${pages} from ${list(victims.map((name) => ({ name })))}`;
}

function mergeRounds(marks: readonly Mark[]): Mark[] {
  const merged = new Map<string, { readonly mark: Mark; more: number }>();
  for (const mark of marks) {
    const key = `${mark.line} ${mark.kind}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { mark, more: 0 });
    else known.more++;
  }
  return [...merged.values()].map(({ mark, more }) =>
    more === 0 ? mark : { ...mark, text: `${mark.text}, and ${count(more, "more time")}` },
  );
}
