/** The smallest size that will do, by looking at every size from below: more pages may be worse, so halving proves nothing. */
import { SPENT, type Spent } from "./budget.js";
import type { Harm } from "./harm.js";
import { addSizes, type Sizes } from "./sizes.js";

export interface Ground {
  /** From this size on every one comes to the same. */
  readonly bound: number;
  /** False: sizes above the bound were not proven to come to the same as the bound. */
  readonly proven: boolean;
  /** Sizes known to do harm without a run, in order. */
  readonly bad: readonly Sizes[];
}

export interface Answer {
  /** Pages; null = no size helps, or (partial) none was found within the budget. */
  readonly size: number | null;
  /** Sizes above it with which somebody comes to harm all the same; `to: Infinity` = all from there on. */
  readonly worse: readonly Sizes[];
  /** Whether no larger size is worse than a smaller one; null = not all of them were looked at. */
  readonly monotonic: boolean | null;
  /** What happens with the largest size that was tried; null = nothing. */
  readonly harm: Harm | null;
  /** The budget ended: larger sizes were not looked at. */
  readonly partial: boolean;
}

/** Looks at the sizes from 0 to the bound. */
export function* smallest(
  ground: Ground,
  judge: (size: number) => Generator<void, Harm | Spent | null>,
): Generator<void, Answer> {
  const { bound, proven, bad } = ground;
  const worse: Sizes[] = [];
  let size: number | null = null;
  let harm: Harm | null = null;
  for (let tried = 0; tried <= bound; tried++) {
    const known = bad.find(({ from, to }) => from <= tried && tried < to);
    if (known !== undefined) {
      if (size !== null) addSizes(worse, tried, known.to);
      tried = known.to - 1;
      continue;
    }
    const verdict = yield* judge(tried);
    if (verdict === SPENT) return { size, worse, monotonic: worse.length > 0 ? false : null, harm, partial: true };
    harm = verdict;
    if (verdict === null) size ??= tried;
    else if (size !== null) addSizes(worse, tried, tried === bound && proven ? Infinity : tried + 1);
    yield;
  }
  return { size, worse, monotonic: worse.length > 0 ? false : proven ? true : null, harm, partial: false };
}

/** The smallest harmless size that is no less than that one; where there is none, the smallest of all. */
export function harmlessFrom({ size, worse }: Answer, least: number): number | null {
  if (size === null || least <= size) return size;
  const within = worse.find(({ from, to }) => from <= least && least < to);
  if (within === undefined) return least;
  return Number.isFinite(within.to) ? within.to : size;
}
