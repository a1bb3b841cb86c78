/** One document: its text in its newest version, what was last known of it, and the runs that an edit did not touch. */
import { check, ScenarioMemo, type CheckedScenario, type CheckOptions, type Included } from "./check/index.js";
import { compile } from "./compile/index.js";
import {
  type Analysis,
  documentDiagnostics,
  judgeRun,
  type KernelRun,
  type ScenarioRuns,
  WrittenDiagnostics,
} from "./analysis.js";
import { type Problem, readProblems } from "./diagnose/index.js";
import type { KernelId } from "../engine/index.js";
import type { Diagnostic } from "vscode-languageserver-types";
import { rebind, running, type Run } from "./run/index.js";
import { parse, type SyntaxTree, type TreeNode } from "./syntax/index.js";

export interface DocumentOptions {
  readonly include: CheckOptions["include"];
  readonly kernels?: readonly KernelId[];
  readonly maps?: boolean;
  /** The most steps of a run; the language's own limit when left out. */
  readonly maxSteps?: number;
}

interface CachedRun {
  readonly run: Run;
  readonly problems: readonly Problem[];
}

interface CachedScenario {
  line: number;
  readonly runs: Map<KernelId, CachedRun>;
}

/** What the last analysis made of a scenario that the checker knows to be the same. */
interface Finished {
  readonly result: ScenarioRuns;
  /** Where its runs are cached. */
  readonly key: string;
}

interface WholeScenario {
  readonly runs: ScenarioRuns;
  readonly tree: SyntaxTree;
}

export class HugetlbDocument {
  readonly uri: string;
  /** How it is read; another text read in the same way is judged in the same way. */
  readonly options: DocumentOptions;
  readonly #includedTrees = new WeakMap<SyntaxTree, number>();
  #includedCount = 0;
  #text = "";
  #version = -1;
  /** The kernel that the reader chose to look at; null = the first that a scenario lists. */
  #shown: KernelId | null = null;
  #tree: SyntaxTree | null = null;
  #analysis: Analysis | null = null;
  #cache = new Map<string, CachedScenario>();
  readonly #checks = new ScenarioMemo();
  #finished = new WeakMap<CheckedScenario, Finished>();
  /** Last analysis of each scenario, by name, in which every line of it parsed, and the text that it was of. */
  #whole = new Map<string, WholeScenario>();

  constructor(uri: string, options: DocumentOptions) {
    this.uri = uri;
    this.options = options;
  }

  get version(): number {
    return this.#version;
  }

  get text(): string {
    return this.#text;
  }

  /** The tree of the newest version. */
  get tree(): SyntaxTree {
    this.#tree ??= parse(this.#text);
    return this.#tree;
  }

  /** The last finished analysis; its version may be older than the text's. */
  get analysis(): Analysis | null {
    return this.#analysis;
  }

  /** The runs of a scenario when all its lines last parsed. */
  lastWhole(scenario: string): ScenarioRuns | null {
    return this.#whole.get(scenario)?.runs ?? null;
  }

  /** The version of the text whose runs `lastWhole` gives. */
  lastWholeTree(scenario: string): SyntaxTree | null {
    return this.#whole.get(scenario)?.tree ?? null;
  }

  /** What an `include` line finds; `path` is as written, `from` the URI of the file with the line. */
  included(path: string, from: string): Included {
    return this.options.include(path, from);
  }

