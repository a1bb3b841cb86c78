/** `hugetlb export`: a scenario as a C program that plays it on the kernel that runs. */
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { KERNELS_IN_TIME, type KernelId } from "../../engine/index.js";
import type { KernelRun, ScenarioRuns } from "../analysis.js";
import { HugetlbDocument } from "../document.js";
import { refusalOf, reproducerOf } from "../reproducer/index.js";
import { EXIT_ERROR, EXIT_LIMIT, EXIT_OK, EXIT_USAGE } from "./findings.js";
import { UsageError } from "./usage-error.js";
import type { Output } from "./output.js";
import { makePaint } from "./paint.js";
import { inOrder } from "./schedule.js";
import { includeFromDisk, readSource, type Source, UnreadableError } from "./source.js";
import { diagnosticsText } from "./text.js";
import type { World } from "./world.js";

/** What `hugetlb export` is asked for. */
export interface ExportOptions {
  readonly file: string;
  /** The name of the scenario; null = the only one. */
  readonly scenario: string | null;
  /** Of several, or of those that the file lists, the newest is taken. */
  readonly kernels: readonly KernelId[];
  readonly schedule: string | null;
}

/** Writes the program; the exit status. Throws UsageError when no one scenario is meant. */
export async function exportProgram(options: ExportOptions, world: World, out: Output, err: Output): Promise<number> {
  const { file, kernels, schedule } = options;
  let source: Source;
  try {
    source = await readSource(file, world.stdin);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    await err.show(`hugetlb: ${error.message}\n`);
    return EXIT_USAGE;
  }
  const asked = kernels.length === 0 ? {} : { kernels };
  const document = new HugetlbDocument(source.uri, { include: includeFromDisk(), ...asked });
  document.update(source.text, 1);
  const analysis = schedule === null ? document.analyse() : inOrder(document.analyse(), schedule, false);
  const found = chosen(analysis.scenarios, options);
  const run = newest(found.runs);
  const errors = [...found.written, ...(run?.run.program.diagnostics ?? [])].filter(
    ({ severity }) => severity === DiagnosticSeverity.Error,
  );
  await err.show(diagnosticsText(source, errors, makePaint("auto", world.stderr.isTTY === true, world.environment)));
  const refusal = refusalOf(found.scenario.name, run?.run);
  if (run === undefined || refusal !== null) {
    await err.show(`hugetlb: ${refusal?.words}\n`);
    return refusal?.long === true ? EXIT_LIMIT : EXIT_ERROR;
  }
  const { line, endLine } = found.scenario;
  const text = source.text
    .split("\n")
    .slice(line, endLine + 1)
    .join("\n");
  await out.write(reproducerOf(run.run, { file: source.name, text, program: "story", otherwise: "" }));
  if (errors.some(({ code }) => code !== "limit")) return EXIT_ERROR;
  return errors.length > 0 || run.run.limit !== null ? EXIT_LIMIT : EXIT_OK;
}

/** The scenario that is meant. */
function chosen(scenarios: readonly ScenarioRuns[], { file, scenario }: ExportOptions): ScenarioRuns {
  const names = scenarios.map((each) => `"${each.scenario.name}"`).join(", ");
  const meant = scenarios.filter((each) => scenario === null || each.scenario.name === scenario);
  const [only, ...others] = meant;
  if (only === undefined)
    throw new UsageError(
      scenarios.length === 0
        ? `There is no scenario in ${file}.`
        : `${file} has no scenario "${scenario ?? ""}", but ${names}.`,
    );
  if (others.length > 0) throw new UsageError(`Say which with --scenario: ${file} has ${names}.`);
  return only;
}

/** The run under the newest kernel: what is played on is newer still. */
function newest(runs: readonly KernelRun[]): KernelRun | undefined {
  return [...runs].sort((a, b) => KERNELS_IN_TIME.indexOf(b.kernel) - KERNELS_IN_TIME.indexOf(a.kernel))[0];
}
