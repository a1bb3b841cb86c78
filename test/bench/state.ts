/**
 * What the engine's representation of the state costs: copying, comparing and hashing one block of words against the same state
 * as plain objects. docs/state.md keeps the figures; the ratios are within one run.
 */
import { Machine } from "../../engine/index.js";
import type { Config, Step } from "../../engine/index.js";
import type { Comparison } from "./compare.js";

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

/** Copying and keying the words, beside the same state as plain objects. */
export function stateComparisons(): readonly Comparison[] {
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
  const words = `${String(machine.size)} words`;
  return [
    {
      name: `copy a state of ${words}`,
      subject: { label: "words", run: () => machine.copy() },
      baseline: { label: "the same as plain objects", run: () => cloneObjects(objects) },
    },
    {
      name: `copy a state of ${words}`,
      subject: { label: "words", run: () => machine.copy() },
      baseline: { label: "structuredClone of the objects", run: () => structuredClone(objects) },
    },
    {
      name: `a key of a state of ${words}`,
      subject: { label: "hash of the words", run: hash },
      baseline: { label: "JSON of the objects", run: () => JSON.stringify(objects) },
    },
  ];
}
