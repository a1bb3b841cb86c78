/** The engine beside what a real kernel did, step by step. */
import type { Counters } from "../../engine/index.js";
import { Machine } from "../../engine/index.js";
import { textOf } from "../corpora/agreement.js";
import type { RecordedStep } from "../corpora/corpus.js";
import type { Scene } from "./scene.js";
import type { PlayedScene } from "./trace.js";

export interface Difference {
  /** Index of the first step that differs. */
  readonly step: number;
  readonly engine: readonly string[];
  readonly kernel: readonly string[];
}

const list = ({ total, free, rsvd, surp }: Counters): number[] => [total, free, rsvd, surp];

/** The engine's steps of the scene, in the corpora's form. */
export function engineSteps({ config, steps }: Scene): readonly RecordedStep[] {
  const machine = Machine.boot(config);
  const gigantic = config.pools.some(({ pageSize }) => pageSize === "1G");
  const nodes = config.pools.some((pool) => pool.nodes !== undefined && pool.nodes.length > 1);
  return steps.map((step) => {
    const { result, counters } = machine.step(step);
    return {
      // The guest's first process sends a signal for whoever kills himself, and sees the call return.
      r: step.call === "kill" && result === step.signal ? "ok" : result,
      c: list(counters),
      maps: machine.maps(),
      ...(nodes && {
        nodes: machine.nodes().map(({ total, free, surp }) => [total, free, surp]),
        nodemap: machine.nodeMaps(),
      }),
      ...(config.cgroups.length > 0 && {
        cg: Object.fromEntries(
          config.cgroups.map(({ name }) => {
            const group = machine.cgroup(name);
            return [name, [group?.usage ?? 0, group?.rsvd ?? 0]];
          }),
        ),
      }),
      ...(gigantic && { c1g: list(machine.counters("1G")) }),
    };
  });
}

/** The first step in which they differ; null = none up to the end, or up to where the kernel hangs. */
export function differenceOf(scene: Scene, played: PlayedScene): Difference | null {
  const engine = engineSteps(scene).map(textOf);
  const kernel = played.steps.map(textOf);
  for (const [step, ours] of engine.entries()) {
    const theirs = kernel[step];
    if (theirs !== ours) return { step, engine, kernel };
    if (theirs.startsWith("HANG ")) return null;
  }
  return null;
}
