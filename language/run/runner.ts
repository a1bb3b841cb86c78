/** Drives a machine through a program, in slices if wanted: the editor gives up a run when the text changes. */
import { History } from "../../engine/index.js";
import type { Counters, MachineView, Pid, Step, StepTrace } from "../../engine/index.js";
import type { Invariant, Program } from "../compile/program.js";
import { MAX_RUN_EVENTS } from "../limits.js";
import { actually, judge } from "./judge.js";
import { cameTrue } from "./outcome.js";
import type { Finding, Run, RunEnd, RunStep } from "./run.js";
import { Turns } from "./turns.js";

/** Counters of a machine that could not be booted. */
const NOTHING: Counters = { total: 0, free: 0, rsvd: 0, surp: 0 };

/** The engine says by RangeError that it has no room for more; anything else is a fault of the program. */
function limitWords(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  throw error;
}

export interface RunOptions {
  /** Keep the page maps after every step. */
  readonly maps?: boolean;
  /** The most events of the run. */
  readonly maxEvents?: number;
}

interface Broken {
  readonly after: number;
  readonly actual: string;
  more: number;
}

/** A run in progress. */
export class Runner {
  readonly #program: Program;
  /** null when the machine could not be booted. */
  readonly #history: History | null;
  readonly #options: RunOptions;
  readonly #processes: readonly { readonly pid: Pid; readonly name: string }[];
  readonly #steps: RunStep[] = [];
  readonly #findings: Finding[] = [];
  readonly #broken = new Map<Invariant, Broken>();
  readonly #turns: Turns;
  #events = 0;
  #end: RunEnd | null = null;
  #limit: string | null = null;

  constructor(program: Program, options: RunOptions = {}) {
    this.#program = program;
    this.#options = options;
    this.#turns = new Turns(program.items);
    this.#history = this.#boot();
    const machine = this.#history?.end ?? null;
    this.#processes = program.config.processes.flatMap(({ name }) => {
      const process = machine?.process(name);
      return process === undefined ? [] : [{ pid: process.pid, name }];
    });
    if (machine !== null) this.#judgeInvariants(machine);
  }

  get done(): boolean {
    return this.#end !== null || this.#limit !== null || this.#turns.next === null;
  }

  /** Takes the next item. */
  advance(): void {
    const item = this.#turns.next;
    const history = this.#history;
    if (item === null || history === null || this.done) return;
    const machine = history.end;
    switch (item.kind) {
      case "expect": {
        this.#turns.take();
        // `run` takes the written order only, which says nothing about "in at least one interleaving".
        if (item.sometimes) return;
        for (const claim of item.claims) {
          const judgement = judge(machine, claim.condition);
          if (judgement.holds !== true)
            this.#findings.push({ kind: "expectation", claim, after: this.#steps.length, judgement });
        }
        return;
      }
      case "step": {
        const trace = this.#step(history, item.step);
        if (trace === null || (trace.result === "blocked" && this.#turns.wait(item))) return;
        this.#turns.take();
        const announced =
          item.announced === null ? null : cameTrue(item.announced.anyOf, trace.result) ? "came" : "missed";
        const step: RunStep = { number: this.#steps.length + 1, item, trace, announced, ...this.#maps(machine) };
        this.#steps.push(step);
        if (announced === "missed") this.#findings.push({ kind: "outcome", item, step });
        if (machine.stuck !== null) this.#end = { by: machine.stuck, step: step.number };
        this.#judgeInvariants(machine);
        this.#events += trace.events.length;
        const { maxEvents = MAX_RUN_EVENTS } = this.#options;
        if (this.#events > maxEvents && this.#turns.next !== null)
          this.#limit = `more than ${maxEvents} things have happened, pages mapped and touched one by one`;
        return;
      }
    }
  }

  /** The finished run; only when `done`. */
  result(): Run {
    if (!this.done) throw new Error("the run is not done");
    const program = this.#program;
    const unreached = this.#turns.left;
    const findings = [...this.#findings];
    for (const item of this.#end === null ? [] : unreached) {
      if (item.kind === "step" && item.announced !== null && !cameTrue(item.announced.anyOf, "dead"))
        findings.push({ kind: "outcome", item, step: null });
    }
    for (const invariant of program.invariants) {
      const broken = this.#broken.get(invariant);
      if (broken === undefined) continue;
      findings.push({ kind: "invariant", claim: invariant.claim, never: invariant.never, ...broken });
    }
    return {
      program,
      scenario: program.scenario,
      kernel: program.kernel,
      processes: this.#processes,
      trace: this.#history?.trace ?? { config: program.config, start: NOTHING, steps: [] },
      history: this.#history,
      steps: this.#steps,
      findings,
      end: this.#end,
      limit: this.#limit,
      unreached,
    };
  }

  #boot(): History | null {
    try {
      return new History(this.#program.config);
    } catch (error) {
      this.#limit = limitWords(error);
      return null;
    }
  }

  #step(history: History, step: Step): StepTrace | null {
    try {
      return history.step(step);
    } catch (error) {
      this.#limit = limitWords(error);
      return null;
    }
  }

  #judgeInvariants(machine: MachineView): void {
    for (const invariant of this.#program.invariants) {
      const judgement = judge(machine, invariant.claim.condition);
      // What is not there yet, or no more, breaks no invariant.
      if (judgement.holds === "gone" || judgement.holds !== invariant.never) continue;
      const broken = this.#broken.get(invariant);
      if (broken !== undefined) broken.more++;
      else
        this.#broken.set(invariant, {
          after: this.#steps.length,
          actual: judgement.holds ? actually(machine, invariant.claim.condition) : judgement.actual,
          more: 0,
        });
    }
  }

  #maps(machine: MachineView): Pick<RunStep, "maps" | "nodeMaps" | "pageMaps"> {
    if (this.#options.maps !== true) return {};
    const hasNodes = this.#program.config.pools.some((pool) => pool.nodes !== undefined);
    return {
      maps: machine.maps(),
      pageMaps: machine.pageMaps(),
      ...(hasNodes && { nodeMaps: machine.nodeMaps() }),
    };
  }
}

/** Items of a run taken between two yields. */
const ITEMS_IN_A_SLICE = 16;

/** Runs a program in slices: who drives it looks at the clock between them, and drops it when it is not wanted any more. */
export function* running(program: Program, options: RunOptions = {}): Generator<void, Run> {
  const runner = new Runner(program, options);
  for (let taken = 1; !runner.done; taken++) {
    runner.advance();
    if (taken % ITEMS_IN_A_SLICE === 0) yield;
  }
  return runner.result();
}

/** Runs a whole program at once. */
export function runProgram(program: Program, options: RunOptions = {}): Run {
  const run = running(program, options);
  for (;;) {
    const next = run.next();
    if (next.done === true) return next.value;
  }
}
