import type { Shortage } from "../../engine/index.js";

/** Why no page could be had, in the panel's words: `0 free; overcommit is 0`, `2 free, all 2 promised; surplus 1 of 1`. */
export function shortageWords(shortage: Shortage): string {
  switch (shortage.why) {
    case "empty":
    case "promised":
      return `${poolWords(shortage)}; ${surplusWords(shortage)}`;
    case "quota":
      return "the mount's size= is used up";
    case "cgroup":
      return "the control group's limit is reached";
    case "node":
      return `the nodes allowed have none (${poolWords(shortage)} in the whole pool); ${surplusWords(shortage)}`;
  }
}

function poolWords({ free, reserved }: Shortage): string {
  if (free === 0) return reserved > 0 ? `0 free, though ${reserved} promised` : "0 free";
  return reserved === free ? `${free} free, all ${reserved} promised` : `${free} free, ${reserved} promised`;
}

/** `overcommit is 0` or `surplus 1 of 1`. */
export function surplusWords({ surplus, overcommit }: Shortage): string {
  return overcommit === 0 ? "overcommit is 0" : `surplus ${surplus} of ${overcommit}`;
}
