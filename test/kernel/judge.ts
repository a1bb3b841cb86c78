/** Tells what agrees and what does not, and makes what does not as small as it can be. */
import type { KernelId } from "../../engine/index.js";
import type { CorpusScenario } from "../corpora/corpus.js";
import { storyOf } from "../corpora/story.js";
import type { Cast } from "./cast.js";
import type { Difference } from "./compare.js";
import { differenceOf } from "./compare.js";
import { differsFromRecording } from "./corpora.js";
import type { Stage } from "./play.js";
import { TOO_LARGE, playAll } from "./play.js";
import type { Scene } from "./scene.js";
import { sceneOf } from "./scene.js";
import { shrink } from "./shrink.js";
import type { PlayedScene } from "./trace.js";

/** Differences told at length. */
const SHOWN = 5;

/** True when everything that could be played agrees. */
export async function judge(
  stage: Stage,
  kernel: KernelId,
  cast: Cast,
  byId: ReadonlyMap<string, PlayedScene>,
): Promise<boolean> {
  const played = cast.scenes.flatMap((scene) => {
    const found = byId.get(scene.id);
    return found === undefined ? [] : [{ scene, played: found }];
  });
  for (const { played: one } of played.filter(({ played: p }) => p.ending === "unmade"))
    console.log(`not played: ${one.id}: ${one.remarks.join("; ")}`);
  const tooLarge = played.filter(({ played: p }) => p.remarks.includes(TOO_LARGE)).length;
  const judged = played.filter(({ played: p }) => p.ending !== "unmade");
  const suspects = judged.filter(({ scene, played: p }) => differenceOf(scene, p) !== null).map(({ scene }) => scene);
  const { real, passing } = await playedAlone(stage, suspects);
  tellTable(
    judged.map(({ scene }) => scene),
    new Set(real.map(({ scene }) => scene.id)),
  );
  for (const { id } of passing) console.log(`differs only after what ran before it in the same boot: ${id}`);
  const leaks = judged.filter(({ played: p }) => p.leak !== null).length;
  if (leaks > 0)
    console.log(`${String(leaks)} scenarios left counters that did not come back to rest (bugs of min_size)`);
  const { recorded } = cast;
  const changed =
    recorded === null ? [] : judged.flatMap(({ played: p }) => differsFromRecording(recorded, kernel)(p) ?? []);
  if (recorded !== null) console.log(`${String(judged.length - changed.length)}/${String(judged.length)} as recorded`);
  for (const text of changed.slice(0, SHOWN)) console.log(text);
  for (const { scene, difference } of real.slice(0, SHOWN)) {
    const scenario = cast.scenarios.get(scene.id);
    console.log("");
    if (scenario === undefined) tellDifference(scene, difference);
    else await tellSmallest(stage, kernel, scenario, difference);
  }
  return real.length === 0 && changed.length === 0 && judged.length + tooLarge === cast.scenes.length;
}

/** A difference counts when it is there on a fresh kernel, too. */
async function playedAlone(
  stage: Stage,
  suspects: readonly Scene[],
): Promise<{ real: { scene: Scene; difference: Difference }[]; passing: Scene[] }> {
  const real: { scene: Scene; difference: Difference }[] = [];
  const passing: Scene[] = [];
  for (const [i, scene] of suspects.entries()) {
    const again = i < SHOWN ? await playAll(stage, [scene], () => undefined) : null;
    const played = again?.byId.get(scene.id);
    const difference = played === undefined ? null : differenceOf(scene, played);
    if (difference !== null) real.push({ scene, difference });
    else if (again === null) real.push({ scene, difference: { step: 0, engine: [], kernel: [] } });
    else passing.push(scene);
  }
  return { real, passing };
}

function tellTable(scenes: readonly Scene[], differing: ReadonlySet<string>): void {
  const kinds = new Map<string, { all: number; agree: number }>();
  for (const { id } of scenes) {
    const kind = /^([a-z-]+)-\d+-\d+$/.exec(id)?.[1] ?? "";
    const row = kinds.get(kind) ?? { all: 0, agree: 0 };
    kinds.set(kind, { all: row.all + 1, agree: row.agree + (differing.has(id) ? 0 : 1) });
  }
  if (kinds.size > 1)
    for (const [kind, { agree, all }] of kinds) console.log(`  ${kind.padEnd(16)} ${String(agree)}/${String(all)}`);
  console.log(`${String(scenes.length - differing.size)}/${String(scenes.length)} agree with the engine`);
}

function tellDifference(scene: Scene, { step, engine, kernel }: Difference): void {
  console.log(`${scene.id} differs in step ${String(step + 1)}: ${JSON.stringify(scene.steps[step])}`);
  for (let i = 0; i <= step; i++) {
    const same = engine[i] === kernel[i];
    console.log(`  ${String(i + 1).padStart(2)} ${JSON.stringify(scene.steps[i])}`);
    if (same) console.log(`       both   ${engine[i] ?? ""}`);
    else console.log(`       kernel ${kernel[i] ?? "nothing"}\n       engine ${engine[i] ?? ""}`);
  }
}

async function tellSmallest(
  stage: Stage,
  kernel: KernelId,
  scenario: CorpusScenario,
  difference: Difference,
): Promise<void> {
  const smallest = await shrink(
    scenario,
    difference,
    kernel,
    async (scenes) => (await playAll(stage, scenes, () => undefined)).byId,
  );
  console.log(storyOf(smallest.scenario, kernel).text);
  tellDifference(sceneOf(smallest.scenario, kernel), smallest.difference);
}
