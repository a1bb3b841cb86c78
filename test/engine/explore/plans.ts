/** Random plans: a story whose first steps are taken in order, and whose last ones interleave. */
import fc from "fast-check";
import type { KernelId, Step } from "../../../engine/index.js";
import type { Act, Plan } from "../../../engine/explore/index.js";
import type { Ingredients } from "../scenarios.js";
import { stories } from "../scenarios.js";

const CONCURRENT_STEPS = 7;
const EQUAL_NAMES = ["c", "d", "e"];

export function plans(kernels: readonly KernelId[], of: Ingredients): fc.Arbitrary<Plan> {
  return fc
    .record({
      story: stories(kernels, of, 22),
      last: fc.integer({ min: 2, max: CONCURRENT_STEPS }),
      twins: fc.boolean(),
    })
    .map(({ story: { config, steps }, last, twins }) => {
      const prelude = steps.slice(0, -last);
      const rest = steps.slice(-last);
      const block = twins ? withTwins(rest) : rest;
      return {
        config,
        named: new Set<string>(),
        stages: [
          { actors: [{ name: null, ends: false, acts: prelude.map(actOf) }], waits: false },
          { actors: actorsOf(block), waits: true },
        ],
      };
    });
}

const actOf = (step: Step): Act => ({ moves: [{ step, mark: "" }], after: [] });

/** What the first child does, all children do. */
function withTwins(steps: readonly Step[]): Step[] {
  const own = steps.filter(({ actor }) => actor !== null && !EQUAL_NAMES.includes(actor)).slice(0, 2);
  const shared = steps.flatMap((step) => (step.call === "read" || step.call === "write" ? [step] : [])).slice(0, 2);
  return [...own, ...EQUAL_NAMES.slice(0, 2).flatMap((actor) => shared.map((step) => ({ ...step, actor })))];
}

function actorsOf(steps: readonly Step[]): Plan["stages"][number]["actors"] {
  const programs = new Map<string | null, Act[]>();
  const makers = new Map<string, { readonly actor: string | null; readonly act: number }>();
  const names = [...new Set(steps.map(({ actor }) => actor))];
  for (const step of steps) {
    const acts = programs.get(step.actor) ?? [];
    programs.set(step.actor, acts);
    const maker = step.actor === null ? undefined : makers.get(step.actor);
    const after = maker === undefined ? [] : [{ actor: names.indexOf(maker.actor), act: maker.act }];
    acts.push({ moves: [{ step, mark: "" }], after });
    if (step.call === "fork") makers.set(step.child, { actor: step.actor, act: acts.length - 1 });
  }
  return names.map((name) => ({ name, acts: programs.get(name) ?? [], ends: true }));
}
