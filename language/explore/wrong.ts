/** What goes wrong in some interleavings, each with the shortest way to it. */
import type { Counterexample } from "./counterexample.js";
import type { Exploration, JudgedOutcome } from "./exploration.js";

interface WrongOutcome extends Counterexample {
  readonly judged: JudgedOutcome;
}

/** The wrong outcomes of an exploration that a run can show, those with the shortest way first. */
export function wrongOf({ outcomes }: Exploration): readonly WrongOutcome[] {
  return outcomes.flatMap((judged) =>
    judged.problem && judged.counterexample !== null ? [{ ...judged.counterexample, judged }] : [],
  );
}
