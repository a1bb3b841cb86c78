/** A step that nothing lets go on, or that nobody comes to. */
import type { StepItem } from "../compile/index.js";
import { lineAbove, removeLine } from "../edit/lines.js";
import { type Case, type Fix, fix, type FixMaker } from "./fix.js";

export const stuck: FixMaker = (found) => {
  switch (found.diagnostic.code) {
    case "blocked":
      return [...letGo(found), fix("Remove this line", removeLine(found.tree, found.line))];
    case "never-reached":
      return [fix("Remove this line", removeLine(found.tree, found.line))];
    default:
      return [];
  }
};

/** The child that is waited for leaves before. */
function letGo({ tree, line, scenario }: Case): readonly Fix[] {
  for (const { run } of scenario?.runs ?? []) {
    const step = run.steps.find(({ item, trace }) => item.range.start.line === line && trace.result === "blocked");
    if (step === undefined) continue;
    const child = waitedFor(step.item, () => {
      const forks = run.steps
        .slice(0, step.number)
        .flatMap(({ item }) => (item.step.call === "vfork" ? [item.step] : []));
      return forks.findLast((fork) => fork.actor === step.item.step.actor)?.child;
    });
    if (child === undefined) return [];
    const leave = (call: string): Fix =>
      fix(`${child} ${call}s before`, lineAbove(tree, line, `${child}: ${call}()`), call === "exit");
    return step.item.step.call === "wait" ? [leave("exit")] : [leave("exit"), leave("exec")];
  }
  return [];
}

function waitedFor({ step }: StepItem, vforked: () => string | undefined): string | undefined {
  return step.call === "wait" ? step.child : vforked();
}
