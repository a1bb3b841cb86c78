/** mbind and set_mempolicy (mm/mempolicy.c), without flags. */
import type { Core } from "../core.js";
import type { AddressRange } from "../memory/range.js";
import { overVmas, vmasIn } from "../memory/range.js";
import { isolate } from "../memory/split.js";
import { POLICY, makePolicy } from "../pool/policy.js";
import type { Ref } from "../state/heap.js";
import { PROCESS } from "../state/process.js";
import { VMA } from "../state/vma.js";
import type { PolicyMode } from "../step.js";
import { fail } from "../fail.js";

const MODE: Readonly<Record<PolicyMode, number>> = {
  DEFAULT: POLICY.none,
  BIND: POLICY.bind,
  PREFERRED: POLICY.preferred,
  INTERLEAVE: POLICY.interleave,
};

const policyOf = (mode: PolicyMode, nodes: readonly number[]): number =>
  mode === "DEFAULT" ? POLICY.none : makePolicy(MODE[mode], nodes);

/** The policy of a range; the VMAs are split where it ends. */
export function mbind(core: Core, range: AddressRange, mode: PolicyMode, nodes: readonly number[]): string {
  const policy = policyOf(mode, nodes);
  const set = (vma: Ref, from: number, to: number): null => {
    isolate(core, vma, from, to);
    core.heap.set(vma, VMA.policy, policy);
    return null;
  };
  if (mode !== "DEFAULT") return overVmas(core, range, "queue_pages_test_walk", "EFAULT", set);
  // MPOL_MF_DISCONTIG_OK: MPOL_DEFAULT minds no holes, as long as there is anything.
  if (range.from >= range.to) return "ok";
  const vmas = vmasIn(core, range);
  for (const vma of vmas) {
    set(vma, Math.max(range.from, core.heap.get(vma, VMA.start)), Math.min(range.to, core.heap.get(vma, VMA.end)));
  }
  return vmas.length > 0 ? "ok" : fail(core, "EFAULT", "queue_pages_range");
}

/** The acting process's own policy, for memory without one. */
export function setMempolicy(core: Core, mode: PolicyMode, nodes: readonly number[]): string {
  core.heap.set(core.current, PROCESS.policy, policyOf(mode, nodes));
  return "ok";
}
