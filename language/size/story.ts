/** The scenario of a sizing question, as a person would write it. */
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import { count } from "../explain/index.js";
import type { Plan } from "./plan.js";

/** Where files of pages of another size lie. */
const OTHER_MOUNT = "/mnt/huge";

/** The text of the scenario with that pool. */
export function storyText(plan: Plan, pool: number): string {
  const { workers, parent, dirty, parentDirty, shared, own, noreserve, pageSize } = plan;
  const other = pageSize !== DEFAULT_PAGE_SIZE;
  const mount = other ? OTHER_MOUNT : "/dev/hugepages";
  const flags = noreserve ? "MAP_PRIVATE | MAP_NORESERVE" : "MAP_PRIVATE";
  const settings = [
    `kernel  ${plan.kernels.join(", ")}`,
    `pool    ${pool}${other ? ` x ${pageSize}` : ""}`,
    ...(other ? [`mount   ${mount} pagesize=${pageSize}`] : []),
    "process parent",
  ];
  const before = [
    ...(parent === 0 ? [] : [`parent: heap = mmap(${mount}/heap, ${parent}, ${flags})`, "parent: write heap"]),
    ...(shared === 0
      ? []
      : [`parent: segment = mmap(${mount}/segment, ${shared}, MAP_SHARED)`, "parent: write segment"]),
  ];
  const each = [
    ...(dirty === 0 ? [] : [`worker[i]: write heap[:${dirty}]`]),
    ...(shared === 0 ? [] : ["worker[i]: write segment"]),
    ...(own === 0 ? [] : [`worker[i]: own = mmap(${mount}/own{i}, ${own}, ${flags})`, "worker[i]: write own"]),
  ];
  const steps = [
    ...before,
    ...(workers === 0 ? [] : loop(workers, ["parent: worker[i] = fork()"])),
    ...(workers === 0 || each.length === 0 ? [] : loop(workers, each)),
    ...(parentDirty === 0 ? [] : [`parent: write heap[:${parentDirty}]`]),
    // Whoever forks does so for what is there: a page taken away from a worker is found missing.
    ...(workers === 0 || parent === 0 ? [] : loop(workers, ["worker[i]: read heap"])),
  ];
  return [...settings, "", `scenario "${nameOf(plan)}" {`, ...steps.map((line) => `  ${line}`), "}", ""].join("\n");
}

function loop(rounds: number, lines: readonly string[]): readonly string[] {
  return [`for i in 0:${rounds} {`, ...lines.map((line) => `  ${line}`), "}"];
}

function nameOf({ workers, parent, shared }: Plan): string {
  const what = [
    ...(parent > 0 ? [`a parent with ${count(parent, "page")}`] : ["a parent"]),
    ...(workers > 0 ? [count(workers, "worker")] : []),
    ...(shared > 0 ? [`${count(shared, "page")} shared`] : []),
  ];
  return what.join(", ");
}
