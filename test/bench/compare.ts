/** A thing timed beside its baseline: in turn, in several rounds, so that what the machine is busy with meets both alike. */
import { Bench } from "tinybench";

/** `run` may answer a promise: then the time until it is kept is measured. */
export interface Side {
  readonly label: string;
  readonly run: () => unknown;
}

export interface Comparison {
  readonly name: string;
  readonly subject: Side;
  readonly baseline: Side;
  /** Things done in one run of the subject, for a rate; left out when a run is one thing. */
  readonly per?: { readonly count: number; readonly unit: string };
  /** Milliseconds given to each side in each round. */
  readonly slice?: number;
  readonly rounds?: number;
  /** The least number of runs of each side in each round; of one there is no warm-up. */
  readonly runs?: number;
  /** Taken once, after the last round. */
  readonly done?: () => unknown;
}

/** Times are medians, in milliseconds; `ratio` is the median of the rounds' own ratios. */
export interface Figure {
  readonly name: string;
  readonly subject: string;
  readonly baseline: string;
  readonly time: number;
  readonly baselineTime: number;
  readonly ratio: number;
  /** Smallest and largest ratio of any round. */
  readonly spread: readonly [number, number];
  readonly rate: string | null;
}

const ROUNDS = 7;
const SLICE_MS = 150;
const WARM_UP_MS = 200;
const LEAST_RUNS = 3;

/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError("no values");
  return middle;
}

async function time({ label, run }: Side, slice: number, runs: number, warmUp: boolean): Promise<number> {
  const bench = new Bench({
    time: slice,
    iterations: runs,
    warmup: warmUp,
    warmupTime: Math.min(slice, WARM_UP_MS),
    warmupIterations: runs,
    throws: true,
  });
  bench.add(label, run);
  const [task] = await bench.run();
  const result = task?.result;
  if (result?.state !== "completed") throw new Error(`${label}: ${result?.state ?? "not run"}`);
  return result.latency.p50;
}

function rateOf(per: Comparison["per"], milliseconds: number): string | null {
  if (per === undefined) return null;
  const perSecond = (per.count / milliseconds) * 1000;
  return `${Math.round(perSecond).toLocaleString("en-US")} ${per.unit}/s`;
}

/** Runs both sides in turn, round after round, and takes the medians. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { name, subject, baseline, rounds = ROUNDS, slice = SLICE_MS, runs = LEAST_RUNS } = comparison;
  const subjectTimes: number[] = [];
  const baselineTimes: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const baselineTime = await time(baseline, slice, runs, round === 0 && runs > 1);
    const subjectTime = await time(subject, slice, runs, round === 0 && runs > 1);
    baselineTimes.push(baselineTime);
    subjectTimes.push(subjectTime);
    ratios.push(subjectTime / baselineTime);
  }
  await comparison.done?.();
  const middle = median(subjectTimes);
  return {
    name,
    subject: subject.label,
    baseline: baseline.label,
    time: middle,
    baselineTime: median(baselineTimes),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    rate: rateOf(comparison.per, middle),
  };
}
