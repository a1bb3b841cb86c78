/** The limit of a control group that would be enough: what the group comes to when nothing limits it. */
import type { Harm } from "../../engine/advise/index.js";
import { type CgroupConfig, DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import type { CheckedScenario } from "../check/index.js";
import { setGroupLimits } from "../edit/settings.js";
import { MAX_POOL_PAGES } from "../limits.js";
import type { Run } from "../run/index.js";
import type { SyntaxTree } from "../syntax/index.js";
import type { Candidate } from "./candidates.js";
import type { Trials } from "./trial.js";

/** For a harm that a control group's limit did: each limited group with the limits that let its processes do what they do. */
export function* groupLimits(
  tree: SyntaxTree,
  scenario: CheckedScenario,
  run: Run,
  harm: Harm,
  trials: Trials,
): Generator<void, readonly Candidate[]> {
  if (!isByLimit(run, harm)) return [];
  const candidates: Candidate[] = [];
  for (const group of run.trace.config.cgroups) {
    const limited = limitsOf(group);
    if (limited === undefined) continue;
    const ample = {
      limit: limited.limit === null ? null : MAX_POOL_PAGES,
      rsvd: limited.rsvd === null ? null : MAX_POOL_PAGES,
    };
    const free = yield* trials.edited(setGroupLimits(tree, scenario, group.name, ample), run.kernel);
    if (free === null) continue;
    const peak = peakOf(free, group.name);
    const needed = {
      limit: limited.limit === null ? null : Math.max(limited.limit, peak.usage),
      rsvd: limited.rsvd === null ? null : Math.max(limited.rsvd, peak.rsvd),
    };
    const words = [
      ...(needed.limit === limited.limit ? [] : [`limit=${needed.limit}`]),
      ...(needed.rsvd === limited.rsvd ? [] : [`rsvd=${needed.rsvd}`]),
    ];
    if (words.length === 0) continue;
    const edits = setGroupLimits(tree, scenario, group.name, needed);
    candidates.push({ title: `cgroup ${group.name} ${words.join(" ")}`, edits });
  }
  return candidates;
}

function isByLimit({ steps }: Run, { index, event }: Harm): boolean {
  if (event.kind === "fail") return event.shortage?.why === "cgroup";
  const refused = steps[index]?.trace.events ?? [];
  return refused.some((each) => each.kind === "refuse" && each.shortage.why === "cgroup");
}

function limitsOf({ limits }: CgroupConfig): CgroupConfig["limits"][number] | undefined {
  return limits.find(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE);
}

/** The most that a group holds and is promised after any step. */
function peakOf({ steps }: Run, name: string): { readonly usage: number; readonly rsvd: number } {
  const peak = { usage: 0, rsvd: 0 };
  for (const { trace } of steps) {
    const now = trace.cgroups?.[name];
    if (now === undefined) continue;
    peak.usage = Math.max(peak.usage, now.usage);
    peak.rsvd = Math.max(peak.rsvd, now.rsvd);
  }
  return peak;
}
