import { access, accessDropped } from "./calls/access.js";
import { fail } from "./fail.js";
import { fallocate, ftruncate, unlink } from "./calls/file.js";
import { mmap } from "./calls/mmap.js";
import { mremap } from "./calls/mremap.js";
import { mbind, setMempolicy } from "./calls/policy.js";
import { die, exec, exit, findDropped, findProcess, fork, isSuspended, vfork, wait } from "./calls/process.js";
import { findSegment, shmat, shmdt, shmget, shmrm } from "./calls/shm.js";
import type { AddressRange } from "./memory/range.js";
import { madvise, mprotect, munmapCall } from "./calls/range.js";
import { boot } from "./boot.js";
import type { Config, PageSize } from "./config.js";
import { DEFAULT_PAGE_SIZE } from "./config.js";
import { Core, KernelBug, KernelHang } from "./core.js";
import type { Event } from "./event.js";
import { poolOfSize } from "./pool/of.js";
import { setMaxHugePages, setOvercommit } from "./pool/resize.js";
import { IGNORED_SIGNALS } from "./signals.js";
import { BOOT, STUCK } from "./state/boot.js";
import { CGROUP } from "./state/cgroup.js";
import { DROPPED } from "./state/dropped.js";
import { Heap, NIL } from "./state/heap.js";
import type { Ref } from "./state/heap.js";
import { HS, NODE, reserved, reservedDigits } from "./state/hstate.js";
import { INODE } from "./state/inode.js";
import { livingOf, mapsOf, pageMapsOf } from "./maps.js";
import { PAGE } from "./state/page.js";
import { ALIVE, EXITED, MAPPING, MM, PROCESS, findMapping, getPte, ptePage, pteWritable } from "./state/process.js";
import { VM, VMA, has, vmaAt } from "./state/vma.js";
import type { Slice, Step } from "./step.js";
import type {
  Counters,
  LivingProcess,
  MappingStatus,
  Maps,
  PageMaps,
  ProcessStatus,
  SlotStatus,
  StepTrace,
} from "./trace.js";

/** How many pages beyond its end a range of a mapping may reach: enough to meet the hole behind it. */
const BEYOND = 1;

/**
 * One machine: boots from a configuration, takes one step at a time; nothing else changes its state. A machine is a
 * value: `copy()` is a machine of its own in the same state, and costs a copy of the state's words.
 */
export class Machine {
  /** One pool on one node, and no groups: the default counters say it all. */
  private readonly plain: boolean;

  private constructor(
    readonly config: Config,
    private readonly core: Core,
  ) {
    this.plain = config.pools.length === 1 && config.pools[0]?.nodes === undefined && config.cgroups.length === 0;
  }

  /** Throws RangeError for a kernel that the engine does not run (kernelOf) and for sizes beyond the limits. */
  static boot(config: Config): Machine {
    return new Machine(config, boot(config));
  }

  /** A machine in the same state that goes its own way. */
  copy(): Machine {
    const { heap, kernel, names, boot: root } = this.core;
    return new Machine(this.config, new Core(new Heap(heap), kernel, names, root));
  }

  /** Words of state: what `copy` copies. */
  get size(): number {
    return this.core.heap.length;
  }

  /** Runs one step. Never throws for anything that a scenario can say; sizes beyond the limits throw RangeError. */
  step(step: Step): StepTrace {
    const events: Event[] = [];
    this.core.events = events;
    const result = this.run(step);
    const counters = this.counters();
    return this.plain ? { step, result, events, counters } : { step, result, events, counters, ...this.others() };
  }

  private run(step: Step): string {
    const { core } = this;
    const { heap } = core;
    const { stuck } = this;
    if (stuck !== null) return stuck;
    core.shortage = null;
    core.cause = null;
    core.current = NIL;
    core.currentPid = null;
    if (step.actor !== null) {
      const process = findProcess(core, step.actor);
      if (process === NIL || heap.get(process, PROCESS.state) !== ALIVE) return "dead";
      core.current = process;
      core.currentPid = heap.get(process, PROCESS.pid);
      if (isSuspended(core, process)) return "blocked";
    }
    try {
      return this.call(step);
    } catch (error) {
      if (error instanceof KernelBug) return this.bug(error);
      if (error instanceof KernelHang) return this.hang(error);
      throw error;
    }
  }

