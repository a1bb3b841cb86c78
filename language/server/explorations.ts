/**
 * What is known of the interleavings of documents: an explorer (a thread or worker beside the server) works on one program after the
 * other, the document edited last first. An edit ends the explorer that works on what is not wanted any more.
 */
import type { CancellationToken } from "vscode-languageserver";
import type { Diagnostic } from "vscode-languageserver-types";
import type { Analysis, ScenarioRuns } from "../analysis.js";
import {
  type Exploration,
  explorationOf,
  type Findings,
  interleavingDiagnostics,
  isConcurrent,
  unexploredDiagnostics,
} from "../explore/index.js";
import { MAX_EXPLORED_BYTES, MAX_EXPLORED_STATES } from "../limits.js";
import type { Run } from "../run/index.js";
import type { Explorer, StartExplorer } from "./explorer/explorer.js";
import type { Report, Task } from "./explorer/task.js";
import type { ExploreSettings } from "./protocol.js";

/** Without settings: what an editor is ready to wait for in the background. */
export const EXPLORE_DEFAULTS: ExploreSettings = {
  enabled: true,
  maxStates: MAX_EXPLORED_STATES,
  maxMemory: MAX_EXPLORED_BYTES / 1024 ** 2,
  maxSeconds: 30,
};
/** Work that takes longer is shown as it goes. */
const SHOWN_AFTER_MS = 1000;

export interface ExplorationsHost {
  readonly start: StartExplorer;
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  /** Diagnostics found so far of a version: an analysis's own are not among them. */
  readonly found: (analysis: Analysis, diagnostics: readonly Diagnostic[]) => void;
  /** Everything that is to find out about a version was found out; `news`: some of it was not known before. */
  readonly over: (analysis: Analysis, news: boolean) => void;
  /** Words about work that takes long; null = it is over. */
  readonly progress: (uri: string, words: string | null) => void;
  readonly failed: (what: string, error: unknown) => void;
}

interface Wanted {
  readonly analysis: Analysis;
  readonly settings: ExploreSettings;
}

/** The task that the explorer works on. */
interface Job {
  readonly wanted: Wanted;
  readonly task: Task;
  readonly interim: (findings: Findings) => void;
  /** null: given up. */
  readonly over: (findings: Findings | string | null) => void;
}

export class Explorations {
  readonly #host: ExplorationsHost;
  /** Runs that an edit did not touch keep what was found out about them. */
  readonly #known = new WeakMap<Run, Exploration>();
  /** Runs whose search broke off. */
  readonly #broken = new WeakSet<Run>();
  /** By URI; the last one is worked on first. */
  readonly #wanted = new Map<string, Wanted>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #explorer: Explorer | null = null;
  #job: Job | null = null;
  #tasks = 0;
  #working = false;

  constructor(host: ExplorationsHost) {
    this.#host = host;
  }

