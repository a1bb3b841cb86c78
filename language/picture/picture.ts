/** What the panel draws: plain JSON made by the language server from a document's runs. */
import type { Counters, Event, KernelId, PageSize, Pid, Result } from "../../engine/index.js";
import type { RunIndex } from "./run-index.js";

/** A piece of a sentence. Strings are plain; names are bold; a page is a chip with its letter; a step is a link. */
export type Piece =
  | string
  | { readonly name: string }
  | { readonly signal: string }
  | { readonly page: number }
  | { readonly step: number; readonly text?: string };
export type Phrase = readonly Piece[];

/** How a run ended, in the picker and the kernel chips. */
export interface Verdict {
  /**
   * fine: nobody dies. announced: a death that was announced came. dies: a death nobody announced. failed: no death, but an error.
   * bug: BUG or HANG. Of a scenario whose steps can come in several orders also sometimes: something goes wrong in some orders, and
   * open: nothing goes wrong in those that were looked at, and there are others.
   */
  readonly outcome: "fine" | "announced" | "dies" | "failed" | "bug" | "hang" | "sometimes" | "open";
  /** `child SIGBUS`, `nobody dies`, `expectation failed` */
  readonly words: string;
  readonly passed: boolean;
}

export interface KernelChoice {
  readonly kernel: KernelId;
  readonly verdict: Verdict;
}

export interface ScenarioChoice {
  readonly name: string;
  /** 0-based lines of the scenario's first and last line. */
  readonly line: number;
  readonly endLine: number;
  /** In the order written. */
  readonly kernels: readonly KernelChoice[];
}

/** Pages of the default pool on one NUMA node. */
export interface NodeCounters {
  readonly total: number;
  readonly free: number;
  readonly surp: number;
}

/** Pages of the default pool that a control group has charged. */
export interface GroupCounters {
  readonly usage: number;
  readonly rsvd: number;
}

export interface PictureStep {
  /** 0-based line in the document; null when the statement stands in an included file. */
  readonly line: number | null;
  readonly actor: string | null;
  readonly pid: Pid | null;
  /** `write a[0]` */
  readonly text: string;
  readonly result: Result;
  /** The outcome was announced and came. */
  readonly announced: boolean;
  readonly events: readonly Event[];
  /** Of the default pool; the others' where the run has them. */
  readonly counters: Counters;
  readonly sizes?: Readonly<Partial<Record<PageSize, Counters>>>;
  readonly nodes?: readonly NodeCounters[];
  readonly cgroups?: Readonly<Record<string, GroupCounters>>;
}

/** The steps of a run, numbered from 0. An array is one; a `Tape` is one that reads its steps when they are looked at. */
export interface Steps extends Iterable<PictureStep> {
  readonly length: number;
  at(index: number): PictureStep | undefined;
}

/** A pool of another page size. */
export interface PoolPicture {
  readonly pageSize: PageSize;
  readonly pages: number;
  readonly overcommit: number;
  readonly start: Counters;
}

/** A control group with its limits of the default pool, in pages; null = none. */
export interface GroupPicture {
  readonly name: string;
  readonly limit: number | null;
  readonly rsvd: number | null;
}

export interface PictureProcess {
  readonly pid: Pid;
  readonly name: string;
}

/** What there is to know of one run of one scenario under one kernel beside its steps. */
export interface RunHead {
  readonly scenario: string;
  readonly kernel: KernelId;
  /** Processes alive at the start; forks bring the others. */
  readonly processes: readonly PictureProcess[];
  readonly pool: number;
  readonly overcommit: number;
  readonly start: Counters;
  /** Pools of the other page sizes. */
  readonly others: readonly PoolPicture[];
  /** The default pool's pages on each NUMA node at the start; empty = one node. */
  readonly nodes: readonly NodeCounters[];
  readonly cgroups: readonly GroupPicture[];
  readonly verdict: Verdict;
  readonly headline: Phrase;
  /** Why the picture is not whole: lines left out (0-based), or a limit that was reached. */
  readonly leftOut: readonly number[];
  readonly limit: string | null;
}