  private call(step: Step): string {
    const { core } = this;
    switch (step.call) {
      case "read":
      case "write": {
        const mapping = this.mappingOf(step.mapping);
        if (mapping === NIL) return findDropped(core, step.mapping) === NIL ? "nomap" : accessDropped(core);
        const to = step.slice.to ?? core.heap.get(mapping, MAPPING.pages);
        return access(core, mapping, step.slice.from, to, step.call === "write");
      }
      case "mmap":
        return mmap(core, step);
      case "munmap":
        return this.onRange(step, (range) => munmapCall(core, range));
      case "mlock":
        return this.onRange(step, (range) => core.kernel.mlock(core, range));
      case "munlock":
        return this.onRange(step, (range) => core.kernel.munlock(core, range));
      case "mprotect":
        return this.onRange(step, (range) => mprotect(core, range, step.protection));
      case "madvise":
        return this.onRange(step, (range) => madvise(core, range, step.advice));
      case "ftruncate":
        return ftruncate(core, step.file, step.length);
      case "fallocate":
        return fallocate(core, step.file, step.from, step.to, step.punch);
      case "unlink":
        return unlink(core, step.file);
      case "fork":
        return fork(core, step.child);
      case "exit":
        exit(core, core.current);
        return "ok";
      case "kill": {
        const target = findProcess(core, step.target);
        if (target === NIL || core.heap.get(target, PROCESS.state) !== ALIVE) return "dead";
        if (IGNORED_SIGNALS.has(step.signal)) return "ok";
        const cause = { why: "kill", by: core.currentPid } as const;
        die(core, target, step.signal, cause, { mapping: null, index: null }, "sys_kill");
        // Who kills himself never sees the call return.
        return target === core.current ? step.signal : "ok";
      }
      case "sysctl": {
        const hs = poolOfSize(core, step.pageSize);
        if (hs === NIL) return "ENOENT";
        if (step.name === "nr_overcommit_hugepages") return setOvercommit(core, hs, step.value);
        setMaxHugePages(core, hs, step.value, step.node ?? null);
        return "ok";
      }
      case "mremap": {
        const mapping = this.mappingOf(step.mapping);
        if (mapping !== NIL) return mremap(core, mapping, step.length, step.fixed);
        if (findDropped(core, step.mapping) === NIL) return "nomap";
        return fail(core, core.kernel.remaps ? "EFAULT" : "EINVAL", "vma_lookup");
      }
      case "vfork":
        return vfork(core, step.child);
      case "exec":
        return exec(core);
      case "wait":
        return wait(core, step.child);
      case "shmget":
        return shmget(core, step.segment, step.length, step.noreserve);
      case "shmat": {
        const segment = findSegment(core, step.segment);
        return segment === NIL ? "noshm" : shmat(core, step.mapping, segment, step.readonly);
      }
      case "shmdt": {
        const mapping = this.mappingOf(step.mapping);
        if (mapping !== NIL) return shmdt(core, mapping);
        return findDropped(core, step.mapping) === NIL ? "nomap" : fail(core, "EINVAL", "ksys_shmdt");
      }
      case "shmctl": {
        const segment = findSegment(core, step.segment);
        return segment === NIL ? "noshm" : shmrm(core, segment);
      }
      case "mbind":
        return this.onRange(step, (range) => mbind(core, range, step.mode, step.nodes));
      case "set_mempolicy":
        return setMempolicy(core, step.mode, step.nodes);
    }
  }

  private onRange(
    step: { readonly mapping: string; readonly slice: Slice },
    call: (range: AddressRange) => string,
  ): string {
    const { heap } = this.core;
    const mapping = this.mappingOf(step.mapping);
    const dropped = mapping === NIL ? findDropped(this.core, step.mapping) : NIL;
    if (mapping === NIL && dropped === NIL) return "nomap";
    const start = mapping === NIL ? heap.get(dropped, DROPPED.start) : heap.get(mapping, MAPPING.start);
    const pages = mapping === NIL ? heap.get(dropped, DROPPED.pages) : heap.get(mapping, MAPPING.pages);
    const within = (index: number): number => start + Math.min(index, pages + BEYOND);
    const mm = heap.get(this.core.current, PROCESS.mm);
    return call({ mm, from: within(step.slice.from), to: within(step.slice.to ?? pages) });
  }

