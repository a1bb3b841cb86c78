/** Parts of the language that not every kernel has: since when, and what an older kernel does instead. */
import { KERNELS_IN_TIME, type KernelId } from "../../engine/index.js";
import type { Place } from "./problems.js";

export type Feature =
  | "anon"
  | "noreserve"
  | "shm-noreserve"
  | "fallocate"
  | "dontneed"
  | "mremap"
  | "1G"
  | "1G-overcommit"
  | "min_size"
  | "cgroups"
  | "nodes";

/** Where a scenario uses one of them. */
export interface FeatureUse {
  readonly feature: Feature;
  readonly place: Place;
  readonly prefix: string;
}

interface Arrival {
  /** The first kernel of ours that has it; null = all have, never = none has. */
  readonly since: KernelId | "never" | null;
  /** What it is called in a message, when it arrived, and what a kernel without it does. */
  readonly name: string;
  readonly arrived: string;
  readonly without: string;
}

const ARRIVALS: Readonly<Record<Feature, Arrival>> = {
  anon: {
    since: "6.1",
    name: "`anon` (MAP_ANONYMOUS | MAP_HUGETLB)",
    arrived: "Linux 2.6.32",
    without: "the call answers EINVAL",
  },
  noreserve: {
    since: "2.6.27",
    name: "MAP_NORESERVE for huge pages",
    arrived: "Linux 2.6.27",
    without: "the flag is ignored",
  },
  "shm-noreserve": {
    since: "6.1",
    name: "SHM_NORESERVE for huge pages",
    arrived: "Linux 2.6.29",
    without: "the flag is ignored",
  },
  fallocate: {
    since: "6.1",
    name: "`fallocate` on hugetlbfs",
    arrived: "Linux 4.3",
    without: "the call answers EOPNOTSUPP",
  },
  dontneed: {
    since: "6.1",
    name: "MADV_DONTNEED on huge pages",
    arrived: "Linux 5.18",
    without: "the call answers EINVAL",
  },
  mremap: {
    since: "6.1",
    name: "`mremap` of huge pages",
    arrived: "Linux 5.16",
    without: "the call answers EINVAL",
  },
  "1G": {
    since: "2.6.27",
    name: "a second huge page size",
    arrived: "Linux 2.6.27",
    without: "there are only pages of 2M and the line is left out",
  },
  // alloc_surplus_hugetlb_folio: `if (hstate_is_gigantic(h)) return NULL`, and the sysctl answers EINVAL.
  "1G-overcommit": {
    since: "never",
    name: "no kernel makes surplus pages of 1G",
    arrived: "",
    without: "a limit for them is refused (EINVAL) and the line has no effect",
  },
  min_size: {
    since: "6.1",
    name: "the mount option `min_size=`",
    arrived: "Linux 4.1",
    without: "it is a bad option and is left out",
  },
  cgroups: {
    since: "6.1",
    name: "the hugetlb control group",
    arrived: "Linux 3.6",
    without: "nothing is limited or counted and the line is left out",
  },
  nodes: { since: null, name: "NUMA nodes", arrived: "", without: "" },
};

/** Whether the kernel has the feature. */
export function kernelHas(feature: Feature, kernel: KernelId): boolean {
  const { since } = ARRIVALS[feature];
  if (since === "never") return false;
  return since === null || KERNELS_IN_TIME.indexOf(kernel) >= KERNELS_IN_TIME.indexOf(since);
}

/** The sentence for the kernels that lack the feature. */
export function lackingMessage(feature: Feature, kernels: readonly KernelId[]): string {
  const { since, name, arrived, without } = ARRIVALS[feature];
  return `${since === "never" ? name : `${name} arrived in ${arrived}`}: under ${kernels.join(", ")} ${without}`;
}

/** Since when the feature exists, and what a kernel without it does; null = every kernel has it. */
export function arrivalOf(feature: Feature): { readonly arrived: string; readonly without: string } | null {
  const { since, arrived, without } = ARRIVALS[feature];
  return since === null || since === "never" ? null : { arrived, without };
}
