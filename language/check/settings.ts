/** The settings of a file and of a scenario: what a scenario inherits and what it overrides, line by line. */
import {
  DEFAULT_PAGE_SIZE,
  type CgroupLimit,
  type KernelId,
  type MountConfig,
  type PageSize,
} from "../../engine/index.js";
import type { ProcessRef } from "../syntax/tree.js";
import type { FeatureUse } from "./features.js";
import type { Place } from "./problems.js";
import type { Value } from "./values.js";

/** The mount that exists unless a file declares it otherwise. */
export const DEFAULT_MOUNT: MountConfig = {
  path: "/dev/hugepages",
  pageSize: DEFAULT_PAGE_SIZE,
  size: null,
  minSize: null,
};

/**
 * Where a setting comes from; a later tier overrides an earlier one, and within one tier a setting stands once.
 * Of two included files the later one counts.
 */
export const TIERS = { fileInclude: 0, file: 1, scenarioInclude: 2, scenario: 3 } as const;
export type Tier = (typeof TIERS)[keyof typeof TIERS];

export interface Entry<T> {
  readonly value: T;
  readonly tier: Tier;
  readonly place: Place;
}

export interface DeclaredProcess {
  readonly name: string;
  readonly cgroup: string | null;
  readonly node: number | null;
}

/** The settings that a scenario runs with. */
export interface Settings {
  readonly kernel: Entry<readonly KernelId[]> | null;
  readonly pools: ReadonlyMap<PageSize, Entry<number>>;
  readonly overcommit: ReadonlyMap<PageSize, Entry<number>>;
  readonly nodes: ReadonlyMap<number, Entry<number>>;
  readonly mounts: ReadonlyMap<string, Entry<MountConfig>>;
  readonly cgroups: ReadonlyMap<string, Entry<readonly CgroupLimit[]>>;
  readonly processes: ReadonlyMap<string, Entry<DeclaredProcess>>;
  /** null = a line with an error made the name. */
  readonly lets: ReadonlyMap<string, Entry<Value | null>>;
  readonly uses: readonly FeatureUse[];
  /** Words of lines that do not parse: names that they may have made. */
  readonly maybe: ReadonlySet<string>;
  /** An include could not be read: it may have made any name. */
  readonly open: boolean;
}

export interface SettingsDraft extends Settings {
  kernel: Entry<readonly KernelId[]> | null;
  readonly pools: Map<PageSize, Entry<number>>;
  readonly overcommit: Map<PageSize, Entry<number>>;
  readonly nodes: Map<number, Entry<number>>;
  readonly mounts: Map<string, Entry<MountConfig>>;
  readonly cgroups: Map<string, Entry<readonly CgroupLimit[]>>;
  readonly processes: Map<string, Entry<DeclaredProcess>>;
  readonly lets: Map<string, Entry<Value | null>>;
  readonly uses: FeatureUse[];
  readonly maybe: Set<string>;
  open: boolean;
}

export function emptySettings(): SettingsDraft {
  return {
    kernel: null,
    pools: new Map(),
    overcommit: new Map(),
    nodes: new Map(),
    mounts: new Map(),
    cgroups: new Map(),
    processes: new Map(),
    lets: new Map(),
    uses: [],
    maybe: new Set(),
    open: false,
  };
}

/** A scenario's settings start as the file's. */
export function inherited(file: Settings): SettingsDraft {
  return {
    kernel: file.kernel,
    pools: new Map(file.pools),
    overcommit: new Map(file.overcommit),
    nodes: new Map(file.nodes),
    mounts: new Map(file.mounts),
    cgroups: new Map(file.cgroups),
    processes: new Map(file.processes),
    lets: new Map(file.lets),
    uses: [...file.uses],
    maybe: new Set(file.maybe),
    open: file.open,
  };
}

/** `worker[3]`, from its name and index. */
export function processName(ref: ProcessRef, index: number | null): string {
  return index === null ? ref.name.text : `${ref.name.text}[${String(index)}]`;
}

/** Every mount, the one that is there by itself included, the longest path first. */
export function mountsOf(settings: Settings): readonly MountConfig[] {
  const declared = [...settings.mounts.values()].map(({ value }) => value);
  const all = settings.mounts.has(DEFAULT_MOUNT.path) ? declared : [...declared, DEFAULT_MOUNT];
  return all.sort((a, b) => b.path.length - a.path.length);
}
