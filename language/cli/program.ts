/** The `hugetlb` command: from arguments to exit status. */
import { HugetlbDocument } from "../document.js";
import { finished } from "../finished.js";
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { adviseOn } from "../advise/index.js";
import { VERSION } from "../server/version.js";
import { check, notRunDiagnostics } from "../check/index.js";
import { parse } from "../syntax/index.js";
import { adviceObjects, adviceText, isPartial } from "./advise.js";
import { exportProgram } from "./export.js";
import { exploreFiles, exploreRandom } from "./explore.js";
import { byPlace, TRACE_VERSION } from "../export/trace.js";
import { stringifyExactly } from "../export/whole-numbers.js";
import { EXIT_OK, EXIT_USAGE, foundRuns, Score } from "./findings.js";
import { formatFiles } from "./fmt.js";
import { filesOf } from "./folders.js";
import { fileObject, runObject } from "./json.js";
import { inTime, kernelObjects, kernelsObject, kernelsText } from "./kernels.js";
import { codePageOnDisk } from "./page.js";
import { isReport, reportText, type Told, toldFile, toldRun } from "./formats/index.js";
import { HELP, type Options, readArguments, type TableOptions } from "./options.js";
import { UsageError } from "./usage-error.js";
import { Output } from "./output.js";
import { makePaint, type Paint } from "./paint.js";
import { sizeCommand } from "./size.js";
import { inOrder } from "./schedule.js";
import { includeFromDisk, readSource, type Source, UnreadableError } from "./source.js";
import { diagnosticsText, failureText, runText, summaryText } from "./text.js";
import type { World } from "./world.js";

