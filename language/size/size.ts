/** The answer to a sizing question: a scenario is written for it, and the advisor is asked about that. */
import { DEFAULT_PAGE_SIZE, type KernelId } from "../../engine/index.js";
import { harmWords, poolAdviceFor, type SizeAdvice } from "../advise/index.js";
import { check } from "../check/index.js";
import { parse } from "../syntax/index.js";
import type { Plan } from "./plan.js";
import { scaled } from "./scale.js";
import { storyText } from "./story.js";

/** What is advised under one kernel, in pages of the question. */
export interface Sized {
  readonly kernel: KernelId;
  /** null = no size helps (harm tells why), or (partial) none was found. */
  readonly pool: number | null;
  readonly poolWithoutLuck: number | null;
  readonly monotonic: boolean | null;
  readonly harm: string | null;
  readonly partial: boolean;
  /** A limit of work was reached: what is null was not found, which is not to say that there is none. */
  readonly spent: boolean;
}

export interface Sizing {
  /** The scenario, with the largest of the pools advised: a file that runs. */
  readonly text: string;
  /** Pages of the question for each page of the scenario. */
  readonly factor: number;
  readonly sized: readonly Sized[];
}

/** Works the answer out. Throws PlanError where the plan is too large. */
export function* sizeOf(plan: Plan): Generator<void, Sizing> {
  const { plan: small, factor } = scaled(plan);
  const { scenarios } = check(
    { uri: "file:///size.hugetlb", tree: parse(storyText(small, 0)) },
    { include: () => ({ state: "missing", reason: "a sizing question includes nothing" }) },
  );
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error("the scenario of a sizing question does not parse");
  const sized: Sized[] = [];
  for (const kernel of small.kernels) {
    const found = yield* poolAdviceFor(scenario, kernel, plan.pageSize);
    const harm = found?.pool.harm ?? null;
    sized.push({
      kernel,
      pool: times(found?.pool.size, factor),
      poolWithoutLuck: times(found?.withoutLuck, factor),
      monotonic: found?.pool.monotonic ?? null,
      harm: found === null ? notRun(plan) : harm === null ? null : harmWords(harm, scenario),
      partial: found?.pool.partial ?? false,
      spent: found?.spent ?? false,
    });
  }
  const pools = sized.flatMap(({ pool }) => (pool === null ? [] : [pool / factor]));
  return { text: storyText(small, Math.max(0, ...pools)), factor, sized };
}

function times(pages: SizeAdvice["withoutLuck"] | undefined, factor: number): number | null {
  return pages == null ? null : pages * factor;
}

function notRun({ pageSize }: Plan): string {
  return pageSize === DEFAULT_PAGE_SIZE
    ? "it is not run under this kernel"
    : `pages of ${pageSize} are not run under this kernel`;
}
