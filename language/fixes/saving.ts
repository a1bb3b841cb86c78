/** The remedies of a death as fixes: those that save everybody, and leave no other expectation of the text untrue. */
import { harmIn } from "../../engine/advise/index.js";
import { type Remedy, remediesFor } from "../remedy/index.js";
import type { Run } from "../run/index.js";
import type { Case, Fix } from "./fix.js";
import { verified } from "./verify.js";

const HARMFUL: ReadonlySet<unknown> = new Set(["killed", "kernel-bug", "hang", "call-failed", "differs-by-kernel"]);

/** Steps of a run up to which its remedies are worked out for a list of fixes; else they wait until they are chosen. */
const STEPS_AT_ONCE = 300;

/** Worked out once a run. */
const known = new WeakMap<Run, readonly Remedy[]>();

/** The run whose harm the diagnostic tells, if a remedy may help. */
export function harmedRun({ diagnostic, scenario, line }: Case): Run | null {
  if (!HARMFUL.has(diagnostic.code)) return null;
  for (const { run } of scenario?.runs ?? []) if (harmStep(run, line) !== null) return run;
  return null;
}

function harmStep(run: Run, line: number): number | null {
  const harmed = run.steps.find(
    ({ item, trace, number }) => item.range.start.line === line && harmIn(trace, number - 1) !== null,
  );
  return harmed?.number ?? null;
}

/** Whether the remedies of a run are known, or soon would be. */
export function isSoon(run: Run): boolean {
  return known.has(run) || run.steps.length <= STEPS_AT_ONCE;
}

/** The remedies that save everybody, as fixes. */
export function* savingFixes(found: Case, run: Run): Generator<void, readonly Fix[]> {
  const { document, scenario, line } = found;
  if (scenario === null) return [];
  let remedies = known.get(run);
  if (remedies === undefined) {
    remedies = yield* remediesFor(document, scenario.scenario, run, harmStep(run, line));
    known.set(run, remedies);
  }
  const saving = remedies.filter(({ saves, edit }) => saves && edit.length > 0);
  const fixes = saving.map(({ title, outcome, edit }, at): Fix => ({
    title: `${title}: ${outcome}`,
    edits: edit,
    preferred: at === 0,
  }));
  return yield* verified(found, fixes);
}
