/** What would have saved them: changes of a scenario, each with the outcome that it was seen to have. */
import type { TextEdit } from "vscode-languageserver-types";
import { type Harm, harmlessFrom } from "../../engine/advise/index.js";
import { DEFAULT_PAGE_SIZE, type KernelId, type PageSize, PLAIN_KERNELS } from "../../engine/index.js";
import { overcommitFor, poolFor } from "../advise/index.js";
import { kernelHas } from "../check/features.js";
import type { CheckedScenario } from "../check/index.js";
import { compile } from "../compile/index.js";
import type { HugetlbDocument } from "../document.js";
import { addKernel, setOvercommit, setPool } from "../edit/settings.js";
import { MAX_QUICK_ADVICE_WORK, MAX_REMEDIES_TRIED } from "../limits.js";
import { running, type Run } from "../run/index.js";
import { type Candidate, candidatesFor } from "./candidates.js";
import { groupLimits } from "./group-limit.js";
import type { RemedyChoice } from "../picture/picture.js";
import { harmsOf, type Outcome, outcomeOf } from "./outcome.js";
import { Trials } from "./trial.js";

export interface Remedy extends RemedyChoice {
  /** Of the document's text; empty where another kernel that is listed already does it. */
  readonly edit: readonly TextEdit[];
  /** The kernel to look at, where the remedy is another one. */
  readonly kernel?: KernelId;
}

/**
 * The remedies for a run's harm, those that save everybody first. `step` (counted from 1): the one whose harm is meant; the
 * run's first harm where it has none, or null is given.
 */
export function* remediesFor(
  document: HugetlbDocument,
  scenario: CheckedScenario,
  run: Run,
  step: number | null,
): Generator<void, readonly Remedy[]> {
  const harms = harmsOf(run);
  const harm = harms.find(({ index }) => index + 1 === step) ?? harms[0];
  if (harm === undefined) return [];
  const now = outcomeOf(run);
  const { tree } = document;
  const trials = new Trials(document, scenario);
  const remedies: Remedy[] = [];
  const candidates = [
    ...(yield* groupLimits(tree, scenario, run, harm, trials)),
    ...(yield* sizes(document, scenario, run, harm)),
    ...candidatesFor(tree, document.uri, run, harm),
  ].slice(0, MAX_REMEDIES_TRIED);
  for (const { title, edits } of candidates) {
    const after = yield* trials.edited(edits, run.kernel);
    if (after === null) continue;
    const outcome = outcomeOf(after, now.notRun);
    if (isNews(outcome, now)) remedies.push({ ...choiceOf(title, outcome), edit: edits });
    yield;
  }
  remedies.push(...(yield* otherKernels(document, scenario, run, now)));
  return [...leastLoss(remedies.filter(({ saves }) => saves)), ...remedies.filter(({ saves }) => !saves)];
}

function choiceOf(title: string, { words, comesTo, saves }: Outcome): RemedyChoice {
  return { title, outcome: words, comesTo, saves };
}

/** Everybody is saved, or somebody else is the victim. */
function isNews(outcome: Outcome, now: Outcome): boolean {
  return outcome.saves || (outcome.victim !== null && outcome.victim !== now.victim);
}

/** Where a process could go on after exec, its exit is no remedy of its own. */
function leastLoss(remedies: readonly Remedy[]): readonly Remedy[] {
  const titles = new Set(remedies.map(({ title }) => title));
  return remedies.filter(
    ({ title }) => !(title.includes(" exits before ") && titles.has(title.replace(" exits ", " execs "))),
  );
}

/**
 * The smallest pool with which nobody comes to harm, in any order of concurrent steps, or else the limit of a control group
 * with which nobody does as written; null when there is none, or nobody does.
 */
export function* savingSize(
  document: HugetlbDocument,
  scenario: CheckedScenario,
  run: Run,
): Generator<void, Candidate | null> {
  const [harm] = harmsOf(run);
  if (harm === undefined) return null;
  const pool = yield* poolThatWillDo(document, scenario, run, pageSizeOf(run, harm));
  if (pool !== null) return pool;
  const trials = new Trials(document, scenario);
  for (const limit of yield* groupLimits(document.tree, scenario, run, harm, trials)) {
    const after = yield* trials.edited(limit.edits, run.kernel);
    if (after !== null && outcomeOf(after).saves) return limit;
  }
  return null;
}

