/**
 * A run that can be revisited: every step's trace, and the machine as it was after any of them. Copies of the state are
 * kept at intervals; the steps in between are taken again. docs/state.md has the measurements behind the interval.
 */
import type { Config } from "./config.js";
import { Machine, type MachineView } from "./machine.js";
import type { Step } from "./step.js";
import type { StepTrace, Trace } from "./trace.js";

/** Steps between two copies, at the least; more for a large state, so that the copies cost about as much as the steps. */
const INTERVAL = 256;
/** A state of W words is copied at most every W / WORDS_A_STEP steps. */
const WORDS_A_STEP = 4;

interface Checkpoint {
  readonly step: number;
  readonly machine: Machine;
}

export class History {
  private readonly checkpoints: Checkpoint[];
  private readonly taken: StepTrace[] = [];
  private readonly now: Machine;
  private readonly start: Trace["start"];

  constructor(config: Config) {
    this.now = Machine.boot(config);
    this.start = this.now.counters();
    this.checkpoints = [{ step: 0, machine: this.now.copy() }];
  }

  /** Takes a step at the end of the run. */
  step(step: Step): StepTrace {
    const trace = this.now.step(step);
    this.taken.push(trace);
    const last = this.checkpoints.at(-1)?.step ?? 0;
    if (this.taken.length - last >= Math.max(INTERVAL, this.now.size / WORDS_A_STEP)) {
      this.checkpoints.push({ step: this.taken.length, machine: this.now.copy() });
    }
    return trace;
  }

  /** The machine after the last step. To look at; stepping it would fork the run from its history. */
  get end(): MachineView {
    return this.now;
  }

  get trace(): Trace {
    return { config: this.now.config, start: this.start, steps: this.taken };
  }

  /** The machine as it was after `count` steps (0 = just booted): a machine of its own. Throws RangeError outside the run. */
  at(count: number): Machine {
    if (!Number.isInteger(count) || count < 0 || count > this.taken.length) {
      throw new RangeError(`the run has ${String(this.taken.length)} steps, not ${String(count)}`);
    }
    const from = this.checkpoints.findLast((checkpoint) => checkpoint.step <= count);
    if (from === undefined) throw new Error("the first checkpoint is missing");
    const machine = from.machine.copy();
    for (const { step } of this.taken.slice(from.step, count)) machine.step(step);
    return machine;
  }
}
