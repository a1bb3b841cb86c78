/** What goes wrong in some interleavings, each with the shortest way to it. */
import type { Counterexample } from "./counterexample.js";
import type { Exploration, JudgedOutcome } from "./exploration.js";
import { outcomeWords } from "./outcome.js";

interface WrongOutcome extends Counterexample {
  readonly judged: JudgedOutcome;
}

/** The wrong outcomes of an exploration that a run can show, those with the shortest way first. */
export function wrongOf({ outcomes }: Exploration): readonly WrongOutcome[] {
  return outcomes.flatMap((judged) =>
    judged.problem && judged.counterexample !== null ? [{ ...judged.counterexample, judged }] : [],
  );
}

/** `✕ child killed SIGBUS in 1 of 3 interleavings`, `✓ nothing goes wrong in any of 20 interleavings`, `partial: ...`. */
export function everyOrderWords(exploration: Exploration): string {
  const { interleavings: all, problem, states } = exploration;
  const worst = exploration.outcomes.find((judged) => judged.problem);
  if (worst !== undefined) {
    const { outcome, when, interleavings } = worst;
    const often =
      when === "never"
        ? "in no interleaving"
        : when === "always"
          ? "in every interleaving"
          : interleavings === null || all === null
            ? "in some interleavings"
            : `in ${interleavings.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} interleavings`;
    return `✕ ${outcomeWords(outcome)} ${often}`;
  }
  if (problem === "partial") return `partial: ${states.toLocaleString("en-US")} states, nothing bad so far`;
  if (all === null || all === Infinity) return "✓ nothing goes wrong in any interleaving";
  return all === 1
    ? "✓ no other order is possible"
    : `✓ nothing goes wrong in any of ${all.toLocaleString("en-US")} interleavings`;
}
