/** What a line would come to under each kernel, tried on the machine as it is just before the line. */
import { type KernelId, KERNELS_IN_TIME, type Result } from "../../engine/index.js";
import { Steps } from "../check/steps.js";
import type { HugetlbDocument } from "../document.js";
import { covers } from "../run/outcome.js";
import type { Statement } from "../syntax/index.js";
import { quietly, sceneAt } from "./scene.js";

/** The result of a step or sysctl under each kernel under which the scenario was run, in the order listed; without those where it cannot be tried. */
export function tryOut(document: HugetlbDocument, line: number, statement: Statement): ReadonlyMap<KernelId, Result> {
  const results = new Map<KernelId, Result>();
  if (statement.kind !== "step" && statement.kind !== "sysctl") return results;
  for (const kernel of sceneAt(document, line).kernels) {
    const { story, machine } = sceneAt(document, line, kernel);
    if (machine === null) continue;
    const source = quietly(document.uri, line);
    const steps = new Steps(story);
    const lowered = statement.kind === "step" ? steps.lower(statement, source) : steps.sysctl(statement, source);
    if (lowered === null || source.failed || source.poisoned) continue;
    try {
      results.set(kernel, machine.step(lowered.step).result);
    } catch (error) {
      // The machine has no room for that many pages or processes: there is nothing to say of it.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return results;
}

/** The word behind `->` for a result; null when there is none (a step that is blocked). */
export function outcomeWord(result: Result): string | null {
  if (covers("unreached", result)) return "unreached";
  return result === "blocked" ? null : result;
}

/** The outcome that says of every kernel what happens under it: `SIGKILL before 2.6.26+cow; ok otherwise`. Empty when there is nothing to say. */
export function announcement(results: ReadonlyMap<KernelId, Result>): string {
  const stretches: { readonly word: string; readonly from: KernelId }[] = [];
  for (const kernel of KERNELS_IN_TIME) {
    const result = results.get(kernel);
    const word = result === undefined ? null : outcomeWord(result);
    if (word !== null && stretches.at(-1)?.word !== word) stretches.push({ word, from: kernel });
  }
  const [first, ...others] = stretches;
  if (first === undefined) return "";
  if (others.length === 0) return first.word;
  return stretches
    .map(({ word }, i) => {
      const next = stretches[i + 1];
      return next === undefined ? `${word} otherwise` : `${word} before ${next.from}`;
    })
    .join("; ");
}
