/** What mounts have promised from the start (min_size=): more than there is cannot be promised, and mount(2) fails. */
import { DEFAULT_PAGE_SIZE, PAGE_BYTES, type KernelId, type PageSize } from "../../engine/index.js";
import type { Problem } from "./problems.js";
import { TIERS, type Entry, type Settings } from "./settings.js";
import { runsWith } from "./support.js";

/** The mounts that some of these kernels cannot make: one problem for each. */
export function impossibleMinimums(settings: Settings, kernels: readonly KernelId[]): readonly Problem[] {
  if (!kernels.some((kernel) => runsWith("min_size", kernel))) return [];
  const left = new Map((Object.keys(PAGE_BYTES) as PageSize[]).map((size) => [size, mostOf(settings, size)]));
  return [...settings.mounts.values()].flatMap((mount): readonly Problem[] => {
    const { path, pageSize, minSize } = mount.value;
    const available = left.get(pageSize) ?? 0;
    const wanted = minSize ?? 0;
    if (wanted <= available) {
      left.set(pageSize, available - wanted);
      return [];
    }
    const message = `\`min_size=\` of ${path} promises ${String(wanted)} pages of ${pageSize}, but there are only ${String(available)} to promise: the mount would fail (ENOMEM), and has no minimum here`;
    const own = [mount, settings.pools.get(pageSize), settings.overcommit.get(pageSize), ...settings.nodes.values()];
    const place = own.find((entry) => entry !== undefined && isOfScenario(entry))?.place ?? mount.place;
    const related = place === mount.place ? [] : [{ ...mount.place, message: "the mount" }];
    return [{ code: "bad-setting", place, message, related }];
  });
}

/** Where a scenario itself sets one of them, the others' problem is its own. */
function isOfScenario({ tier }: Entry<unknown>): boolean {
  return tier >= TIERS.scenarioInclude;
}

/** The pages that can be promised at the start; those of 1G are never made as surplus. */
function mostOf({ pools, nodes, overcommit }: Settings, size: PageSize): number {
  const pages = pools.get(size)?.value ?? 0;
  if (size !== DEFAULT_PAGE_SIZE) return pages;
  const onNodes = [...nodes.values()].reduce((all, { value }) => all + value, 0);
  return pages + onNodes + (overcommit.get(size)?.value ?? 0);
}