/** One run of one scenario under one kernel. Step numbers that people see count from 1. */
export interface RunPicture extends RunHead {
  readonly steps: Steps;
  /** Comes with a run that was sent. */
  readonly index?: RunIndex;
}

/** Sizes of the default pool, in pages; null = as written. */
export interface TriedSizes {
  readonly pool: number | null;
  readonly overcommit: number | null;
}

/** What is tried in the panel without a change of the text. `kernel`: null = one that the scenario lists. */
export interface Tried extends TriedSizes {
  readonly kernel: KernelId | null;
  /** The shortest interleaving that shows the wrong outcome of that number (from 0), instead of the written order. */
  readonly interleaving?: number | undefined;
}

/** What is tried, beside what the text says. */
export interface WhatIf extends Tried {
  readonly written: {
    readonly kernel: KernelId;
    readonly pool: number;
    readonly overcommit: number;
    readonly verdict: Verdict;
  };
}

/** One run of a comparison, under every kernel that makes it step by step the same; R is how the run is held. */
export interface ComparedRunOf<R> {
  readonly kernels: readonly KernelId[];
  readonly sizes: TriedSizes;
  readonly run: R;
}

/** A scenario's runs beside one another. */
export interface ComparisonOf<R> {
  readonly version: number;
  readonly scenario: string;
  readonly rows: readonly ComparedRunOf<R>[];
  /** The first step (from 1) that does not come to the same everywhere; null when all do. */
  readonly difference: number | null;
  readonly sentence: Phrase;
}

export type ComparedRun = ComparedRunOf<RunPicture>;
export type Comparison = ComparisonOf<RunPicture>;

/** What was found out about the interleavings of a scenario. */
export interface ExploredChoice {
  readonly problem: "never" | "sometimes" | "always" | "partial";
  readonly states: number;
  /** null: too many to be counted. */
  readonly interleavings: number | null;
  /** What goes wrong in some, the one with the shortest way first. */
  readonly wrong: readonly {
    readonly what: string;
    readonly when: "never" | "sometimes" | "always";
    readonly interleavings: number | null;
    /** Of the shortest interleaving that shows it. */
    readonly steps: number;
  }[];
}

/** A remedy as the panel shows it; its edit stays with the host. */
export interface RemedyChoice {
  /** `Pool 3`, `madvise(a, MADV_DONTFORK) before line 8` */
  readonly title: string;
  /** What it was seen to come to: `nobody dies`. */
  readonly outcome: string;
  /** What happens first with it: a death, a failed call, a BUG or a hang; or nothing of that. */
  readonly comesTo: Verdict["outcome"];
  /** Nobody comes to harm any more; false: somebody else does, or otherwise. */
  readonly saves: boolean;
}

/** Everything that the panel shows of a document in one version; R is how its run is held. */
export interface PictureOf<R> {
  readonly uri: string;
  readonly version: number;
  readonly scenarios: readonly ScenarioChoice[];
  /** Index into `scenarios` of what is shown; -1 when there is none. */
  readonly scenario: number;
  readonly run: R | null;
  /** 0-based line that does not parse, when this version is broken inside the shown scenario. */
  readonly brokenLine: number | null;
  /** What is tried; null when the run is what the text says. */
  readonly whatIf: WhatIf | null;
}

export type Picture = PictureOf<RunPicture>;

/** One link of the causal chain of a step: a sentence, its source, and the step in which it happened (from 1). */
export interface WhyLink {
  readonly glyph: "look" | "none" | "taken" | "killed" | "page" | "copy" | "ok" | "failed" | "bug" | "hang";
  readonly phrase: Phrase;
  readonly fn: string;
  readonly commit: string | null;
  readonly step: number;
}

/** Why a step did what it did. */
export interface Why {
  readonly step: number;
  /** One sentence, for the live region and for narrow places. */
  readonly summary: Phrase;
  readonly links: readonly WhyLink[];
  /** The kernel's own log line, if it prints one. */
  readonly printk: string | null;
}

/** The letter by which people know a page: A-Z, then A2-Z2, ... */
export function pageLetter(page: number): string {
  const round = Math.floor(page / 26);
  return String.fromCharCode(65 + (page % 26)) + (round === 0 ? "" : String(round + 1));
}
