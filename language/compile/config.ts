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
import { kernelHas } from "../check/features.js";
import { mountsOf, type DeclaredProcess, type Settings } from "../check/settings.js";
import { NOT_SIMULATED } from "../check/support.js";

/** The sizes in the order of their names in PAGE_BYTES, the default first. */
const PAGE_SIZES = Object.keys(PAGE_BYTES) as readonly PageSize[];

function poolOf(size: PageSize, settings: Settings): PoolConfig {
  const overcommit = settings.overcommit.get(size)?.value ?? 0;
  const pages = settings.pools.get(size)?.value ?? 0;
  if (size !== DEFAULT_PAGE_SIZE || settings.nodes.size === 0) return { pageSize: size, pages, overcommit };
  const nodes = Array.from(
    { length: Math.max(...settings.nodes.keys()) + 1 },
    (_, node) => settings.nodes.get(node)?.value ?? 0,
  );
  return { pageSize: size, pages: nodes.reduce((sum, one) => sum + one, 0), overcommit, nodes };
}

function processOf({ name, cgroup, node }: DeclaredProcess, groups: boolean): ProcessConfig {
  return { name, ...(cgroup === null || !groups ? {} : { cgroup }), ...(node === null ? {} : { node }) };
}

/** What the machine is booted with: the settings, without what this kernel does not have. */
export function configOf(settings: Settings, kernel: KernelId): Config {
  const groups = kernelHas("cgroups", kernel) && NOT_SIMULATED.cgroups === undefined;
  const sizes = kernelHas("1G", kernel);
  const minSize = kernelHas("min_size", kernel);
  const mounts = mountsOf(settings)
    .filter(({ pageSize }) => pageSize === DEFAULT_PAGE_SIZE || sizes)
    .map((mount): MountConfig => (minSize ? mount : { ...mount, minSize: null }));
  const named = PAGE_SIZES.filter(
    (size) =>
      size === DEFAULT_PAGE_SIZE ||
      (sizes &&
        (settings.pools.has(size) ||
          settings.overcommit.has(size) ||
          mounts.some(({ pageSize }) => pageSize === size))),
  );
  return {
    kernel,
    pools: named.map((size) => poolOf(size, settings)),
    mounts,
    processes: [...settings.processes.values()].map(({ value }) => processOf(value, groups)),
    cgroups: groups ? [...settings.cgroups].map(([name, { value }]) => ({ name, limits: value })) : [],
  };
}
