/** Steps of the machine, beside a flat loop that does the same work and comes to the same results. */
import { Machine } from "../../engine/index.js";
import type { Comparison } from "./compare.js";
import { FlatPool, OP_WIDTH, RESULT } from "./flat-pool.js";
import { ALIVE, CONFIG, PAGES, POOL, PROCESSES, workload, type Workload } from "./workload.js";

const STEPS = 10_000;
const NAMES = Object.keys(RESULT);

function runFlat({ codes }: Workload): number {
  const pool = new FlatPool(POOL, PROCESSES, PAGES, ALIVE);
  let sum = 0;
  for (let at = 0; at < codes.length; at += OP_WIDTH) sum += pool.step(codes[at]!, codes[at + 1]!, codes[at + 2]!);
  return sum;
}

function runMachine({ steps }: Workload): number {
  const machine = Machine.boot(CONFIG);
  let free = 0;
  for (const step of steps) free += machine.step(step).counters.free;
  return free;
}

/** A baseline that does less would prove nothing. */
function assertSameRun({ codes, steps }: Workload): void {
  const pool = new FlatPool(POOL, PROCESSES, PAGES, ALIVE);
  const machine = Machine.boot(CONFIG);
  for (const [index, step] of steps.entries()) {
    const at = index * OP_WIDTH;
    const flat = NAMES[pool.step(codes[at]!, codes[at + 1]!, codes[at + 2]!)];
    const { result, counters } = machine.step(step);
    if (flat !== result || pool.free !== counters.free || pool.rsvd !== counters.rsvd)
      throw new Error(`step ${index}: the flat loop and the machine differ (${String(flat)}, ${result})`);
  }
}

export function engineComparisons(): readonly Comparison[] {
  const work = workload(STEPS);
  assertSameRun(work);
  return [
    {
      name: `engine, ${STEPS.toLocaleString("en-US")} steps with their events`,
      subject: { label: "Machine", run: () => runMachine(work) },
      baseline: { label: "flat Int32Array loop", run: () => runFlat(work) },
      per: { count: STEPS, unit: "steps" },
    },
  ];
}