  /** The acting process's mapping of that name, or NIL. */
  private mappingOf(name: string): Ref {
    const { core } = this;
    return findMapping(core.heap, core.heap.get(core.current, PROCESS.mm), core.names.number(name));
  }

  /** The oops leaves the page table lock and the instantiation mutex held: nothing after it can be trusted. */
  private bug(bug: KernelBug): string {
    const { core } = this;
    core.heap.set(core.boot, BOOT.stuck, STUCK.bug);
    core.events?.push({
      kind: "bug",
      pid: core.currentPid ?? 0,
      mapping: bug.slot.mapping,
      index: bug.slot.index,
      what: bug.message,
      fixed: "2.6.28",
      fn: "hugetlb_cow",
    });
    return "BUG";
  }

  /**
   * The process never comes back. Where a signal would end it, it is killed and torn down in the same step, so that the others
   * can go on; where not, it goes round in the kernel with its locks, and the machine stays as it is.
   */
  private hang(hang: KernelHang): string {
    const { core } = this;
    const { fixed } = hang;
    core.events?.push({
      kind: "hang",
      pid: core.currentPid ?? 0,
      mapping: hang.slot.mapping,
      index: hang.slot.index,
      what: hang.message,
      killable: hang.killable,
      fixed: fixed?.release ?? null,
      fn: hang.fn,
      ...(fixed !== null && { commit: fixed.commit }),
    });
    if (hang.killable)
      die(core, core.current, "SIGKILL", { why: "kill", by: null }, { mapping: null, index: null }, "do_exit");
    else core.heap.set(core.boot, BOOT.stuck, STUCK.hang);
    return "HANG";
  }

  /** Why nothing goes on any more: a BUG_ON fired, or an access never ends and cannot be killed. */
  get stuck(): "BUG" | "HANG" | null {
    const stuck = this.core.heap.get(this.core.boot, BOOT.stuck);
    return stuck === 0 ? null : stuck === STUCK.bug ? "BUG" : "HANG";
  }

  /** Counters of a pool after the last step, in pages. */
  counters(size: PageSize = DEFAULT_PAGE_SIZE): Counters {
    const { heap } = this.core;
    const hs = poolOfSize(this.core, size);
    if (hs === NIL) return { total: 0, free: 0, rsvd: 0, surp: 0 };
    const rsvd = reserved(heap, hs);
    return {
      total: heap.get(hs, HS.total),
      free: heap.get(hs, HS.free),
      rsvd,
      surp: heap.get(hs, HS.surplus),
      ...(!Number.isSafeInteger(rsvd) && { exactRsvd: reservedDigits(heap, hs) }),
    };
  }

  /** The other pools', the nodes' and the groups' counters, where the configuration has them. */
  private others(): Pick<StepTrace, "sizes" | "nodes" | "cgroups"> {
    const { pools, cgroups } = this.config;
    const sizes = pools.filter(({ pageSize }) => pageSize !== DEFAULT_PAGE_SIZE);
    return {
      ...(sizes.length > 0 && {
        sizes: Object.fromEntries(sizes.map(({ pageSize }) => [pageSize, this.counters(pageSize)])),
      }),
      ...(pools.some(({ nodes }) => nodes !== undefined) && { nodes: this.nodes() }),
      ...(cgroups.length > 0 && {
        cgroups: Object.fromEntries(cgroups.map(({ name }) => [name, this.cgroup(name) ?? { usage: 0, rsvd: 0 }])),
      }),
    };
  }

  /** What a control group has charged of a pool, in pages; undefined when there is no such group. */
  cgroup(name: string, size: PageSize = DEFAULT_PAGE_SIZE): { usage: number; rsvd: number } | undefined {
    const { heap, names, boot: root } = this.core;
    const hs = poolOfSize(this.core, size);
    for (let group = heap.get(root, BOOT.cgroups); group !== NIL; group = heap.get(group, CGROUP.next)) {
      if (names.text(heap.get(group, CGROUP.name)) === name && heap.get(group, CGROUP.hstate) === hs) {
        return { usage: heap.get(group, CGROUP.usage), rsvd: heap.get(group, CGROUP.rsvd) };
      }
    }
    return undefined;
  }

