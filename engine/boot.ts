/** From a configuration to a machine's first state. */
import type { CgroupConfig, Config, PageSize, PoolConfig } from "./config.js";
import { PAGE_BYTES } from "./config.js";
import { Core } from "./core.js";
import { kernelOf } from "./kernels/index.js";
import { newProcess } from "./calls/process.js";
import { Names } from "./names.js";
import { accountMemory } from "./pool/account.js";
import { poolOfSize } from "./pool/of.js";
import { BOOT } from "./state/boot.js";
import { CGROUP } from "./state/cgroup.js";
import { Heap, NIL } from "./state/heap.js";
import { PROCESS } from "./state/process.js";
import { HS, NODE } from "./state/hstate.js";
import { KERNEL_MOUNT, MOUNT } from "./state/mount.js";

/** The pid of the first process. */
export const FIRST_PID = 1000;
/** Addresses fall from here (pages). */
export const ADDRESS_TOP = 2 ** 30;

/** Throws RangeError for a kernel that the engine does not run. */
export function boot(config: Config): Core {
  const kernel = kernelOf(config.kernel);
  if (kernel === undefined) throw new RangeError(`the engine does not run kernel ${config.kernel} yet`);
  const heap = new Heap();
  const root = heap.allocate(BOOT.words);
  const core = new Core(heap, kernel, new Names(), root);
  // What is there at the start has happened to nobody.
  core.events = null;
  heap.set(root, BOOT.nextPid, FIRST_PID);
  heap.set(root, BOOT.nextInode, 1);
  heap.set(root, BOOT.nextMapping, 1);
  heap.set(root, BOOT.nextAddress, ADDRESS_TOP);
  for (const pool of config.pools) addPool(core, pool);
  for (const pool of config.pools) addMount(core, pool.pageSize, KERNEL_MOUNT, null, null);
  for (const mount of config.mounts) {
    addMount(core, mount.pageSize, core.names.number(mount.path), mount.size, mount.minSize);
  }
  for (const group of config.cgroups) addGroup(core, group);
  for (const process of config.processes) {
    const ref = newProcess(core, process.name);
    if (process.cgroup !== undefined) heap.set(ref, PROCESS.cgroup, core.names.number(process.cgroup));
    heap.set(ref, PROCESS.node, process.node ?? 0);
  }
  return core;
}

function addPool(core: Core, pool: PoolConfig): void {
  const { heap, boot: root } = core;
  const hs = heap.allocate(HS.words);
  heap.set(hs, HS.order, Math.log2(PAGE_BYTES[pool.pageSize]));
  heap.set(hs, HS.overcommit, pool.overcommit);
  heap.set(hs, HS.next, heap.get(root, BOOT.hstates));
  heap.set(root, BOOT.hstates, hs);
  (pool.nodes ?? [pool.pages]).toReversed().forEach((pages, index, all) => {
    const node = heap.allocate(NODE.words);
    heap.set(node, NODE.id, all.length - 1 - index);
    heap.set(node, NODE.total, pages);
    heap.set(node, NODE.free, pages);
    heap.set(node, NODE.next, heap.get(hs, HS.nodes));
    heap.set(hs, HS.nodes, node);
    heap.add(hs, HS.total, pages);
    heap.add(hs, HS.free, pages);
  });
}

/** An account of every pool for the group. */
function addGroup(core: Core, config: CgroupConfig): void {
  const { heap, boot: root } = core;
  for (let hs = heap.get(root, BOOT.hstates); hs !== NIL; hs = heap.get(hs, HS.next)) {
    const limits = config.limits.find(({ pageSize }) => poolOfSize(core, pageSize) === hs);
    const group = heap.allocate(CGROUP.words);
    heap.set(group, CGROUP.name, core.names.number(config.name));
    heap.set(group, CGROUP.hstate, hs);
    heap.set(group, CGROUP.limit, limits?.limit ?? -1);
    heap.set(group, CGROUP.rsvdLimit, limits?.rsvd ?? -1);
    heap.set(group, CGROUP.next, heap.get(root, BOOT.cgroups));
    heap.set(root, BOOT.cgroups, group);
  }
}

/**
 * hugepage_new_subpool: a mount; one with min_size= has that many pages promised from now on, surplus pages if need be. Where there
 * are not enough, mount(2) fails in the kernel; here the mount has no minimum.
 */
function addMount(core: Core, pageSize: PageSize, path: number, size: number | null, minSize: number | null): void {
  const { heap, boot: root } = core;
  const mount = heap.allocate(MOUNT.words);
  const hs = poolOfSize(core, pageSize);
  heap.set(mount, MOUNT.hstate, hs);
  heap.set(mount, MOUNT.path, path);
  heap.set(mount, MOUNT.limited, size === null ? 0 : 1);
  heap.set(mount, MOUNT.freeBlocks, size ?? 0);
  heap.set(mount, MOUNT.maxPages, size ?? -1);
  const promised = minSize !== null && accountMemory(core, hs, minSize, { inode: NIL, mapping: NIL });
  heap.set(mount, MOUNT.minPages, promised ? minSize : -1);
  heap.set(mount, MOUNT.reservedPages, promised ? minSize : 0);
  heap.set(mount, MOUNT.next, heap.get(root, BOOT.mounts));
  heap.set(root, BOOT.mounts, mount);
}
