/** The hugetlb control group of the acting process. */
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";
import { CGROUP } from "../state/cgroup.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { PROCESS } from "../state/process.js";

/** Its account for that pool, or NIL in the root group. */
export function groupOf(core: Core, hs: Ref): Ref {
  const { heap } = core;
  const name = core.current === NIL ? 0 : heap.get(core.current, PROCESS.cgroup);
  if (name === 0) return NIL;
  let group = heap.get(core.boot, BOOT.cgroups);
  while (group !== NIL && (heap.get(group, CGROUP.name) !== name || heap.get(group, CGROUP.hstate) !== hs)) {
    group = heap.get(group, CGROUP.next);
  }
  return group;
}
