/** A scenario that only moved in its file keeps its run: the same steps, told at their new lines. */
import type { Claim, Program, ProgramItem, StepItem } from "../compile/program.js";
import type { Finding, Run } from "./run.js";

/**
 * The run of a program that was compiled from the same text at another place. Null when the two programs do not have
 * the same items, which means that the text was not the same after all.
 */
export function rebind(run: Run, program: Program): Run | null {
  const before = run.program;
  if (before.items.length !== program.items.length || before.invariants.length !== program.invariants.length)
    return null;
  const items = new Map<ProgramItem, ProgramItem>();
  const claims = new Map<Claim, Claim>();
  for (const [i, old] of before.items.entries()) {
    const now = program.items[i];
    if (now?.kind !== old.kind) return null;
    items.set(old, now);
    if (old.kind === "expect" && now.kind === "expect") pair(old.claims, now.claims, claims);
  }
  pair(
    before.invariants.map((invariant) => invariant.claim),
    program.invariants.map((invariant) => invariant.claim),
    claims,
  );
  const step = (old: StepItem): StepItem => {
    const now = items.get(old);
    return now?.kind === "step" ? now : old;
  };
  const steps = run.steps.map((old) => ({ ...old, item: step(old.item) }));
  const findings = run.findings.map((finding): Finding => {
    if (finding.kind === "outcome")
      return {
        ...finding,
        item: step(finding.item),
        step: finding.step === null ? null : (steps[finding.step.number - 1] ?? null),
      };
    return { ...finding, claim: claims.get(finding.claim) ?? finding.claim };
  });
  const unreached = run.unreached.map((item) => items.get(item) ?? item);
  return { ...run, program, steps, findings, unreached };
}

function pair(before: readonly Claim[], now: readonly Claim[], claims: Map<Claim, Claim>): void {
  before.forEach((claim, i) => {
    const other = now[i];
    if (other !== undefined) claims.set(claim, other);
  });
}
