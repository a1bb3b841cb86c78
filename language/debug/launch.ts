/** What a launch configuration asks for, and the run that it means. */
import type { Analysis, KernelRun, ScenarioRuns } from "../analysis.js";
import { runInOrder } from "../explore/index.js";
import { type Guard, isBoolean, isEither, isInteger, isObject, isString } from "../picture/guard.js";
import { RequestError } from "./protocol.js";

export interface Launch {
  /** URI of the document. */
  readonly program: string;
  /** A scenario's name, or a line (counted from 1) that stands in it; the first when left out. */
  readonly scenario: string | number | undefined;
  /** The first that the scenario lists when left out. */
  readonly kernel: string | undefined;
  /** The order of the `concurrent` blocks' steps, as `hugetlb run --schedule` takes it; the written one when left out. */
  readonly schedule: string | undefined;
  readonly stopOnEntry: boolean | undefined;
  /** Stop where somebody dies, whatever is ticked in the Breakpoints view. */
  readonly stopOnDeath: boolean | undefined;
  readonly noDebug: boolean | undefined;
}

const isLaunch = isObject<Launch>({
  program: isString,
  scenario: optional(isEither(isString, isInteger)),
  kernel: optional(isString),
  schedule: optional(isString),
  stopOnEntry: optional(isBoolean),
  stopOnDeath: optional(isBoolean),
  noDebug: optional(isBoolean),
});

function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** Checks a launch configuration; throws RequestError with what is wrong. */
export function launchOf(args: unknown): Launch {
  if (isLaunch(args)) return args;
  throw new RequestError(
    "The launch configuration is not understood: program is the address of a .hugetlb file, scenario a name or a line, kernel a name, schedule a row of names, stopOnEntry and stopOnDeath are true or false.",
  );
}

export interface Chosen {
  readonly runs: ScenarioRuns;
  /** In the order that is asked for. */
  readonly run: KernelRun;
  /** In written order: the same one as long as the scenario only moves in its text. */
  readonly written: KernelRun;
}

/** The run that a launch means; throws RequestError when there is none. */
export function chosenRun(
  { scenarios }: Pick<Analysis, "scenarios">,
  { scenario, kernel, schedule, program }: Launch,
): Chosen {
  const runs = scenarios.find((each) => matches(each, scenario));
  if (runs === undefined) {
    const known = scenarios.map((each) => `"${each.scenario.name}"`).join(", ");
    throw new RequestError(
      scenario === undefined || scenarios.length === 0
        ? `${program} has no scenario.`
        : typeof scenario === "number"
          ? `No scenario stands on line ${String(scenario)}.`
          : `There is no scenario "${scenario}": ${known}.`,
    );
  }
  const run = kernel === undefined ? runs.runs[0] : runs.runs.find((each) => each.kernel === kernel);
  if (run === undefined) {
    const listed = runs.runs.map((each) => each.kernel).join(", ");
    throw new RequestError(
      `Scenario "${runs.scenario.name}" is not run under kernel ${kernel ?? ""}: it lists ${listed}.`,
    );
  }
  if (schedule === undefined || schedule.trim() === "") return { runs, run, written: run };
  const found = runInOrder(runs, run, schedule);
  if ("wrong" in found)
    throw new RequestError(`Scenario "${runs.scenario.name}" cannot be run in that order: ${found.wrong}.`);
  return { runs, run: found.ordered, written: run };
}

function matches({ scenario }: ScenarioRuns, wanted: string | number | undefined): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted === "string") return scenario.name === wanted;
  return scenario.line <= wanted - 1 && wanted - 1 <= scenario.endLine;
}
