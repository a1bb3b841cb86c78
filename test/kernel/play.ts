/** Plays any number of scenes on the real kernel, in as few boots as their machines allow. */
import { availableParallelism } from "node:os";
import { MOST_MIB, boot, nodeMib } from "./boot.js";
import type { Scene, Shape } from "./scene.js";
import { shapeOf } from "./scene.js";
import type { PlayedScene } from "./trace.js";

/** Scenes of one boot: enough to forget the boot, few enough to lose little when a kernel hangs. */
const SCENES_A_BOOT = 300;
/** Pools of one boot are rounded up to this, so that scenes with different ones share it. */
const PAGES_STEP = 64;

/** The guest's words for a pool that it could not fill. */
const NOT_ENOUGH = "wanted, got";

/** Why a scene is not played that would need a larger machine: no fault of anybody. */
export const TOO_LARGE = "it needs more memory than the machine may have";

export interface Stage {
  readonly image: string;
  readonly program: Buffer;
}

export interface Played {
  readonly byId: ReadonlyMap<string, PlayedScene>;
  readonly boots: number;
}

/** Scenes of one shape. */
interface Group {
  readonly shape: Shape;
  readonly scenes: Scene[];
}

/** The ids of the scenes must differ. Scenes too large for a machine here end as "unmade". */
export async function playAll(
  stage: Stage,
  scenes: readonly Scene[],
  progress: (done: number) => void,
): Promise<Played> {
  const byId = new Map<string, PlayedScene>();
  const batches = groupsOf(scenes).flatMap(({ shape, scenes: all }) => {
    if (nodeMib(shape) * shape.nodes > MOST_MIB) {
      for (const { id } of all) byId.set(id, unmade(id, TOO_LARGE));
      return [];
    }
    const parts: Group[] = [];
    for (let i = 0; i < all.length; i += SCENES_A_BOOT) parts.push({ shape, scenes: all.slice(i, i + SCENES_A_BOOT) });
    return parts;
  });
  let boots = 0;
  const worker = async (name: string): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      let rest: readonly Scene[] = batch.scenes;
      while (rest.length > 0) {
        boots++;
        const { played, trouble } = await boot(stage.image, stage.program, batch.shape, rest, name);
        for (const scene of played) byId.set(scene.id, scene);
        progress(byId.size);
        if (trouble === null || played.length === 0) {
          for (const { id } of rest.slice(played.length)) byId.set(id, unmade(id, trouble ?? "it was not played"));
          break;
        }
        rest = rest.slice(played.length);
      }
    }
  };
  const again = async (scene: Scene): Promise<void> => {
    boots++;
    const { played } = await boot(
      stage.image,
      stage.program,
      shapeOf(scene),
      [scene],
      `boot-${String(process.pid)}-again`,
    );
    for (const one of played) byId.set(one.id, one);
  };
  const workers = Math.max(1, Math.floor(availableParallelism() / 2));
  await Promise.all(
    Array.from({ length: workers }, async (_, i) => worker(`boot-${String(process.pid)}-${String(i)}`)),
  );
  // A page of 1 GiB that was given back may be in pieces: a fresh boot has it whole.
  for (const scene of scenes) {
    if (byId.get(scene.id)?.remarks.some((remark) => remark.includes(NOT_ENOUGH)) === true) await again(scene);
  }
  return { byId, boots };
}

function unmade(id: string, why: string): PlayedScene {
  return { id, steps: [], ending: "unmade", leak: null, remarks: [why] };
}

function groupsOf(scenes: readonly Scene[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const scene of scenes) {
    const { nodes, gigantic, pages } = shapeOf(scene);
    const shape = { nodes, gigantic, pages: Math.ceil(pages / PAGES_STEP) * PAGES_STEP };
    const key = JSON.stringify(shape);
    const group = groups.get(key) ?? { shape, scenes: [] };
    groups.set(key, group);
    group.scenes.push(scene);
  }
  return [...groups.values()];
}
