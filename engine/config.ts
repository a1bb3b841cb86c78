/** What a machine is booted with: the kernel, the pools, the mounts, the processes alive at the start. */

/** Kernel ids in the order of `kernel all`, then the two that are reached by name only. */
export const PLAIN_KERNELS = ["2.6.26", "2.6.26+reserve", "2.6.26+cow", "2.6.27", "6.1", "6.12"] as const;
export const COMMIT_KERNELS = ["2.6.26+reserve@a1e78772", "2.6.26+cow@04f2cbe3"] as const;
export type KernelId = (typeof PLAIN_KERNELS)[number] | (typeof COMMIT_KERNELS)[number];

/** Every kernel in its order in time; a commit's own id stands right before the plain id that repairs it. */
export const KERNELS_IN_TIME: readonly KernelId[] = [
  "2.6.26",
  "2.6.26+reserve@a1e78772",
  "2.6.26+reserve",
  "2.6.26+cow@04f2cbe3",
  "2.6.26+cow",
  "2.6.27",
  "6.1",
  "6.12",
];

/** A huge page size by its name; 2M is the default size of every machine here. */
export type PageSize = "2M" | "1G";
export const DEFAULT_PAGE_SIZE: PageSize = "2M";
export const PAGE_BYTES: Readonly<Record<PageSize, number>> = { "2M": 2 * 1024 ** 2, "1G": 1024 ** 3 };

/** One pool of huge pages (an hstate). All numbers are pages. */
export interface PoolConfig {
  readonly pageSize: PageSize;
  /** vm.nr_hugepages at boot; with `nodes` their sum. */
  readonly pages: number;
  /** vm.nr_overcommit_hugepages at boot. */
  readonly overcommit: number;
  /** Persistent pages of each NUMA node; absent = one node. */
  readonly nodes?: readonly number[];
}

/** A hugetlbfs mount. `size` and `minSize` are pages; null = option not given. */
export interface MountConfig {
  readonly path: string;
  readonly pageSize: PageSize;
  readonly size: number | null;
  readonly minSize: number | null;
}

/** Pages of that size that the mounts have promised from the start. */
export function minimumOf(mounts: readonly MountConfig[], pageSize: PageSize): number {
  return mounts.reduce((all, mount) => all + (mount.pageSize === pageSize ? (mount.minSize ?? 0) : 0), 0);
}

/** Limits of one hugetlb control group for one page size, in pages; null = unlimited. */
export interface CgroupLimit {
  readonly pageSize: PageSize;
  readonly limit: number | null;
  readonly rsvd: number | null;
}

export interface CgroupConfig {
  readonly name: string;
  readonly limits: readonly CgroupLimit[];
}

/** A process alive at the start. */
export interface ProcessConfig {
  readonly name: string;
  readonly cgroup?: string;
  readonly node?: number;
}

export interface Config {
  readonly kernel: KernelId;
  /** The 2M pool is always there. */
  readonly pools: readonly PoolConfig[];
  readonly mounts: readonly MountConfig[];
  readonly processes: readonly ProcessConfig[];
  readonly cgroups: readonly CgroupConfig[];
}
