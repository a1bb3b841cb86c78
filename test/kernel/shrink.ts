/** Makes a scenario in which engine and kernel differ as small as possible: drops steps while it still differs. */
import type { KernelId } from "../../engine/index.js";
import type { CorpusScenario } from "../corpora/corpus.js";
import type { Difference } from "./compare.js";
import { differenceOf } from "./compare.js";
import type { Scene } from "./scene.js";
import { sceneOf } from "./scene.js";
import type { PlayedScene } from "./trace.js";

const MOST_ROUNDS = 20;

export interface Smallest {
  readonly scenario: CorpusScenario;
  readonly difference: Difference;
}

/** All candidates of a round are played together, in one boot or few. */
export async function shrink(
  scenario: CorpusScenario,
  difference: Difference,
  kernel: KernelId,
  play: (scenes: readonly Scene[]) => Promise<ReadonlyMap<string, PlayedScene>>,
): Promise<Smallest> {
  let best: Smallest = { scenario: upTo(scenario, difference.step), difference };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const candidates = candidatesOf(best.scenario).map((candidate, i) => ({
      ...candidate,
      id: `${scenario.id}-${String(round)}-${String(i)}`,
    }));
    const scenes = candidates.map((candidate) => sceneOf(candidate, kernel));
    const played = await play(scenes);
    const differing = candidates.flatMap((candidate, i) => {
      const [scene, result] = [scenes[i], played.get(candidate.id)];
      if (scene === undefined || result === undefined || result.ending === "unmade") return [];
      const found = differenceOf(scene, result);
      return found === null ? [] : [{ scenario: upTo(candidate, found.step), difference: found }];
    });
    const smaller = differing.toSorted((a, b) => a.scenario.ops.length - b.scenario.ops.length)[0];
    if (smaller === undefined) return best;
    best = smaller;
  }
  return best;
}

function upTo(scenario: CorpusScenario, step: number): CorpusScenario {
  return { ...scenario, ops: scenario.ops.slice(0, step + 1) };
}

/** Without a run of steps, of every length that is a half of the last, and without each process that does nothing. */
function candidatesOf(scenario: CorpusScenario): readonly CorpusScenario[] {
  const { ops, procs } = scenario;
  const candidates: CorpusScenario[] = [];
  for (let length = Math.ceil(ops.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let from = 0; from < ops.length; from += length)
      candidates.push({ ...scenario, ops: [...ops.slice(0, from), ...ops.slice(from + length)] });
  }
  for (const idle of procs.filter((name) => !ops.some(({ p, c }) => p === name || c === name)))
    candidates.push({ ...scenario, procs: procs.filter((name) => name !== idle) });
  return candidates;
}
