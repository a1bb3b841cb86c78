/** Processes come and go: fork (dup_mmap), exit, death by a signal. */
import type { Core } from "../core.js";
import type { KillCause, MappingId } from "../event.js";
import { removeVmas } from "../memory/munmap.js";
import { BOOT } from "../state/boot.js";
import { DROPPED } from "../state/dropped.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { PAGE } from "../state/page.js";
import {
  ALIVE,
  EXITED,
  KILLED,
  MAPPING,
  MM,
  PROCESS,
  getPte,
  linkMapping,
  makePte,
  ptePage,
  pteWritable,
  setPte,
} from "../state/process.js";
import { VM, VMA, has, linkVma } from "../state/vma.js";
import { fail } from "../fail.js";
import { releaseMapping } from "./mmap.js";

/** Room for names that every machine has. */
const FIRST_NAMES = 16;

/** A process with an empty memory. */
export function newProcess(core: Core, name: string): Ref {
  const { heap } = core;
  const process = heap.allocate(PROCESS.words);
  const pid = enlist(core, process, name);
  heap.set(process, PROCESS.mm, newMm(core, pid));
  return process;
}

/** Gives the process its pid and its name, and puts it behind the others. */
function enlist(core: Core, process: Ref, name: string): number {
  const { heap } = core;
  const pid = heap.get(core.boot, BOOT.nextPid);
  heap.set(core.boot, BOOT.nextPid, pid + 1);
  heap.set(process, PROCESS.pid, pid);
  heap.set(process, PROCESS.name, core.names.number(name));
  heap.set(process, PROCESS.state, ALIVE);
  const last = heap.get(core.boot, BOOT.lastProcess);
  if (last === NIL) heap.set(core.boot, BOOT.processes, process);
  else heap.set(last, PROCESS.next, process);
  heap.set(core.boot, BOOT.lastProcess, process);
  nameProcess(core, process);
  return pid;
}

function newMm(core: Core, pid: number): Ref {
  const mm = core.heap.allocate(MM.words);
  core.heap.set(mm, MM.users, 1);
  core.heap.set(mm, MM.pid, pid);
  return mm;
}

/** What a child has of the acting process beside its memory. */
function inherit(core: Core, child: Ref): void {
  const { heap } = core;
  heap.set(child, PROCESS.parent, core.current);
  for (const field of [PROCESS.cgroup, PROCESS.node, PROCESS.policy, PROCESS.dropped])
    heap.set(child, field, heap.get(core.current, field));
}

/** The newest process of that name, or NIL. */
export function findProcess(core: Core, name: string): Ref {
  const { heap, boot } = core;
  const number = core.names.number(name);
  return number < heap.get(boot, BOOT.newestRoom) ? heap.get(heap.get(boot, BOOT.newest), number) : NIL;
}

function nameProcess(core: Core, process: Ref): void {
  const { heap, boot } = core;
  const number = heap.get(process, PROCESS.name);
  const room = heap.get(boot, BOOT.newestRoom);
  if (number >= room) {
    const wider = Math.max(FIRST_NAMES, 2 ** Math.ceil(Math.log2(number + 1)));
    const block = heap.allocate(wider);
    const old = heap.get(boot, BOOT.newest);
    for (let i = 0; i < room; i++) heap.set(block, i, heap.get(old, i));
    if (room > 0) heap.release(old, room);
    heap.set(boot, BOOT.newest, block);
    heap.set(boot, BOOT.newestRoom, wider);
  }
  heap.set(heap.get(boot, BOOT.newest), number, process);
}

