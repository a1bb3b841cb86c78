import type { KernelId } from "../../engine/index.js";
import type { CheckedAlternative } from "../check/checked.js";
import { guardNames } from "../check/kernels.js";
import type { Announcement } from "./program.js";

/** What an outcome says for one kernel: the first alternative that names it; null = nothing. */
export function announcementFor(alternatives: readonly CheckedAlternative[], kernel: KernelId): Announcement | null {
  const found = alternatives.find(({ guard }) => guardNames(guard, kernel));
  return found === undefined ? null : { anyOf: found.anyOf, range: found.range };
}
