/**
 * What the engine's representation of the state costs: copying, comparing and hashing one block of words against the same state
 * as plain objects. docs/state.md keeps the figures; the ratios are within one run.
 */
import { Machine } from "../../engine/index.js";
import type { Config, Step } from "../../engine/index.js";

const ROUNDS = 9;
const MOUNT = "/dev/hugepages";

/** A middling story: 4 processes that share 2 mappings of 8 pages, half of them touched and copied. */
function story(): { config: Config; steps: Step[] } {
  const config: Config = {
    kernel: "2.6.26+cow",
    pools: [{ pageSize: "2M", pages: 24, overcommit: 0 }],
    mounts: [{ path: MOUNT, pageSize: "2M", size: null, minSize: null }],
    processes: [{ name: "p" }],
    cgroups: [],
  };
  const map = (mapping: string, share: "private" | "shared"): Step => ({
    call: "mmap",
    actor: "p",
    mapping,
    file: { mount: MOUNT, path: `${MOUNT}/${mapping}` },
    length: 8 * 2 ** 21,
    share,
    flags: [],
    offset: 0,
    protection: "rw",
    pageSize: "2M",
  });
  const steps: Step[] = [
    map("a", "private"),
    map("s", "shared"),
    { call: "write", actor: "p", mapping: "a", slice: { from: 0, to: 6 } },
  ];
  for (const child of ["c", "d", "e"]) {
    steps.push(
      { call: "fork", actor: "p", child },
      { call: "write", actor: child, mapping: "a", slice: { from: 0, to: 2 } },
    );
  }
  steps.push({ call: "write", actor: "p", mapping: "s", slice: { from: 0, to: 4 } });
  return { config, steps };
}

/** The same state as objects: what a machine made of classes would hold. */
function asObjects(machine: Machine): object {
  const { heap, boot } = machine.parts;
  const seen = new Map<number, object>();
  const record = (ref: number, words: number): object => {
    const known = seen.get(ref);
    if (known !== undefined) return known;
    const object: Record<string, unknown> = {};
    seen.set(ref, object);
    for (let i = 0; i < words; i++) object[`field${String(i)}`] = heap.get(ref, i);
    return object;
  };
  const records: object[] = [];
  for (let ref = boot; ref + 12 < heap.length; ref += 12) records.push(record(ref, 12));
  return { records };
}

function cloneObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneObjects);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) copy[key] = cloneObjects(field);
  return copy;
}

/** Nanoseconds of one call: the median of several rounds. */
function time(calls: number, run: () => unknown): number {
  const rounds: number[] = [];
  let kept: unknown;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) kept = run();
    rounds.push(((performance.now() - start) * 1e6) / calls);
  }
  if (kept === Symbol.for("never")) throw new Error("kept");
  return rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

export interface StateCosts {
  readonly words: number;
  readonly rows: readonly { readonly what: string; readonly nanoseconds: number }[];
}

/** Measures copying and keying in the three representations. */
export function measureState(): StateCosts {
  const { config, steps } = story();
  const machine = Machine.boot(config);
  for (const step of steps) machine.step(step);
  const objects = asObjects(machine);
  const { heap } = machine.parts;
  const hash = (): number => {
    let h = 0x811c9dc5;
    for (let i = 0; i < heap.length; i++) h = Math.imul(h ^ heap.get(0, i), 0x01000193);
    return h;
  };
  return {
    words: machine.size,
    rows: [
      { what: "copy the words", nanoseconds: time(20_000, () => machine.copy()) },
      { what: "copy the same state as plain objects", nanoseconds: time(500, () => cloneObjects(objects)) },
      { what: "structuredClone of them", nanoseconds: time(500, () => structuredClone(objects)) },
      { what: "hash every word", nanoseconds: time(20_000, hash) },
      { what: "JSON key of the objects", nanoseconds: time(500, () => JSON.stringify(objects)) },
      {
        what: "boot and take the story's steps",
        nanoseconds: time(1000, () => {
          const fresh = Machine.boot(config);
          for (const step of steps) fresh.step(step);
        }),
      },
    ],
  };
}
