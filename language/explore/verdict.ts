/** What a scenario comes to over all of its interleavings, in the few words of a verdict. */
import { judgeRun, type KernelRun, type ScenarioRuns } from "../analysis.js";
import type { Program } from "../compile/program.js";
import { problemsOf } from "../diagnose/index.js";
import type { Verdict } from "../picture/picture.js";
import type { Run } from "../run/index.js";
import type { Exploration } from "./exploration.js";
import { outcomeWords } from "./outcome.js";
import { wrongOf } from "./wrong.js";

/** What was found out about the interleavings of a run; undefined = nothing yet, or it has none. */
export type Explored = (run: Run) => Exploration | undefined;

/** Whether steps of a program can come in another order than the written one. */
export const isConcurrent = ({ items }: Program): boolean =>
  items.some((item) => item.kind === "step" && item.concurrent !== null);

/** The verdict of a run, counting in every order of its steps. What is not looked at yet is not called fine. */
export function everyOrderVerdict(
  scenario: Pick<ScenarioRuns, "written">,
  { run, verdict }: KernelRun,
  explored: Explored,
): Verdict {
  if (!isConcurrent(run.program)) return verdict;
  const isGood = verdict.outcome === "fine" || verdict.outcome === "announced";
  const exploration = explored(run);
  if (exploration === undefined) return isGood ? openVerdict(verdict, "as written") : verdict;
  const isWrong = exploration.outcomes.some(({ problem }) => problem);
  if (!isWrong) return isGood && exploration.problem === "partial" ? openVerdict(verdict, "so far") : verdict;
  if (!isGood && exploration.problem === "always") return verdict;
  const words = isGood ? shortestWords(exploration, scenario) : verdict.words;
  // Only what is expected of some order, and comes in none, is not seen in the written one.
  if (exploration.problem === "always") return { outcome: "failed", words, passed: false };
  return { outcome: "sometimes", words: `${words} in some orders`, passed: false };
}

function openVerdict({ words, passed }: Verdict, how: string): Verdict {
  return { outcome: "open", words: `${words} ${how}`, passed };
}

const known = new WeakMap<Exploration, string>();

/** What the shortest interleaving comes to in which something goes wrong. */
function shortestWords(exploration: Exploration, { written }: Pick<ScenarioRuns, "written">): string {
  let words = known.get(exploration);
  if (words === undefined) known.set(exploration, (words = wordsOf(exploration, written)));
  return words;
}

function wordsOf(exploration: Exploration, written: ScenarioRuns["written"]): string {
  const [shortest] = wrongOf(exploration);
  if (shortest !== undefined) {
    const { outcome, words } = judgeRun(shortest.run, problemsOf(shortest.run), written);
    return outcome === "fine" || outcome === "announced" ? outcomeWords(shortest.judged.outcome) : words;
  }
  // What should come in some interleaving comes in none.
  return "expectation failed";
}
