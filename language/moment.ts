/** A line of the text as a moment of a run: what there is when the steps up to it have been taken. */
import type { Machine } from "../engine/index.js";
import type { Run, RunStep } from "./run/index.js";

export interface Moment {
  readonly run: Run;
  /** Steps taken so far; 0 = the start. */
  readonly step: number;
}

/** The moment after a line (counted from 0): its own steps and those above it are taken. In a loop, its last round. */
export function momentAfter(run: Run, line: number): Moment {
  const own = run.steps.findLast((step) => lineOf(step) === line);
  return own === undefined ? momentBefore(run, line) : { run, step: own.number };
}

/** The moment before a line's first step: the steps above it are taken. In a loop, its last round. */
export function momentBefore(run: Run, line: number): Moment {
  const own = run.steps.findLast((step) => lineOf(step) === line);
  if (own === undefined) return { run, step: run.steps.findLast((step) => lineOf(step) < line)?.number ?? 0 };
  return { run, step: own.number - 1 };
}

/** The machine at that moment, a copy of its own; null when the scenario could not be booted. */
export function machineAt({ run, step }: Moment): Machine | null {
  return run.history?.at(step) ?? null;
}

function lineOf({ item }: RunStep): number {
  return item.range.start.line;
}
