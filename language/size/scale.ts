/** A plan too large to be run page by page, made smaller without a change of its answer: each page stands for several. */
import { MAX_MAPPING_PAGES, MAX_POOL_PAGES } from "../limits.js";
import { type Plan, PlanError } from "./plan.js";

export interface Scaled {
  readonly plan: Plan;
  /** Pages of the question for each page of the scenario. */
  readonly factor: number;
}

/** Page accesses that are run without scaling: about a second's work. */
const COMFORTABLE = 100_000;
/** Page accesses that are run at all. */
const MOST = 5_000_000;

const SIZES = ["parent", "dirty", "parentDirty", "shared", "own"] as const;

/**
 * Every range of the story starts and ends at a multiple of what all its sizes have in common, and every page of such a block
 * comes to the same as its first: so the blocks may be counted instead (docs/advisor.md). Throws PlanError where even that
 * is too large.
 */
export function scaled(plan: Plan): Scaled {
  if (fits(plan, COMFORTABLE)) return { plan, factor: 1 };
  const factor = SIZES.map((name) => plan[name]).reduce(commonDivisor, 0);
  const divided: Plan = { ...plan, ...divide(plan, factor) };
  if (factor > 1 && fits(divided, MOST)) return { plan: divided, factor };
  if (fits(plan, MOST)) return { plan, factor: 1 };
  throw new PlanError(`${tooLarge(factor > 1 ? divided : plan)}: ${wayOut(plan)}`);
}

/** Which of the bounds it is that does not hold. */
function tooLarge(plan: Plan): string {
  if (touched(plan) > MOST) return `${touched(plan)} page accesses are too many to run, at most ${MOST} are`;
  if (mapped(plan) > MAX_POOL_PAGES) return `${mapped(plan)} pages mapped are too many, at most ${MAX_POOL_PAGES} are`;
  return `a mapping has at most ${MAX_MAPPING_PAGES} pages`;
}

/** Sizes a little larger that can be answered for. */
function wayOut(plan: Plan): string {
  const largest = Math.max(...SIZES.map((name) => plan[name]));
  for (let unit = 2; unit <= largest; unit *= 2) {
    const rounded = roundedUp(plan, unit);
    if (!fits({ ...rounded, ...divide(rounded, unit) }, COMFORTABLE)) continue;
    const words = SIZES.filter((name) => plan[name] > 0).map((name) => `${wordOf(name)} ${rounded[name]}`);
    return `ask for multiples of ${unit} instead, as ${words.join(", ")}`;
  }
  return "fewer workers can be answered for";
}

function roundedUp(plan: Plan, unit: number): Plan {
  const up = (pages: number): number => Math.ceil(pages / unit) * unit;
  return { ...plan, ...Object.fromEntries(SIZES.map((name) => [name, up(plan[name])])) };
}

const divide = (plan: Plan, by: number): Partial<Plan> =>
  Object.fromEntries(SIZES.map((name) => [name, plan[name] / by]));

function fits(plan: Plan, accesses: number): boolean {
  return (
    touched(plan) <= accesses &&
    Math.max(plan.parent, plan.shared, plan.own) <= MAX_MAPPING_PAGES &&
    mapped(plan) <= MAX_POOL_PAGES
  );
}

const mapped = ({ workers, parent, shared, own }: Plan): number => parent + shared + workers * (own + parent);

/** What the reads, writes and forks touch or copy. */
function touched({ workers, parent, dirty, parentDirty, shared, own }: Plan): number {
  return parent + parentDirty + shared + workers * (2 * parent + dirty + 2 * shared + own);
}

/** The word that a reader wrote. */
function wordOf(name: (typeof SIZES)[number]): string {
  return name === "parentDirty" ? "parent-dirty" : name;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