/** Runs the command; the exit status. */
export async function runCommand(world: World): Promise<number> {
  const out = new Output(world.stdout);
  const err = new Output(world.stderr);
  try {
    const asked = readArguments(world.args);
    switch (asked.kind) {
      case "help":
        await out.write(HELP);
        return EXIT_OK;
      case "version":
        await out.write(`hugetlb ${VERSION}\n`);
        return EXIT_OK;
      case "kernels":
        await out.write(kernelTable(asked.options, world));
        return EXIT_OK;
      case "fmt":
        return await formatFiles(await withFiles(asked.options), { stdin: world.stdin, out, err });
      case "lsp": {
        // Its weight is only for who wants it.
        const { serveProcess } = await import("../server/process.js");
        serveProcess(codePageOnDisk());
        return EXIT_OK;
      }
      case "size": {
        const { text, status } = await sizeCommand(asked.args, world.stdin);
        await out.write(text);
        return status;
      }
      case "explore":
        return await exploreFiles(await withFiles(asked.options), world, out, err);
      case "export":
        return await exportProgram(asked.options, world, out, err);
      case "fuzz":
        return await exploreRandom(asked.options, out);
      case "run":
        return await new Session(await withFiles(asked.options), world, out, err).work();
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await err.show(`hugetlb: ${error.message}\n`);
    return EXIT_USAGE;
  }
}

/** The options with the files that its folders stand for. */
async function withFiles<T extends { readonly files: readonly string[] }>(options: T): Promise<T> {
  return { ...options, files: await filesOf(options.files) };
}

function kernelTable({ kernels, format, colour }: TableOptions, world: World): string {
  const shown = inTime(kernels);
  switch (format) {
    case "text":
      return kernelsText(shown, makePaint(colour, world.stdout.isTTY === true, world.environment));
    case "json":
      return `${JSON.stringify(kernelsObject(shown))}\n`;
    case "ndjson":
      return kernelObjects(shown)
        .map((kernel) => `${JSON.stringify(kernel)}\n`)
        .join("");
  }
}

/** What the entries of each command's JSON are called. */
const LISTS: Readonly<Record<Options["command"], string>> = { run: "runs", check: "files", advise: "advice" };

/** One call of the command over all its files. */
class Session {
  readonly #options: Options;
  readonly #world: World;
  readonly #out: Output;
  readonly #err: Output;
  readonly #paint: Paint;
  readonly #score = new Score();
  readonly #include = includeFromDisk();
  /** Objects written so far, for the commas between them. */
  #written = 0;
  /** For the formats that are written at the end. */
  readonly #told: Told[] = [];

  constructor(options: Options, world: World, out: Output, err: Output) {
    this.#options = options;
    this.#world = world;
    this.#out = out;
    this.#err = err;
    this.#paint = makePaint(options.colour, world.stdout.isTTY === true, world.environment);
  }

  async work(): Promise<number> {
    const { files, format, command } = this.#options;
    const list = LISTS[command];
    if (format === "json") await this.#out.write(`{"version":${TRACE_VERSION},"${list}":[`);
    for (const name of files) {
      if (this.#out.closed) break;
      const source = await this.#read(name);
      if (source === null) continue;
      switch (command) {
        case "run":
          await this.#run(source);
          break;
        case "check":
          await this.#check(source);
          break;
        case "advise":
          await this.#advise(source);
      }
    }
    if (format === "json") await this.#out.write("]}\n");
    if (isReport(format)) await this.#out.write(reportText(format, this.#told));
    if (format === "text" && command === "run" && !(this.#options.quiet && this.#score.exitStatus === EXIT_OK))
      await this.#out.show(summaryText(this.#score, this.#paint));
    return this.#score.exitStatus;
  }

  async #read(name: string): Promise<Source | null> {
    try {
      return await readSource(name, this.#world.stdin);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      this.#score.unreadable++;
      await this.#err.show(`hugetlb: ${error.message}\n`);
      return null;
    }
  }

  async #run(source: Source): Promise<void> {
    const { kernels, maps, format, quiet } = this.#options;
    const document = new HugetlbDocument(source.uri, {
      include: this.#include,
      maps,
      ...(kernels.length === 0 ? {} : { kernels }),
    });
    document.update(source.text, 1);
    const { schedule } = this.#options;
    const analysis = schedule === null ? document.analyse() : inOrder(document.analyse(), schedule, maps);
    const runs = foundRuns(source, analysis);
    this.#score.scenarios += analysis.scenarios.length;
    this.#score.count(source, analysis.checked.diagnostics);
    // A file without a run still has to say what is wrong with it.
    if (runs.length === 0) {
      if (isReport(format)) this.#told.push(toldFile(source, analysis.checked.diagnostics));
      else await this.#err.show(diagnosticsText(source, analysis.checked.diagnostics, this.#paint));
    }
    for (const found of runs) {
      if (this.#out.closed) return;
      this.#score.runs++;
      if (found.run.verdict.passed) this.#score.passed++;
      this.#score.count(source, found.diagnostics);
      switch (format) {
        case "text":
          if (!quiet) await this.#out.show(runText(found, this.#paint));
          else if (!found.run.verdict.passed) await this.#out.show(failureText(found, this.#paint));
          break;
        case "json":
        case "ndjson":
          await this.#object(runObject(found));
          break;
        case "junit":
        case "sarif":
        case "github":
          this.#told.push(toldRun(found));
      }
    }
  }

  async #check(source: Source): Promise<void> {
    const { kernels, format, quiet } = this.#options;
    const checked = check(
      { uri: source.uri, tree: parse(source.text) },
      { include: this.#include, ...(kernels.length === 0 ? {} : { kernels }) },
    );
    const diagnostics = [...checked.diagnostics, ...notRunDiagnostics(checked)].sort(byPlace);
    this.#score.count(source, diagnostics);
    if (isReport(format)) {
      this.#told.push(toldFile(source, diagnostics));
      return;
    }
    if (format !== "text") {
      await this.#object(fileObject(source, diagnostics));
      return;
    }
    const told = quiet ? diagnostics.filter((diagnostic) => diagnostic.severity === 1) : diagnostics;
    await this.#out.show(diagnosticsText(source, told, this.#paint));
    if (!quiet && told.length === 0) await this.#out.show(`${source.name}: nothing wrong\n`);
  }

  async #advise(source: Source): Promise<void> {
    const { kernels, format } = this.#options;
    const checked = check(
      { uri: source.uri, tree: parse(source.text) },
      { include: this.#include, ...(kernels.length === 0 ? {} : { kernels }) },
    );
    const errors = checked.diagnostics.filter((diagnostic) => diagnostic.severity === DiagnosticSeverity.Error);
    this.#score.count(source, errors);
    await this.#err.show(diagnosticsText(source, errors, this.#paint));
    for (const scenario of checked.scenarios) {
      if (this.#out.closed) return;
      const advice = scenario.kernels.flatMap((kernel) => finished(adviseOn(scenario, kernel)) ?? []);
      if (advice.some(isPartial)) this.#score.limits++;
      const found = { source, scenario, advice };
      if (format === "text") await this.#out.show(adviceText(found, this.#paint));
      else for (const object of adviceObjects(found)) await this.#object(object);
    }
  }

  async #object(object: object): Promise<void> {
    const text = stringifyExactly(object);
    if (this.#options.format === "ndjson") await this.#out.write(`${text}\n`);
    else await this.#out.write(`${this.#written++ === 0 ? "\n" : ",\n"}${text}`);
  }
}