  /** Takes a new version of the text. Only lines that were never seen before are parsed. */
  update(text: string, version: number): void {
    this.#version = version;
    if (text === this.#text && this.#tree !== null) return;
    this.#text = text;
    this.#tree = this.#tree === null ? parse(text) : parse(text, this.#tree);
  }

  /** Shows the document under a kernel, where a scenario lists it; null = under the first. Takes effect with the next analysis; false when it was so already. */
  show(kernel: KernelId | null): boolean {
    if (kernel === this.#shown) return false;
    this.#shown = kernel;
    // Finished results have the runs in the old order.
    this.#finished = new WeakMap();
    return true;
  }

  /**
   * Works out what is to know of the newest version, yielding every few steps: who drives it looks at the clock then,
   * and drops it when the text has changed meanwhile. Scenarios whose text is as it was keep their runs.
   */
  *analysing(): Generator<void, Analysis> {
    const { tree, version } = this;
    const includes: number[] = [];
    const checked = check(
      { uri: this.uri, tree },
      {
        include: (path, from) => this.#include(path, from, includes),
        ...(this.options.kernels === undefined ? {} : { kernels: this.options.kernels }),
        ...(this.options.maxSteps === undefined ? {} : { maxSteps: this.options.maxSteps }),
      },
      this.#checks,
    );
    yield;
    const settings = JSON.stringify([
      includes,
      tree.top.map(({ line, statement }) => tree.lines[line]?.text.slice(statement.span.start, statement.span.end)),
    ]);
    const used = new Map<string, CachedScenario>();
    const written = new WrittenDiagnostics(checked);
    const scenarios: ScenarioRuns[] = [];
    for (const scenario of checked.scenarios) {
      scenarios.push(yield* this.#analyseScenario(tree, scenario, written.of(scenario), settings, used));
    }
    const diagnostics = documentDiagnostics(checked, scenarios);
    const analysis: Analysis = { uri: this.uri, version, tree, checked, scenarios, diagnostics };
    this.#cache = used;
    this.#analysis = analysis;
    this.#keepWhole(scenarios, tree);
    return analysis;
  }

  /** The analysis of the newest version, worked out at once. */
  analyse(): Analysis {
    const job = this.analysing();
    for (;;) {
      const next = job.next();
      if (next.done === true) return next.value;
    }
  }

  *#analyseScenario(
    tree: SyntaxTree,
    scenario: CheckedScenario,
    written: readonly Diagnostic[],
    settings: string,
    used: Map<string, CachedScenario>,
  ): Generator<void, ScenarioRuns> {
    const finished = this.#unchanged(scenario, written, used);
    if (finished !== null) return finished;
    const text = tree.lines.slice(scenario.line, scenario.endLine + 1).map((line) => line.text);
    const key = uniqueKey(JSON.stringify([settings, scenario.name, text]), used);
    const cached: CachedScenario = this.#cache.get(key) ?? { line: scenario.line, runs: new Map() };
    this.#cache.set(key, cached);
    used.set(key, cached);
    const moved = cached.line !== scenario.line;
    const runs: KernelRun[] = [];
    for (const kernel of shownFirst(scenario.kernels, this.#shown)) {
      let entry = cached.runs.get(kernel);
      if (entry === undefined || moved) {
        const program = compile(scenario, kernel);
        yield;
        const run: Run =
          (entry === undefined ? null : rebind(entry.run, program)) ?? (yield* running(program, this.options));
        entry = { run, problems: yield* readProblems(run) };
        if (!moved) cached.runs.set(kernel, entry);
      }
      runs.push({
        kernel,
        run: entry.run,
        problems: entry.problems,
        verdict: judgeRun(entry.run, entry.problems, written),
      });
      yield;
    }
    // The line is set only with all the runs, so that an analysis dropped halfway leaves no mixture behind.
    if (moved) {
      cached.line = scenario.line;
      for (const { kernel, run, problems } of runs) cached.runs.set(kernel, { run, problems });
    }
    const result: ScenarioRuns = { scenario, runs, brokenLine: brokenLineOf(scenario), written };
    this.#finished.set(scenario, { result, key });
    return result;
  }

  /** The result for a scenario that the checker did not have to check again; null when there is none, or other errors stand above it. */
  #unchanged(
    scenario: CheckedScenario,
    written: readonly Diagnostic[],
    used: Map<string, CachedScenario>,
  ): ScenarioRuns | null {
    const finished = this.#finished.get(scenario);
    if (finished === undefined) return null;
    const cached = this.#cache.get(finished.key);
    if (cached === undefined || JSON.stringify(finished.result.written) !== JSON.stringify(written)) return null;
    used.set(finished.key, cached);
    return finished.result;
  }

  #include(path: string, from: string, includes: number[]): Included {
    const included = this.options.include(path, from);
    if (included.state !== "loaded") {
      includes.push(0);
      return included;
    }
    const { tree } = included.document;
    const known = this.#includedTrees.get(tree) ?? ++this.#includedCount;
    this.#includedTrees.set(tree, known);
    includes.push(known);
    return included;
  }

  #keepWhole(scenarios: readonly ScenarioRuns[], tree: SyntaxTree): void {
    const whole = new Map<string, WholeScenario>();
    for (const runs of scenarios) {
      const { name } = runs.scenario;
      const kept = runs.brokenLine === null ? { runs, tree } : this.#whole.get(name);
      if (kept !== undefined) whole.set(name, kept);
    }
    this.#whole = whole;
  }
}

function shownFirst(kernels: readonly KernelId[], shown: KernelId | null): readonly KernelId[] {
  if (shown === null || !kernels.includes(shown)) return kernels;
  return [shown, ...kernels.filter((kernel) => kernel !== shown)];
}

/** Two scenarios with the same text are two. */
function uniqueKey(key: string, used: ReadonlyMap<string, CachedScenario>): string {
  let unique = key;
  for (let i = 2; used.has(unique); i++) unique = `${key}#${i}`;
  return unique;
}

function brokenLineOf(scenario: CheckedScenario): number | null {
  if (scenario.block.header.kind === "broken") return scenario.line;
  return brokenIn(scenario.block.body);
}

function brokenIn(nodes: readonly TreeNode[]): number | null {
  for (const node of nodes) {
    if (node.kind === "statement") {
      if (node.statement.kind === "broken") return node.line;
      continue;
    }
    const broken = node.header.kind === "broken" ? node.line : brokenIn(node.body);
    if (broken !== null) return broken;
  }
  return null;
}
