import {
  DEFAULT_PAGE_SIZE,
  PAGE_BYTES,
  type Config,
  type KernelId,
  type MountConfig,
  type PageSize,
  type PoolConfig,
  type ProcessConfig,
} from "../../engine/index.js";
import { mountsOf, type DeclaredProcess, type Settings } from "../check/settings.js";
import { runsWith } from "../check/support.js";
import type { FeatureUse } from "../check/features.js";

/** The sizes in the order of their names in PAGE_BYTES, the default first. */
const PAGE_SIZES = Object.keys(PAGE_BYTES) as readonly PageSize[];

function poolOf(size: PageSize, settings: Settings, numa: boolean): PoolConfig {
  const overcommit = settings.overcommit.get(size)?.value ?? 0;
  const pages = settings.pools.get(size)?.value ?? 0;
  if (size !== DEFAULT_PAGE_SIZE || settings.nodes.size === 0) return { pageSize: size, pages, overcommit };
  const nodes = Array.from(
    { length: Math.max(...settings.nodes.keys()) + 1 },
    (_, node) => settings.nodes.get(node)?.value ?? 0,
  );
  const sum = nodes.reduce((all, one) => all + one, 0);
  return { pageSize: size, pages: sum, overcommit, ...(numa ? { nodes } : {}) };
}

function processOf({ name, cgroup, node }: DeclaredProcess, groups: boolean, nodes: boolean): ProcessConfig {
  return { name, ...(cgroup === null || !groups ? {} : { cgroup }), ...(node === null || !nodes ? {} : { node }) };
}

/** What the machine is booted with: the settings, without what this kernel does not have. */
export function configOf(settings: Settings, uses: readonly FeatureUse[], kernel: KernelId): Config {
  const groups = runsWith("cgroups", kernel);
  const sizes = runsWith("1G", kernel);
  const nodes = runsWith("nodes", kernel);
  const minSize = runsWith("min_size", kernel);
  const mounts = mountsOf(settings)
    .filter(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE || sizes)
    .map((mount): MountConfig => (minSize ? mount : { ...mount, minSize: null }));
  // A size that is named anywhere has a pool, be it an empty one.
  const large = sizes && uses.some(({ feature }) => feature === "1G");
  const named = PAGE_SIZES.filter((size) => size === DEFAULT_PAGE_SIZE || large);
  return {
    kernel,
    pools: named.map((size) => poolOf(size, settings, nodes)),
    mounts,
    processes: [...settings.processes.values()].map(({ value }) => processOf(value, groups, nodes)),
    cgroups: groups ? [...settings.cgroups].map(([name, { value }]) => ({ name, limits: value })) : [],
  };
}
