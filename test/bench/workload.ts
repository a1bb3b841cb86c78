/** A long run for the engine: the same operations as numbers for the flat baseline and as steps for the machine. */
import type { Config, Step } from "../../engine/index.js";
import { FlatPool, OP, OP_WIDTH } from "./flat-pool.js";

export const PROCESSES = 8;
export const PAGES = 4;
export const POOL = 14;
/** Alive at the start. The first never maps anything, so that there is always somebody left who can fork. */
export const ALIVE = 4;

const MOUNT = "/dev/hugepages";
/** Of a hundred processes without a mapping so many try to get one; the others exit. */
const MAPPING_SHARE = 60;
/** Shares of the operations, in hundredths, when a process has a mapping; what is left over exits. */
const SHARE = { write: 44, read: 34, munmap: 5, fork: 12 } as const;

export const CONFIG: Config = {
  kernel: "2.6.26+cow",
  pools: [{ pageSize: "2M", pages: POOL, overcommit: 0 }],
  mounts: [{ path: MOUNT, pageSize: "2M", size: null, minSize: null }],
  processes: Array.from({ length: ALIVE }, (_, process) => ({ name: nameOf(process) })),
  cgroups: [],
};

export interface Workload {
  readonly codes: Int32Array;
  readonly steps: readonly Step[];
}

function nameOf(process: number): string {
  return `p${process}`;
}

/** Numbers that look random and are the same every time (Lehmer's generator). */
function* numbers(seed: number): Generator<number, never> {
  for (let value = seed; ;) {
    value = (value * 48271) % 2147483647;
    yield value;
  }
}

function stepOf(op: number, process: number, argument: number): Step {
  const actor = nameOf(process);
  const page = { from: argument, to: argument + 1 };
  switch (op) {
    case OP.mmap:
      return {
        call: "mmap",
        actor,
        mapping: "a",
        file: { mount: MOUNT, path: `${MOUNT}/${actor}` },
        length: PAGES * 2 * 1024 ** 2,
        share: "private",
        flags: [],
        offset: 0,
        protection: "rw",
        pageSize: "2M",
      };
    case OP.read:
      return { call: "read", actor, mapping: "a", slice: page };
    case OP.write:
      return { call: "write", actor, mapping: "a", slice: page };
    case OP.munmap:
      return { call: "munmap", actor, mapping: "a", slice: { from: 0, to: null } };
    case OP.fork:
      return { call: "fork", actor, child: nameOf(argument) };
    case OP.exit:
      return { call: "exit", actor };
    default:
      throw new RangeError(`no operation ${op}`);
  }
}

/** So many operations, each of which does something. */
export function workload(count: number): Workload {
  const random = numbers(20080821);
  const below = (limit: number): number => random.next().value % limit;
  const pool = new FlatPool(POOL, PROCESSES, PAGES, ALIVE);
  const codes = new Int32Array(count * OP_WIDTH);
  const steps: Step[] = [];
  while (steps.length < count) {
    const process = below(PROCESSES);
    const child = 1 + below(PROCESSES - 1);
    const share = below(100);
    if (pool.alive[process] === 0) continue;
    const { op, argument } = choose(pool, process, child, share, below(PAGES));
    if (op === null) continue;
    pool.step(op, process, argument);
    codes.set([op, process, argument], steps.length * OP_WIDTH);
    steps.push(stepOf(op, process, argument));
  }
  return { codes, steps };
}

function choose(
  pool: FlatPool,
  process: number,
  child: number,
  share: number,
  page: number,
): { op: number | null; argument: number } {
  const canFork = pool.alive[child] === 0;
  if (process === 0) return { op: canFork ? OP.fork : null, argument: child };
  if (pool.mapped[process] === 0) return { op: share < MAPPING_SHARE ? OP.mmap : OP.exit, argument: 0 };
  let limit = SHARE.write;
  if (share < limit) return { op: OP.write, argument: page };
  if (share < (limit += SHARE.read)) return { op: OP.read, argument: page };
  if (share < (limit += SHARE.munmap)) return { op: OP.munmap, argument: 0 };
  if (share < limit + SHARE.fork) return { op: canFork ? OP.fork : null, argument: child };
  return { op: OP.exit, argument: 0 };
}