  /** Explores what was analysed; what is known already is told at once. */
  explore(analysis: Analysis, settings: ExploreSettings = EXPLORE_DEFAULTS): void {
    const { uri } = analysis;
    this.#wanted.delete(uri);
    if (settings.enabled && analysis.scenarios.some(hasBlock)) this.#wanted.set(uri, { analysis, settings });
    this.#overtake();
    if (!this.#wanted.has(uri)) this.#settle(uri);
    if (this.#working || this.#wanted.size === 0) return;
    this.#working = true;
    void this.#work();
  }

  /** What was found out about a run; undefined = not yet. */
  of(run: Run): Exploration | undefined {
    return this.#known.get(run);
  }

  /**
   * Explores what is not known yet of an analysis, of an open document or another. null: another version of it is wanted by now,
   * or nobody asks any more. When exploring is turned off nothing is found out.
   */
  async whole(
    analysis: Analysis,
    settings: ExploreSettings = EXPLORE_DEFAULTS,
    token: CancellationToken,
  ): Promise<((run: Run) => Exploration | "unexplored" | undefined) | null> {
    const { uri } = analysis;
    const blocks = settings.enabled ? analysis.scenarios.filter(hasBlock) : [];
    const runs = new Set(blocks.flatMap((scenario) => scenario.runs.map(({ run }) => run)));
    const isKnown = (): boolean => [...runs].every((run) => this.#known.has(run) || this.#broken.has(run));
    if (!isKnown()) {
      if (this.#wanted.get(uri)?.analysis !== analysis) this.explore(analysis, settings);
      await Promise.race([
        this.settled(uri),
        new Promise<void>((resolve) =>
          token.onCancellationRequested(() => {
            resolve();
          }),
        ),
      ]);
      if (!isKnown()) return null;
    }
    return (run) => this.#known.get(run) ?? (runs.has(run) ? "unexplored" : undefined);
  }

  /** Resolves when nothing of that document is left to explore. */
  async settled(uri: string): Promise<void> {
    if (!this.#wanted.has(uri)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(uri, [...(this.#waiting.get(uri) ?? []), resolve]);
    });
  }

  /** A document is closed, or nobody asks for it any more. */
  close(uri: string): void {
    this.#wanted.delete(uri);
    this.#overtake();
    this.#settle(uri);
  }

  /** The explorer ends when something else is wanted first. */
  #overtake(): void {
    if (this.#job === null || this.#job.wanted === this.#next()) return;
    this.#explorer?.end();
    this.#explorer = null;
    this.#finish(null);
  }

  #next(): Wanted | undefined {
    return [...this.#wanted.values()].at(-1);
  }

  async #work(): Promise<void> {
    for (;;) {
      // Several documents that are opened at once are looked at once.
      await this.#host.pause();
      const next = this.#next();
      if (next === undefined) break;
      try {
        if (!(await this.#document(next))) continue;
      } catch (error) {
        this.#host.failed(`The exploration of ${next.analysis.uri} failed`, error);
      }
      const { uri } = next.analysis;
      if (this.#wanted.get(uri) !== next) continue;
      this.#wanted.delete(uri);
      this.#settle(uri);
    }
    this.#working = false;
  }

  /** False when it was overtaken. */
  async #document(wanted: Wanted): Promise<boolean> {
    const { analysis } = wanted;
    const diagnostics: Diagnostic[] = [];
    let news = false;
    for (const { runs } of analysis.scenarios.filter(hasBlock)) {
      for (const { run } of runs) {
        const tell = (exploration: Exploration): readonly Diagnostic[] =>
          interleavingDiagnostics(exploration, run, runs.length > 1);
        const known = this.#known.get(run);
        if (known !== undefined) {
          diagnostics.push(...tell(known));
          continue;
        }
        const findings = await this.#ask(wanted, run, (soFar) => {
          this.#host.found(analysis, [...diagnostics, ...tell(explorationOf(run.program, soFar))]);
        });
        if (findings === null) return false;
        news = true;
        if (typeof findings === "string") {
          this.#host.failed(`The exploration of "${run.scenario}" under ${run.kernel} failed`, findings);
          this.#broken.add(run);
          diagnostics.push(...unexploredDiagnostics(run.program));
        } else {
          const exploration = explorationOf(run.program, findings);
          this.#known.set(run, exploration);
          diagnostics.push(...tell(exploration));
        }
      }
      this.#host.found(analysis, diagnostics);
    }
    this.#host.over(analysis, news);
    return true;
  }

  /** Gives the task to the explorer. A string says why there is no answer; null: it is not wanted any more. */
  #ask(wanted: Wanted, { program }: Run, interim: Job["interim"]): Promise<Findings | string | null> {
    const { maxStates, maxMemory, maxSeconds } = wanted.settings;
    const task: Task = {
      number: ++this.#tasks,
      program,
      states: maxStates,
      bytes: maxMemory * 1024 ** 2,
      seconds: maxSeconds,
    };
    return new Promise((over) => {
      this.#job = { wanted, task, interim, over };
      this.#explorer ??= this.#host.start(
        (report) => {
          this.#hear(report);
        },
        (why) => {
          this.#explorer = null;
          this.#finish(`the explorer died: ${why}`);
        },
      );
      this.#explorer.explore(task);
    });
  }

  #hear(report: Report): void {
    const job = this.#job;
    if (job === null || report.kind === "ready" || report.task !== job.task.number) return;
    switch (report.kind) {
      case "progress":
        if (report.milliseconds >= SHOWN_AFTER_MS)
          this.#host.progress(job.wanted.analysis.uri, progressWords(report.states, report.milliseconds));
        return;
      case "found":
        job.interim(report.findings);
        return;
      case "done":
        this.#finish(report.findings);
        return;
      case "failed":
        this.#finish(report.why);
    }
  }

  #finish(findings: Findings | string | null): void {
    const job = this.#job;
    if (job === null) return;
    this.#job = null;
    this.#host.progress(job.wanted.analysis.uri, null);
    job.over(findings);
  }

  #settle(uri: string): void {
    const waiting = this.#waiting.get(uri) ?? [];
    this.#waiting.delete(uri);
    for (const resolve of waiting) resolve();
  }
}

function progressWords(states: number, milliseconds: number): string {
  const rate = Math.round(states / (milliseconds / 1000));
  return `${states.toLocaleString("en-US")} states, ${rate.toLocaleString("en-US")} a second`;
}

function hasBlock({ runs }: ScenarioRuns): boolean {
  const [first] = runs;
  return first !== undefined && isConcurrent(first.run.program);
}