/** do_fork, dup_mmap, copy_hugetlb_page_range: nothing is reserved for the child. */
export function fork(core: Core, name: string): string {
  const { heap, kernel } = core;
  const parent = core.current;
  const parentMm = heap.get(parent, PROCESS.mm);
  const child = newProcess(core, name);
  inherit(core, child);
  const mm = heap.get(child, PROCESS.mm);

  const copies = new Map<Ref, Ref>();
  const told: { from: MappingId; to: MappingId; name: string }[] = [];
  for (let mapping = heap.get(parentMm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
    const copy = copyMapping(core, mapping);
    linkMapping(heap, mm, copy);
    copies.set(mapping, copy);
    told.push({
      from: heap.get(mapping, MAPPING.id),
      to: heap.get(copy, MAPPING.id),
      name: core.names.text(heap.get(mapping, MAPPING.name)),
    });
  }
  core.events?.push({
    kind: "fork",
    parent: heap.get(parent, PROCESS.pid),
    child: heap.get(child, PROCESS.pid),
    name,
    vfork: false,
    maps: told,
    fn: "dup_mmap",
  });

  for (let vma = heap.get(parentMm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
    const mapping = copies.get(heap.get(vma, VMA.mapping)) ?? NIL;
    if (has(heap, vma, VM.dontcopy)) {
      const start = heap.get(mapping, MAPPING.start);
      core.events?.push({
        kind: "vma-gone",
        pid: heap.get(child, PROCESS.pid),
        mapping: heap.get(mapping, MAPPING.id),
        from: heap.get(vma, VMA.start) - start,
        to: heap.get(vma, VMA.end) - start,
        fn: "dup_mmap",
      });
      continue;
    }
    const copy = heap.allocate(VMA.words);
    for (const field of [VMA.start, VMA.end, VMA.pgoff, VMA.flags, VMA.inode, VMA.policy])
      heap.set(copy, field, heap.get(vma, field));
    heap.set(copy, VMA.mm, mm);
    heap.set(copy, VMA.mapping, mapping);
    // reset_vma_resv_huge_pages: a private copy owns nothing and is not marked; a shared one keeps its word.
    const dropped = has(heap, vma, VM.shared) ? VM.locked : VM.locked | VM.owner | VM.unmapped;
    heap.set(copy, VMA.flags, heap.get(copy, VMA.flags) & ~dropped);
    kernel.forked(core, copy);
    kernel.fileMappings.insertCopy(heap, heap.get(vma, VMA.inode), copy, vma);
    heap.add(heap.get(vma, VMA.inode), INODE.users, 1);
    linkVma(heap, copy);
    if (kernel.copiesPages(core, vma)) copyPageRange(core, vma, copy);
  }
  return "ok";
}

/** copy_hugetlb_page_range: both sides of a private mapping are write-protected. */
function copyPageRange(core: Core, vma: Ref, copy: Ref): void {
  const { heap } = core;
  const source = heap.get(vma, VMA.mapping);
  const target = heap.get(copy, VMA.mapping);
  const cow = !has(heap, vma, VM.shared);
  const start = heap.get(target, MAPPING.start);
  for (let address = heap.get(vma, VMA.start); address < heap.get(vma, VMA.end); address++) {
    const pte = getPte(heap, source, address);
    if (pte === 0) continue;
    const page = ptePage(pte);
    const entry = makePte(page, !cow && pteWritable(pte));
    setPte(heap, source, address, entry);
    setPte(heap, target, address, entry);
    heap.add(page, PAGE.count, 1);
    core.events?.push({
      kind: "map",
      pid: heap.get(heap.get(copy, VMA.mm), MM.pid),
      mapping: heap.get(target, MAPPING.id),
      index: address - start,
      page: heap.get(page, PAGE.id),
      writable: pteWritable(entry),
      fn: "copy_hugetlb_page_range",
    });
  }
}

function copyMapping(core: Core, mapping: Ref): Ref {
  const { heap } = core;
  const copy = heap.allocate(MAPPING.words);
  const id = heap.get(core.boot, BOOT.nextMapping);
  heap.set(core.boot, BOOT.nextMapping, id + 1);
  heap.set(copy, MAPPING.id, id);
  for (const field of [MAPPING.name, MAPPING.start, MAPPING.pages, MAPPING.inode, MAPPING.length])
    heap.set(copy, field, heap.get(mapping, field));
  heap.set(copy, MAPPING.table, heap.allocate(heap.get(mapping, MAPPING.pages)));
  return copy;
}

/** vfork: the child runs in the parent's memory, and the parent waits until it execs or ends. */
export function vfork(core: Core, name: string): string {
  const { heap } = core;
  const parent = core.current;
  const child = heap.allocate(PROCESS.words);
  const mm = heap.get(parent, PROCESS.mm);
  heap.set(child, PROCESS.mm, mm);
  heap.add(mm, MM.users, 1);
  enlist(core, child, name);
  inherit(core, child);
  heap.set(parent, PROCESS.suspendedFor, child);
  core.events?.push({
    kind: "fork",
    parent: heap.get(parent, PROCESS.pid),
    child: heap.get(child, PROCESS.pid),
    name,
    vfork: true,
    maps: [],
    fn: "do_fork",
  });
  return "ok";
}

/** exec: every mapping goes, as at exit; the process goes on with an empty memory. */
export function exec(core: Core): string {
  const { heap } = core;
  const process = core.current;
  let mapping = heap.get(heap.get(process, PROCESS.mm), MM.mappings);
  for (; mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) drop(core, process, mapping);
  core.events?.push({ kind: "exec", pid: heap.get(process, PROCESS.pid), fn: "exec_mmap" });
  exitMm(core, process);
  heap.set(process, PROCESS.mm, newMm(core, heap.get(process, PROCESS.pid)));
  return "ok";
}

function drop(core: Core, process: Ref, mapping: Ref): void {
  const { heap } = core;
  const dropped = heap.allocate(DROPPED.words);
  heap.set(dropped, DROPPED.name, heap.get(mapping, MAPPING.name));
  heap.set(dropped, DROPPED.start, heap.get(mapping, MAPPING.start));
  heap.set(dropped, DROPPED.pages, heap.get(mapping, MAPPING.pages));
  heap.set(dropped, DROPPED.next, heap.get(process, PROCESS.dropped));
  heap.set(process, PROCESS.dropped, dropped);
}

/** The last mapping of that name that exec dropped, or NIL. */
export function findDropped(core: Core, name: string): Ref {
  const { heap } = core;
  const number = core.names.number(name);
  let dropped = heap.get(core.current, PROCESS.dropped);
  while (dropped !== NIL && heap.get(dropped, DROPPED.name) !== number) dropped = heap.get(dropped, DROPPED.next);
  return dropped;
}

/** wait4: "blocked" while the child lives, ECHILD for who is no child, or was waited for already. */
export function wait(core: Core, name: string): string {
  const { heap } = core;
  const child = findProcess(core, name);
  const isChild =
    child !== NIL && heap.get(child, PROCESS.parent) === core.current && heap.get(child, PROCESS.reaped) === 0;
  if (!isChild) return fail(core, "ECHILD", "do_wait");
  if (heap.get(child, PROCESS.state) === ALIVE) return "blocked";
  heap.set(child, PROCESS.reaped, 1);
  return "ok";
}

/** Whether it waits for its vfork child. */
export function isSuspended(core: Core, process: Ref): boolean {
  const { heap } = core;
  const child = heap.get(process, PROCESS.suspendedFor);
  if (child === NIL) return false;
  if (heap.get(child, PROCESS.mm) === heap.get(process, PROCESS.mm)) return true;
  heap.set(process, PROCESS.suspendedFor, NIL);
  return false;
}

/** do_exit. */
export function exit(core: Core, process: Ref): void {
  core.heap.set(process, PROCESS.state, EXITED);
  core.events?.push({ kind: "exit", pid: core.heap.get(process, PROCESS.pid), fn: "do_exit" });
  exitMm(core, process);
}

/** Where a deadly access was made; nothing for kill(2). */
export interface DeathPlace {
  readonly mapping: MappingId | null;
  readonly index: number | null;
}

/** A signal ends the process; its memory is torn down in the same step. `fn`: who sent it. */
export function die(core: Core, process: Ref, signal: string, cause: KillCause, place: DeathPlace, fn: string): void {
  const { heap } = core;
  heap.set(process, PROCESS.state, KILLED);
  heap.set(process, PROCESS.signal, core.names.number(signal));
  core.events?.push({ kind: "kill", pid: heap.get(process, PROCESS.pid), signal, cause, ...place, fn });
  exitMm(core, process);
}

/** exit_mmap, when this was the memory's last user. */
export function exitMm(core: Core, process: Ref): void {
  const { heap } = core;
  const mm = heap.get(process, PROCESS.mm);
  heap.set(process, PROCESS.mm, NIL);
  heap.add(mm, MM.users, -1);
  if (heap.get(mm, MM.users) > 0) return;
  const vmas: Ref[] = [];
  for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) vmas.push(vma);
  removeVmas(core, vmas, "exit");
  let mapping = heap.get(mm, MM.mappings);
  while (mapping !== NIL) {
    const next = heap.get(mapping, MAPPING.next);
    releaseMapping(core, mapping);
    mapping = next;
  }
  heap.release(mm, MM.words);
}