  /** Every node's share of the default pool. */
  nodes(): readonly { total: number; free: number; surp: number }[] {
    const { heap } = this.core;
    const found: { total: number; free: number; surp: number }[] = [];
    const hs = poolOfSize(this.core, DEFAULT_PAGE_SIZE);
    for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) {
      found.push({
        total: heap.get(node, NODE.total),
        free: heap.get(node, NODE.free),
        surp: heap.get(node, NODE.surplus),
      });
    }
    return found;
  }

  /** Who is alive. */
  living(): readonly LivingProcess[] {
    return livingOf(this.core);
  }

  /** The newest process of that name. */
  process(name: string): ProcessStatus | undefined {
    const { heap, names } = this.core;
    const process = findProcess(this.core, name);
    if (process === NIL) return undefined;
    const pid = heap.get(process, PROCESS.pid);
    switch (heap.get(process, PROCESS.state)) {
      case ALIVE:
        return { status: "alive", pid };
      case EXITED:
        return { status: "exited", pid };
      default:
        return { status: "killed", pid, signal: names.text(heap.get(process, PROCESS.signal)) };
    }
  }

  /** The mapping of that name that the newest process of that name has; undefined when it is gone with its process, or never was. */
  mapping(process: string, mapping: string): MappingStatus | undefined {
    const { heap, names } = this.core;
    const ref = this.find(process, mapping);
    if (ref === NIL) return undefined;
    const inode = heap.get(ref, MAPPING.inode);
    const vma = this.anyVma(ref);
    return {
      mapping: heap.get(ref, MAPPING.id),
      name: mapping,
      pages: heap.get(ref, MAPPING.pages),
      file: names.text(heap.get(inode, INODE.path)),
      share: vma !== NIL && has(heap, vma, VM.shared) ? "shared" : "private",
      owner: vma !== NIL && has(heap, vma, VM.owner),
      protection: vma === NIL ? "none" : protectionOf(heap.get(vma, VMA.flags)),
    };
  }

  /** Page `index` of that mapping; undefined when there is no such mapping or index, or the process is gone. */
  slot(process: string, mapping: string, index: number): SlotStatus | undefined {
    const { heap } = this.core;
    const ref = this.find(process, mapping);
    if (ref === NIL || index < 0 || index >= heap.get(ref, MAPPING.pages)) return undefined;
    const address = heap.get(ref, MAPPING.start) + index;
    const vma = vmaAt(heap, heap.get(findProcess(this.core, process), PROCESS.mm), address);
    if (vma === NIL) return { status: "unmapped" };
    const pte = getPte(heap, ref, address);
    if (pte === 0) return { status: "absent", marked: has(heap, vma, VM.unmapped) };
    const page = ptePage(pte);
    return {
      status: "present",
      page: heap.get(page, PAGE.id),
      node: heap.get(page, PAGE.node),
      writable: pteWritable(pte),
    };
  }

  /** Page maps of the living processes, as corpus/FORMAT.md has them. */
  maps(): Maps {
    return mapsOf(this.core, "letters");
  }

  /** Likewise, with the numbers by which events call the pages: equal numbers are the same page through the whole run. */
  pageMaps(): PageMaps {
    return pageMapsOf(this.core);
  }

  /** Likewise, with the number of each page's node. */
  nodeMaps(): Maps {
    return mapsOf(this.core, "nodes");
  }

  /** The state itself, for who recounts or measures it (assert.ts, the bench). */
  get parts(): Core {
    return this.core;
  }

  private find(process: string, mapping: string): Ref {
    const { heap, names } = this.core;
    const ref = findProcess(this.core, process);
    if (ref === NIL || heap.get(ref, PROCESS.state) !== ALIVE) return NIL;
    return findMapping(heap, heap.get(ref, PROCESS.mm), names.number(mapping));
  }

  private anyVma(mapping: Ref): Ref {
    const { heap } = this.core;
    for (
      let process = heap.get(this.core.boot, BOOT.processes);
      process !== NIL;
      process = heap.get(process, PROCESS.next)
    ) {
      const mm = heap.get(process, PROCESS.mm);
      if (mm === NIL) continue;
      for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
        if (heap.get(vma, VMA.mapping) === mapping) return vma;
      }
    }
    return NIL;
  }
}

/** A machine to look at: everything but stepping it. */
export type MachineView = Omit<Machine, "step">;

function protectionOf(flags: number): "none" | "r" | "w" | "rw" {
  const read = (flags & VM.read) !== 0;
  const write = (flags & VM.write) !== 0;
  return read ? (write ? "rw" : "r") : write ? "w" : "none";
}
