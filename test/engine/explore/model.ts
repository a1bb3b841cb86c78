/**
 * The instance that is explored beside SPIN: a pool of 4 pages, a parent that maps 3 privately and has touched 2 of them
 * before it forks P-1 children, and each process takes N operations, any of r0 r1 r2 w0 w1 w2 exit.
 */
import type { Config, KernelId, Step } from "../../../engine/index.js";
import { PAGE_BYTES } from "../../../engine/index.js";
import {
  type Act,
  type Judges,
  type Move,
  NO_REDUCTIONS,
  type Plan,
  type Reductions,
} from "../../../engine/explore/index.js";

const MOUNT = "/dev/hugepages";

/** Nobody says anything. */
export const SILENT: Judges = { state: () => 0, move: () => 0, blocked: () => 0 };

/** What the Promela model leaves out, too: it names pages anew after each operation. */
export const AS_SPIN: Reductions = { ...NO_REDUCTIONS, renaming: true };

const acts = (moves: readonly (readonly Step[])[]): Act[] =>
  moves.map((choice) => ({ moves: choice.map((step): Move => ({ step, mark: "" })), after: [] }));

export function poolOfFour(processes: number, operations: number, kernel: KernelId): Plan {
  const children = Array.from({ length: processes - 1 }, (_, i) => `c${String(i)}`);
  const config: Config = {
    kernel,
    pools: [{ pageSize: "2M", pages: 4, overcommit: 0 }],
    mounts: [{ path: MOUNT, pageSize: "2M", size: null, minSize: null }],
    processes: [{ name: "p" }],
    cgroups: [],
  };
  const prelude: Step[] = [
    {
      call: "mmap",
      actor: "p",
      mapping: "a",
      file: { mount: MOUNT, path: `${MOUNT}/a` },
      length: 3 * PAGE_BYTES["2M"],
      share: "private",
      flags: [],
      offset: 0,
      protection: "rw",
      pageSize: "2M",
    },
    { call: "write", actor: "p", mapping: "a", slice: { from: 0, to: 2 } },
    ...children.map((child): Step => ({ call: "fork", actor: "p", child })),
  ];
  const actor = (name: string) => {
    const choice: Step[] = [0, 1, 2].flatMap((page) =>
      (["read", "write"] as const).map((call): Step => ({
        call,
        actor: name,
        mapping: "a",
        slice: { from: page, to: page + 1 },
      })),
    );
    choice.push({ call: "exit", actor: name });
    // One object for each operation, at whichever place: its answers are asked once.
    const moves = choice.map((step): Move => ({ step, mark: "" }));
    return { name, ends: true, acts: Array.from({ length: operations }, (): Act => ({ moves, after: [] })) };
  };
  return {
    config,
    named: new Set(),
    stages: [
      { actors: [{ name: null, acts: acts(prelude.map((step) => [step])), ends: false }], waits: false },
      { actors: ["p", ...children].map(actor), waits: true },
    ],
  };
}
