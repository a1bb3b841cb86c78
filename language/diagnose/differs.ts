/** Where the kernels that a scenario lists part: survives here, dies under another, or the reverse. */
import type { KernelId } from "../../engine/index.js";
import { notRun, type Run, type RunStep } from "../run/index.js";
import type { Problem } from "./problem.js";

interface Fate {
  readonly step: RunStep;
  /** How the actor ended on this line; null when it lived through every round of it, or never came to it. */
  readonly end: string | null;
  /** The line was not run: nobody lived to come to it. */
  readonly unreached: boolean;
}

interface Other {
  readonly kernel: KernelId;
  readonly fate: Fate;
}

/** Differences of one run against the other runs of its scenario, one problem a line. */
export function differencesOf(shown: Run, others: readonly Run[]): readonly Problem[] {
  const mine = fatesOf(shown);
  const theirs = others.map((run) => ({ kernel: run.kernel, fates: fatesOf(run) }));
  const problems: Problem[] = [];
  for (const [key, fate] of mine) {
    const different = theirs.flatMap(({ kernel, fates }): readonly Other[] => {
      const other = fates.get(key);
      return other === undefined || !differ(fate, other) || isKnown(fate, other) ? [] : [{ kernel, fate: other }];
    });
    if (different.length > 0) problems.push(differenceProblem(shown.kernel, fate, different));
  }
  return problems;
}

/** Of two that end, how; of one that ends and one that does not, that. Who never comes here does not survive it. */
function differ(mine: Fate, other: Fate): boolean {
  if (mine.unreached) return other.end !== null;
  if (other.unreached) return false;
  return mine.end !== other.end;
}

/** Who announced the death where it comes, and nothing else where it does not, knows of the difference. */
function isKnown(a: Fate, b: Fate): boolean {
  const [dies, lives] = a.end === null ? [b, a] : [a, b];
  return dies.step.announced === "came" && lives.step.announced !== "missed";
}

function fatesOf(run: Run): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const step of run.steps) {
    const { uri, range } = step.item;
    const key = `${uri} ${String(range.start.line)}`;
    const known = fates.get(key);
    if (known !== undefined && known.end !== null) continue;
    const unreached = notRun(step.trace.result);
    if (known === undefined || known.unreached || !unreached) fates.set(key, { step, end: endOf(step), unreached });
  }
  return fates;
}

function endOf(step: RunStep): string | null {
  if (step.trace.result === "BUG") return "the kernel hits a BUG_ON";
  if (step.trace.result === "HANG") return "the access never returns";
  const kill = step.trace.events.find((event) => event.kind === "kill" && event.cause.why !== "kill");
  return kill?.kind === "kill" ? `${step.item.step.actor ?? "the actor"} is killed by ${kill.signal}` : null;
}

function differenceProblem(kernel: KernelId, fate: Fate, different: readonly Other[]): Problem {
  return {
    code: "differs-by-kernel",
    uri: fate.step.item.uri,
    range: fate.step.item.range,
    message: capital(differenceWords(kernel, fate, different)),
    related: [],
    round: 1,
    rounds: 1,
  };
}

/** `child survives here under 2.6.26, but child is killed by SIGBUS under 6.1, 6.12`. */
function differenceWords(kernel: KernelId, fate: Fate, different: readonly Other[]): string {
  const actor = fate.step.item.step.actor ?? "the administrator";
  const groups = new Map<string, KernelId[]>();
  for (const other of different) {
    const end = other.fate.end ?? `${actor} survives`;
    groups.set(end, [...(groups.get(end) ?? []), other.kernel]);
  }
  const theirs = [...groups].map(([end, kernels]) => `${end} under ${kernels.join(", ")}`).join(", and ");
  if (fate.unreached) return `nobody comes here under ${kernel}, but ${theirs}.`;
  return `${fate.end ?? `${actor} survives`} here under ${kernel}, but ${theirs}.`;
}

function capital(words: string): string {
  // A process's name keeps its case.
  return /^(?:the|nobody) /u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
