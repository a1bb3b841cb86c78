/** How many pages a scenario needs under a kernel: the engine's advisor, asked about the scenario's own program. */
import {
  adviseOnOvercommit,
  adviseOnPool,
  type Answer,
  Budget,
  type Harm,
  type Question,
  type Story,
} from "../../engine/advise/index.js";
import { DEFAULT_PAGE_SIZE, type KernelId, type PageSize, type Step } from "../../engine/index.js";
import type { CheckedScenario, UnrolledStep } from "../check/index.js";
import { compile, type Program } from "../compile/index.js";
import { everyOrderOf } from "./every-order.js";
import { MAX_ADVICE_WORK, MAX_POOL_PAGES } from "../limits.js";

/** What is advised for the pages of one size. */
export interface SizeAdvice {
  readonly pageSize: PageSize;
  /** As written, in pages. */
  readonly written: { readonly pool: number; readonly overcommit: number };
  readonly pool: Answer;
  /** The pool being as written; null for pages of which there are no surplus ones. */
  readonly overcommit: Answer | null;
  /** The smallest pool with which no access depends on who comes first; null = no size helps. */
  readonly withoutLuck: number | null;
}

export interface Advice {
  readonly scenario: CheckedScenario;
  readonly kernel: KernelId;
  /** Pages of the default size first. */
  readonly sizes: readonly SizeAdvice[];
}

/** Gigantic pages are never made as surplus. */
const SURPLUS_SIZES: readonly PageSize[] = [DEFAULT_PAGE_SIZE];

/**
 * Advises on a scenario under a kernel, in slices; null when it is not run under it. `work` bounds what is done for it; an
 * answer that it did not suffice for says so.
 */
export function* adviseOn(
  scenario: CheckedScenario,
  kernel: KernelId,
  work = MAX_ADVICE_WORK,
): Generator<void, Advice | null> {
  const story = storyOf(scenario, kernel);
  if (story === null) return null;
  const sizes: SizeAdvice[] = [];
  for (const { pageSize, pages, overcommit: limit } of story.config.pools) {
    const { pool, withoutLuck } = yield* adviseOnPool(questionOf(scenario, kernel, story, pageSize, work));
    const overcommit = SURPLUS_SIZES.includes(pageSize)
      ? yield* adviseOnOvercommit(questionOf(scenario, kernel, story, pageSize, work))
      : null;
    sizes.push({ pageSize, written: { pool: pages, overcommit: limit }, pool, overcommit, withoutLuck });
  }
  return { scenario, kernel, sizes };
}

/** What is advised of the pool, and nothing else; `spent`: a limit of work was reached, and more might be found without it. */
export function* poolAdviceFor(
  scenario: CheckedScenario,
  kernel: KernelId,
  pageSize: PageSize,
  work = MAX_ADVICE_WORK,
): Generator<void, (Pick<SizeAdvice, "pool" | "withoutLuck"> & { readonly spent: boolean }) | null> {
  const story = storyOf(scenario, kernel);
  if (story === null) return null;
  const question = questionOf(scenario, kernel, story, pageSize, work);
  const found = yield* adviseOnPool(question);
  return { ...found, spent: question.budget.spent };
}

/** The smallest pool, and nothing else. */
export function* poolFor(
  scenario: CheckedScenario,
  kernel: KernelId,
  pageSize: PageSize,
  work: number,
): Generator<void, Answer | null> {
  return (yield* poolAdviceFor(scenario, kernel, pageSize, work))?.pool ?? null;
}

/** The smallest overcommit limit, and nothing else. */
export function* overcommitFor(
  scenario: CheckedScenario,
  kernel: KernelId,
  work: number,
): Generator<void, Answer | null> {
  const story = storyOf(scenario, kernel);
  if (story === null) return null;
  return yield* adviseOnOvercommit(questionOf(scenario, kernel, story, DEFAULT_PAGE_SIZE, work));
}

/** Where steps are concurrent, every order of them counts. */
function questionOf(
  scenario: CheckedScenario,
  kernel: KernelId,
  story: Story,
  pageSize: PageSize,
  work: number,
): Question {
  const budget = new Budget(work);
  const isConcurrent = scenario.items.some((item) => item.kind === "step" && item.item.concurrent !== null);
  const everyOrder = isConcurrent ? everyOrderOf((config) => compile(scenario, kernel, config), budget) : undefined;
  return { story, pageSize, most: MAX_POOL_PAGES, budget, ...(everyOrder === undefined ? {} : { everyOrder }) };
}

/** The scenario as the engine's advisor takes it; null when the kernel does not run it. */
function storyOf(scenario: CheckedScenario, kernel: KernelId): Story | null {
  const program = compile(scenario, kernel);
  if (program.items.length === 0 && scenario.items.length > 0) return null;
  const rebinds = scenario.items.some((item) => item.kind === "step" && item.mayRebind !== null);
  const steps = stepsOf(program);
  return {
    config: program.config,
    // Whether a name is still taken is another matter with another pool.
    steps: rebinds ? (config) => stepsOf(compile(scenario, kernel, config)) : () => steps,
  };
}

function stepsOf({ items }: Program): readonly Step[] {
  return items.flatMap((item) => (item.kind === "step" ? [item.step] : []));
}

/** Who comes to what harm, and where: `child is killed by SIGBUS at line 9`. */
export function harmWords({ step, event }: Harm, scenario: CheckedScenario): string {
  const found = scenario.items.find((item): item is UnrolledStep => item.kind === "step" && item.item.step === step);
  const where = found === undefined ? "" : ` at line ${found.line + 1}`;
  const who = step.actor ?? "the administrator";
  switch (event.kind) {
    case "kill":
      return `${who} is killed by ${event.signal}${where}`;
    case "fail":
      return `${step.call} of ${who} answers ${event.errno}${where}`;
    case "bug":
      return `the kernel hits a BUG_ON${where}`;
    case "hang":
      return `the access of ${who} never returns${where}`;
  }
}
