/** Analyses documents in slices, the newest edit first; a document that changes meanwhile starts anew. */
import type { Analysis } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { slice, type SliceHost } from "./slices.js";

export interface AnalystHost extends SliceHost {
  /** Results of a version that is still the newest. */
  readonly done: (document: HugetlbDocument, analysis: Analysis) => void;
  readonly failed: (document: HugetlbDocument, error: unknown) => void;
}

interface Job {
  readonly document: HugetlbDocument;
  readonly work: Generator<void, Analysis>;
}

export class Analyst {
  readonly #host: AnalystHost;
  /** By URI; the last one is worked on first. */
  readonly #jobs = new Map<string, Job>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #working = false;

  constructor(host: AnalystHost) {
    this.#host = host;
  }

  /** Analyses a document in its newest version; an analysis of it that is under way is given up. */
  schedule(document: HugetlbDocument): void {
    this.#jobs.delete(document.uri);
    this.#jobs.set(document.uri, { document, work: document.analysing() });
    if (this.#working) return;
    this.#working = true;
    void this.#work();
  }

  /** Gives up a document. */
  cancel(uri: string): void {
    this.#jobs.delete(uri);
    this.#settle(uri);
  }

  /** Resolves when nothing of that document is left to work out. */
  async settled(uri: string): Promise<void> {
    if (!this.#jobs.has(uri)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(uri, [...(this.#waiting.get(uri) ?? []), resolve]);
    });
  }

  async #work(): Promise<void> {
    for (;;) {
      await this.#host.pause();
      const job = [...this.#jobs.values()].at(-1);
      if (job === undefined) break;
      this.#slice(job);
    }
    this.#working = false;
  }

  #slice(job: Job): void {
    const { document, work } = job;
    try {
      const next = slice(work, this.#host.now);
      if (next.done !== true) return;
      this.#jobs.delete(document.uri);
      this.#host.done(document, next.value);
    } catch (error) {
      this.#jobs.delete(document.uri);
      this.#host.failed(document, error);
    }
    this.#settle(document.uri);
  }

  #settle(uri: string): void {
    const waiting = this.#waiting.get(uri) ?? [];
    this.#waiting.delete(uri);
    for (const resolve of waiting) resolve();
  }
}
