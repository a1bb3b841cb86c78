/** What a step is in C: a call that gives -1 where the kernel's does. */
import {
  IGNORED_SIGNALS,
  PAGE_BYTES,
  type MmapFlag,
  type PageSize,
  type PolicyMode,
  type Protection,
  type Slice,
  type Step,
} from "../../engine/index.js";
import { type Cast, quoted } from "./cast.js";

const PROTECTIONS: Readonly<Record<Protection, string>> = {
  none: "PROT_NONE",
  r: "PROT_READ",
  w: "PROT_WRITE",
  rw: "PROT_READ | PROT_WRITE",
};
const FLAGS: Readonly<Record<MmapFlag, string>> = {
  noreserve: "MAP_NORESERVE",
  populate: "MAP_POPULATE",
  locked: "MAP_LOCKED",
};
/** linux/mempolicy.h: not every libc has them. */
const POLICIES: Readonly<Record<PolicyMode, number>> = { DEFAULT: 0, PREFERRED: 1, BIND: 2, INTERLEAVE: 3 };
const SIZES: Readonly<Record<PageSize, string>> = { "2M": "MB2", "1G": "GB1" };

/** The page size as C has it. */
export function sizeOf(pageSize: PageSize): string {
  return SIZES[pageSize];
}

/** The call of one step. `fails`: whoever it would make does not come to be. */
export function callOf(step: Step, fails: boolean, cast: Cast): string {
  switch (step.call) {
    case "read":
      return `read_pages(${range(step, cast)})`;
    case "write":
      return `write_pages(${range(step, cast)})`;
    case "munmap":
      return `unmap(${range(step, cast)})`;
    case "mlock":
      return `lock(${range(step, cast)})`;
    case "munlock":
      return `unlock(${range(step, cast)})`;
    case "mprotect":
      return `protect(${range(step, cast)}, ${PROTECTIONS[step.protection]})`;
    case "madvise":
      return `advise(${range(step, cast)}, MADV_${step.advice})`;
    case "mbind":
      return `bind_pages(${range(step, cast)}, ${POLICIES[step.mode]}, ${maskOf(step.nodes)})`;
    case "mmap": {
      const flags = [`MAP_${step.share.toUpperCase()}`, ...step.flags.map((flag) => FLAGS[flag])].join(" | ");
      const file = step.file === null ? "NULL" : cast.file(step.file);
      return `map(${cast.mapping(step.mapping)}, ${file}, ${sizeOf(step.pageSize)}, ${bytes(step.length)}, ${PROTECTIONS[step.protection]}, ${flags}, ${bytes(step.offset)})`;
    }
    case "mremap":
      return `remap(${cast.mapping(step.mapping)}, ${bytes(step.length)}, ${String(step.fixed)})`;
    case "set_mempolicy":
      return `set_policy(${POLICIES[step.mode]}, ${maskOf(step.nodes)})`;
    case "ftruncate":
      return `set_size(${cast.file(step.file)}, ${bytes(step.length)})`;
    case "fallocate":
      return `allocate(${cast.file(step.file)}, ${bytes(step.from)}, ${bytes(step.to)}, ${String(step.punch)})`;
    case "unlink":
      return `unlink(${cast.file(step.file)})`;
    case "fork":
    case "vfork":
      return `make_child(${cast.born(step.child, fails)}, ${String(step.call === "vfork")})`;
    case "exec":
      return "start_anew()";
    case "exit":
      return "leave()";
    case "wait":
      return `wait_for(${cast.process(step.child)})`;
    case "kill":
      return `send_signal(${cast.process(step.target)}, ${step.signal}, ${String(!IGNORED_SIGNALS.has(step.signal))})`;
    case "shmget":
      return `make_segment(${cast.segment(step.segment)}, ${bytes(step.length)}, ${step.noreserve ? "010000 /* SHM_NORESERVE */" : "0"})`;
    case "shmat":
      return `attach(${cast.mapping(step.mapping)}, ${cast.segment(step.segment)}, ${step.readonly ? "SHM_RDONLY" : "0"})`;
    case "shmdt":
      return `detach(${cast.mapping(step.mapping)})`;
    case "shmctl":
      return `remove_segment(${cast.segment(step.segment)})`;
    case "sysctl":
      return `set_pool(${quoted(step.name)}, ${sizeOf(step.pageSize)}, ${step.node === undefined ? "NO_NODE" : String(step.node)}, ${step.value})`;
  }
}

function range({ mapping, slice }: { readonly mapping: string; readonly slice: Slice }, cast: Cast): string {
  return `${cast.mapping(mapping)}, ${slice.from}, ${slice.to === null ? "END" : String(slice.to)}`;
}

/** A length or an offset, in pages where it is some. */
function bytes(count: number): string {
  for (const size of ["1G", "2M"] as const)
    if (count !== 0 && count % PAGE_BYTES[size] === 0) return `${count / PAGE_BYTES[size]} * ${SIZES[size]}`;
  return String(count);
}

function maskOf(nodes: readonly number[]): string {
  return `0x${nodes.reduce((mask, node) => mask + 2 ** node, 0).toString(16)}`;
}
