/**
 * Explores the `concurrent` blocks of open documents behind everything else: in slices, between which whatever comes in has its
 * turn, and given up by the next edit. The server runs beside the editor, in a process or worker of its own.
 */
import type { Diagnostic } from "vscode-languageserver-types";
import type { Analysis, KernelRun, ScenarioRuns } from "../analysis.js";
import { type Exploration, exploring, interleavingDiagnostics } from "../explore/index.js";
import { MAX_EXPLORED_BYTES, MAX_EXPLORED_STATES } from "../limits.js";
import type { Run } from "../run/index.js";
import type { ExploreSettings } from "./protocol.js";
import { SLICE_MS, type SliceHost } from "./slices.js";

/** Without settings: what an editor is ready to wait for in the background. */
export const EXPLORE_DEFAULTS: ExploreSettings = {
  enabled: true,
  maxStates: MAX_EXPLORED_STATES,
  maxMemory: MAX_EXPLORED_BYTES / 1024 ** 2,
  maxSeconds: 30,
};
/** Work that takes longer is shown as it goes. */
const SHOWN_AFTER_MS = 1000;
const PROGRESS_MS = 250;

export interface ExplorationsHost extends SliceHost {
  /** Diagnostics found so far of a version: an analysis's own are not among them. */
  readonly found: (analysis: Analysis, diagnostics: readonly Diagnostic[]) => void;
  /** Words about work that takes long; null = it is over. */
  readonly progress: (uri: string, words: string | null) => void;
  readonly failed: (what: string, error: unknown) => void;
}

export class Explorations {
  readonly #host: ExplorationsHost;
  /** Runs that an edit did not touch keep what was found out about them. */
  readonly #known = new WeakMap<Run, Exploration>();
  /** The analysis that is explored, by document; another one ends the work on it. */
  readonly #wanted = new Map<string, Analysis>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(host: ExplorationsHost) {
    this.#host = host;
  }

  /** Explores what was analysed; what is known already is told at once. */
  explore(analysis: Analysis, settings: ExploreSettings = EXPLORE_DEFAULTS): void {
    const { uri } = analysis;
    this.#wanted.delete(uri);
    const blocks = settings.enabled ? analysis.scenarios.filter(hasBlock) : [];
    if (blocks.length === 0) {
      this.#settle(uri);
      return;
    }
    this.#wanted.set(uri, analysis);
    void this.#work(analysis, blocks, settings);
  }

  /** What was found out about a run; undefined = not yet. */
  of(run: Run): Exploration | undefined {
    return this.#known.get(run);
  }

  /** Resolves when nothing of that document is left to explore. */
  async settled(uri: string): Promise<void> {
    if (!this.#wanted.has(uri)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(uri, [...(this.#waiting.get(uri) ?? []), resolve]);
    });
  }

  /** A document is closed. */
  close(uri: string): void {
    this.#wanted.delete(uri);
    this.#settle(uri);
  }

  async #work(analysis: Analysis, scenarios: readonly ScenarioRuns[], settings: ExploreSettings): Promise<void> {
    const { uri } = analysis;
    const diagnostics: Diagnostic[] = [];
    try {
      for (const scenario of scenarios) {
        for (const { run } of scenario.runs) {
          const exploration = await this.#exploration(analysis, run, settings);
          if (exploration === null) return;
          this.#known.set(run, exploration);
          diagnostics.push(...interleavingDiagnostics(exploration, run, scenario.runs.length > 1));
        }
        this.#host.found(analysis, diagnostics);
      }
    } catch (error) {
      this.#host.failed(`The exploration of ${uri} failed`, error);
    }
    if (this.#wanted.get(uri) !== analysis) return;
    this.#wanted.delete(uri);
    this.#settle(uri);
  }

  /** null when it is not wanted any more. */
  async #exploration(analysis: Analysis, run: Run, settings: ExploreSettings): Promise<Exploration | null> {
    const known = this.#known.get(run);
    if (known !== undefined) return known;
    const { now, pause, progress } = this.#host;
    const { uri } = analysis;
    const start = now();
    let said = start;
    const job = exploring(run.program, {
      states: settings.maxStates,
      bytes: settings.maxMemory * 1024 ** 2,
      isUp: () => now() - start > settings.maxSeconds * 1000,
    });
    try {
      for (;;) {
        await pause();
        if (this.#wanted.get(uri) !== analysis) return null;
        const deadline = now() + SLICE_MS;
        let next = job.next();
        while (next.done !== true && now() < deadline) next = job.next();
        if (next.done === true) return next.value;
        if (now() - start < SHOWN_AFTER_MS || now() - said < PROGRESS_MS) continue;
        said = now();
        const { states } = next.value;
        const rate = Math.round(states / ((said - start) / 1000));
        progress(uri, `${states.toLocaleString("en-US")} states, ${rate.toLocaleString("en-US")} a second`);
      }
    } finally {
      if (said > start) progress(uri, null);
    }
  }

  #settle(uri: string): void {
    const waiting = this.#waiting.get(uri) ?? [];
    this.#waiting.delete(uri);
    for (const resolve of waiting) resolve();
  }
}

function hasBlock({ runs }: ScenarioRuns): boolean {
  const [first] = runs;
  return first !== undefined && isConcurrent(first);
}

function isConcurrent({ run }: KernelRun): boolean {
  return run.program.items.some((item) => item.kind === "step" && item.concurrent !== null);
}
