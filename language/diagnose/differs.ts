/** Where the kernels that a scenario lists part: survives here, dies under another, or the reverse. */
import type { KernelId } from "../../engine/index.js";
import { notRun, type Run, type RunStep } from "../run/index.js";
import type { Problem } from "./problem.js";

interface Fate {
  readonly step: RunStep;
  /** How the actor ended on this line; null when it lived through every round of it. */
  readonly end: string | null;
}

/** Differences of one run against the other runs of its scenario, one problem a line. */
export function differencesOf(shown: Run, others: readonly Run[]): readonly Problem[] {
  const mine = fatesOf(shown);
  const theirs = others.map((run) => ({ kernel: run.kernel, fates: fatesOf(run) }));
  const problems: Problem[] = [];
  for (const [key, fate] of mine) {
    const different: { readonly kernel: KernelId; readonly fate: Fate }[] = [];
    for (const { kernel, fates } of theirs) {
      const other = fates.get(key);
      if (other === undefined || (other.end === null) === (fate.end === null)) continue;
      if (isKnown(fate, other)) continue;
      different.push({ kernel, fate: other });
    }
    if (different.length > 0) problems.push(differenceProblem(shown.kernel, fate, different));
  }
  return problems;
}

/** Who announced the death where it comes, and nothing else where it does not, knows of the difference. */
function isKnown(a: Fate, b: Fate): boolean {
  const [dies, lives] = a.end === null ? [b, a] : [a, b];
  return dies.step.announced === "came" && lives.step.announced !== "missed";
}

function fatesOf(run: Run): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const step of run.steps) {
    if (notRun(step.trace.result)) continue;
    const { uri, range } = step.item;
    const key = `${uri} ${range.start.line}`;
    const known = fates.get(key);
    if (known === undefined || known.end === null) fates.set(key, { step, end: endOf(step) });
  }
  return fates;
}

function endOf(step: RunStep): string | null {
  if (step.trace.result === "BUG") return "the kernel hits a BUG_ON";
  if (step.trace.result === "HANG") return "the access never returns";
  const kill = step.trace.events.find((event) => event.kind === "kill" && event.cause.why !== "kill");
  return kill?.kind === "kill" ? `${step.item.step.actor ?? "the actor"} is killed by ${kill.signal}` : null;
}

function differenceProblem(
  kernel: KernelId,
  fate: Fate,
  different: readonly { readonly kernel: KernelId; readonly fate: Fate }[],
): Problem {
  const actor = fate.step.item.step.actor ?? "the administrator";
  const names = different.map((other) => other.kernel).join(", ");
  const ends = [...new Set(different.flatMap(({ fate: { end } }) => end ?? []))].join(" or ");
  const message =
    fate.end === null
      ? `${actor} survives here under ${kernel}, but ${ends} under ${names}.`
      : `${capital(fate.end)} here under ${kernel}, but ${actor} survives under ${names}.`;
  return {
    code: "differs-by-kernel",
    uri: fate.step.item.uri,
    range: fate.step.item.range,
    message,
    related: [],
    round: 1,
    rounds: 1,
  };
}

function capital(words: string): string {
  // A process's name keeps its case.
  return words.startsWith("the ") ? `T${words.slice(1)}` : words;
}
