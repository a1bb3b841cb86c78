import type { Config, KernelId } from "../../engine/index.js";
import { notSimulated } from "../check/availability.js";
import type { CheckedScenario, UnrolledClaim, UnrolledStep } from "../check/checked.js";
import { guardNames } from "../check/kernels.js";
import { diagnosticOf } from "../check/problems.js";
import { announcementFor } from "./announce.js";
import { configOf } from "./config.js";
import type { Claim, Program, ProgramItem } from "./program.js";
import { rebindings } from "./rebinding.js";

function claimOf({ condition, text, range }: UnrolledClaim, uri: string): Claim {
  return { condition, text, uri, range };
}

/** Whether a claim speaks about this kernel. */
function concerns({ guards, existsUnder }: UnrolledClaim, kernel: KernelId): boolean {
  return existsUnder(kernel) && guards.every((guard) => guardNames(guard, kernel));
}

/**
 * Makes a checked scenario ready to run under one kernel. The program's diagnostics are those that only this kernel's
 * answers show (`duplicate-name`), or that it is not run under it (`limit`); everything else was told by `check`.
 * `config`: what to boot with instead of what the settings say; its kernel must be that kernel.
 */
export function compile(
  scenario: CheckedScenario,
  kernel: KernelId,
  config: Config = configOf(scenario.settings, scenario.uses, kernel),
): Program {
  const { uri, name, uses } = scenario;
  const missing = notSimulated(uses, kernel);
  if (missing.length > 0) {
    const { leftOut } = scenario;
    return {
      scenario: name,
      kernel,
      config,
      items: [],
      invariants: [],
      diagnostics: missing.map(diagnosticOf),
      leftOut,
    };
  }
  const steps = scenario.items.filter((item): item is UnrolledStep => item.kind === "step");
  const { duplicates, diagnostics } = rebindings(steps, config);
  const items: ProgramItem[] = [];
  for (const item of scenario.items) {
    if (item.kind === "step") {
      if (duplicates.has(item)) continue;
      const announced = announcementFor(item.alternatives, kernel);
      items.push(announced === null ? item.item : { ...item.item, announced });
      continue;
    }
    const claims = item.claims.filter((claim) => concerns(claim, kernel)).map((claim) => claimOf(claim, uri));
    if (claims.length > 0) items.push({ kind: "expect", claims, sometimes: item.sometimes });
  }
  const invariants = scenario.invariants
    .filter(({ claim }) => concerns(claim, kernel))
    .map(({ claim, never }) => ({ claim: claimOf(claim, uri), never }));
  const leftOut = new Set(scenario.leftOut);
  for (const { range } of diagnostics) leftOut.add(range.start.line);
  return {
    scenario: name,
    kernel,
    config,
    items,
    invariants,
    diagnostics,
    leftOut: [...leftOut].sort((a, b) => a - b),
  };
}