function* poolThatWillDo(
  { tree }: HugetlbDocument,
  scenario: CheckedScenario,
  run: Run,
  pageSize: PageSize,
): Generator<void, Candidate | null> {
  const label =
    pageSize !== DEFAULT_PAGE_SIZE ? ` x ${pageSize}` : scenario.settings.nodes.size > 0 ? " over all nodes" : "";
  const written = run.trace.config.pools.find((pool) => pool.pageSize === pageSize);
  const pool = yield* poolFor(scenario, run.kernel, pageSize, MAX_QUICK_ADVICE_WORK);
  const pages = pool === null ? null : harmlessFrom(pool, written?.pages ?? 0);
  return pages === null ? null : { title: `Pool ${pages}${label}`, edits: setPool(tree, scenario, pageSize, pages) };
}

/** The smallest pool and the smallest overcommit limit that will do. */
function* sizes(
  document: HugetlbDocument,
  scenario: CheckedScenario,
  run: Run,
  harm: Harm,
): Generator<void, readonly Candidate[]> {
  const pageSize = pageSizeOf(run, harm);
  const pool = yield* poolThatWillDo(document, scenario, run, pageSize);
  const candidates = pool === null ? [] : [pool];
  if (pageSize !== DEFAULT_PAGE_SIZE) return candidates;
  const written = run.trace.config.pools.find((each) => each.pageSize === pageSize);
  const overcommit = yield* overcommitFor(scenario, run.kernel, MAX_QUICK_ADVICE_WORK);
  const limit = overcommit === null ? null : harmlessFrom(overcommit, written?.overcommit ?? 0);
  if (limit !== null)
    candidates.push({ title: `Overcommit ${limit}`, edits: setOvercommit(document.tree, scenario, limit) });
  return candidates;
}

/** The size of the page that was missing. */
function pageSizeOf(run: Run, { index, step, event }: Harm): PageSize {
  if (step.call === "mmap") return step.pageSize;
  const refused = run.steps[index]?.trace.events.find((candidate) => candidate.kind === "refuse");
  if (refused?.kind === "refuse") return refused.pageSize;
  const mapping = event.kind === "kill" ? event.mapping : null;
  const made = run.steps
    .flatMap(({ trace }) => trace.events)
    .find((candidate) => candidate.kind === "mmap" && candidate.mapping === mapping);
  return made?.kind === "mmap" ? made.pageSize : DEFAULT_PAGE_SIZE;
}

/** The same scenario under the other kernels; those that come to the same are one remedy, under the one nearest in time. */
function* otherKernels(
  { tree }: HugetlbDocument,
  scenario: CheckedScenario,
  run: Run,
  now: Outcome,
): Generator<void, readonly Remedy[]> {
  const at = PLAIN_KERNELS.findIndex((kernel) => kernel === run.kernel);
  const nearest = PLAIN_KERNELS.filter((kernel) => kernel !== run.kernel).sort(
    (a, b) => Math.abs(PLAIN_KERNELS.indexOf(a) - at) - Math.abs(PLAIN_KERNELS.indexOf(b) - at),
  );
  const groups = new Map<string, { readonly outcome: Outcome; readonly kernels: KernelId[] }>();
  for (const kernel of nearest) {
    // A kernel that does not know a call of the story tells another story.
    if (scenario.uses.some(({ feature }) => kernelHas(feature, run.kernel) && !kernelHas(feature, kernel))) continue;
    const program = compile(scenario, kernel);
    if (program.items.length === 0) continue;
    const outcome = outcomeOf(yield* running(program), now.notRun);
    if (!isNews(outcome, now)) continue;
    const group = groups.get(outcome.words) ?? { outcome, kernels: [] };
    group.kernels.push(kernel);
    groups.set(outcome.words, group);
    yield;
  }
  return [...groups.values()].flatMap(({ outcome, kernels }): readonly Remedy[] => {
    const [kernel, ...others] = kernels;
    if (kernel === undefined) return [];
    const also = others.length === 0 ? "" : ` (also ${others.join(", ")})`;
    const edit = scenario.kernels.includes(kernel) ? [] : [addKernel(tree, scenario, kernel)];
    return [{ ...choiceOf(`Kernel ${kernel}${also}`, outcome), edit, kernel }];
  });
}
