/** What an exploration shows to be wrong that the run in written order does not, as the editor tells it. */
import { type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver-types";
import type { KernelId } from "../../engine/index.js";
import type { Program } from "../compile/program.js";
import { toDiagnostic } from "../diagnose/index.js";
import { MAX_RELATED_STEPS } from "../limits.js";
import type { Run } from "../run/index.js";
import type { Exploration, JudgedOutcome } from "./exploration.js";
import { type Outcome, outcomeKey, placeOf } from "./outcome.js";

/** What an `interleaving` carries, so that it can be replayed. */
export interface InterleavingData {
  readonly scenario: string;
  readonly kernel: KernelId;
  /** As `hugetlb run --schedule` takes it. */
  readonly schedule: string;
}

/**
 * One `interleaving` for each thing that goes wrong in some interleaving and not in written order, with the shortest way to it
 * step by step. `written`: null = what goes wrong in it is told, too. `several`: the scenario lists several kernels, so this one is
 * named. A search that came to a limit says so.
 */
export function interleavingDiagnostics(
  exploration: Exploration,
  written: Run | null,
  several: boolean,
): readonly Diagnostic[] {
  const shown: ReadonlySet<string> = written === null ? new Set() : keysOf(written);
  const kernel = several ? ` [${exploration.kernel}]` : "";
  const diagnostics = exploration.outcomes
    .filter(({ problem, outcome }) => problem && !shown.has(outcomeKey(outcome)))
    .map((judged) => {
      const { uri, range } = lastPlace(judged) ?? placeOf(judged.outcome);
      const { counterexample } = judged;
      const { scenario, kernel: id } = exploration;
      const diagnostic = toDiagnostic({
        code: "interleaving",
        uri,
        range,
        message: `${sentenceOf(judged, exploration)}${kernel}`,
        related: wayOf(judged),
        round: 1,
        rounds: 1,
      });
      if (counterexample === null) return diagnostic;
      const data: InterleavingData = { scenario, kernel: id, schedule: counterexample.schedule };
      return { ...diagnostic, data };
    });
  return diagnostics.concat(limitDiagnostics(exploration, kernel));
}

function limitDiagnostics(exploration: Exploration, kernel: string): readonly Diagnostic[] {
  if (exploration.limit === null) return [];
  const found = exploration.outcomes.some(({ problem }) => problem) ? "" : ", nothing bad so far";
  return limitAt(
    exploration.program,
    `Not every interleaving was looked at: partial, ${exploration.states.toLocaleString("en-US")} states${found} (settings \`hugetlb.explore.*\`).${kernel}`,
  );
}

/** The search broke off, and nothing is known. */
export function unexploredDiagnostics(program: Program): readonly Diagnostic[] {
  return limitAt(
    program,
    `The interleavings were not looked at: the search broke off (the log says why). The next edit tries again. [${program.kernel}]`,
  );
}

/** A limit, told at the first step of the first `concurrent` block. */
function limitAt({ items }: Program, message: string): readonly Diagnostic[] {
  const block = items.find((item) => item.kind === "step" && item.concurrent !== null);
  if (block?.kind !== "step") return [];
  const { uri, range } = block;
  return [toDiagnostic({ code: "limit", uri, range, message, related: [], round: 1, rounds: 1 })];
}

/** What the run in written order tells already. */
function keysOf({ steps, findings }: Run): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (outcome: Outcome): void => void keys.add(outcomeKey(outcome));
  for (const { item, trace, announced } of steps) {
    const { result } = trace;
    const { actor } = item.step;
    if (result.startsWith("SIG") && actor !== null)
      add({ kind: "killed", actor, signal: result, item, announced: announced === "came" });
    else if (result === "BUG" || result === "HANG")
      add({ kind: "ended", by: result, item, announced: announced === "came" });
    else if (result === "blocked") add({ kind: "blocked", item });
    if (announced === "missed") add({ kind: "missed", item, result });
  }
  for (const finding of findings) {
    if (finding.kind === "expectation") add({ kind: "expectation", claim: finding.claim, actual: "" });
    else if (finding.kind === "invariant")
      add({ kind: "invariant", claim: finding.claim, never: finding.never, actual: "" });
  }
  return keys;
}

/** A death is told where the shortest way has it. */
function lastPlace({ outcome, counterexample }: JudgedOutcome): ReturnType<typeof placeOf> | null {
  return outcome.kind === "killed" ? (counterexample?.run.steps.at(-1)?.item ?? null) : null;
}

function sentenceOf({ outcome, when, interleavings }: JudgedOutcome, exploration: Exploration): string {
  const all = exploration.interleavings;
  const often =
    when === "always"
      ? "In every interleaving"
      : interleavings === null || all === null
        ? "In some interleavings"
        : `In ${interleavings.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} interleavings`;
  switch (outcome.kind) {
    case "killed":
      return `${often} ${outcome.actor} is killed by ${outcome.signal}.`;
    case "ended":
      return `${often} ${outcome.by === "BUG" ? "the kernel hits a BUG_ON" : "the access never returns"} here.`;
    case "missed":
      return `${often} this comes to ${outcome.result}, not ${outcome.item.announced?.anyOf.join(" | ") ?? ""}.`;
    case "expectation":
      return `${often} \`${outcome.claim.text}\` does not hold: ${outcome.actual}.`;
    case "invariant":
      return `${often} \`${outcome.never ? "never" : "always"} ${outcome.claim.text}\` is broken: ${outcome.actual}.`;
    case "blocked":
      return `${often} nothing ever lets this step go on.`;
    case "sometimes":
      return `\`${outcome.claim.text}\` holds in no interleaving.`;
    case "call-failed":
      return `${often} this fails: ${outcome.errno}.`;
    case "lucky":
      return `${often} this access finds a page by luck.`;
  }
}

function wayOf({ counterexample }: JudgedOutcome): readonly DiagnosticRelatedInformation[] {
  if (counterexample === null) return [];
  const { steps } = counterexample.run;
  const from = Math.max(0, steps.length - MAX_RELATED_STEPS);
  return steps.slice(from).map(({ number, item, trace }) => ({
    location: { uri: item.uri, range: item.range },
    message: `step ${number} of ${steps.length}: ${item.step.actor === null ? "" : `${item.step.actor}: `}${item.text} comes to ${trace.result}`,
  }));
}
