/** What server and client say to one another beyond LSP itself. */
import type { TextEdit } from "vscode-languageserver-types";
import type { Trial } from "../picture/messages.js";
import type { RunPicture, Tried } from "../picture/picture.js";
import type { Remedy } from "../remedy/index.js";
import type { HintKinds } from "../features/inlay-hints.js";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { ScenarioTest } from "../features/tests.js";

/** Client -> server: the picture of a document. Answer: SentPicture. */
export const PICTURE = "hugetlb/picture";
/** Client -> server: why a step did what it did. Answer: Why, or null when the run is not that of this version any more. */
export const WHY = "hugetlb/why";
/**
 * Client -> server: what would have saved whoever comes to harm in a run. Answer: Remedies, or null when the run is not that of
 * this version any more, or the request was cancelled.
 */
export const REMEDIES = "hugetlb/remedies";
/** Client -> server: a scenario's runs beside one another. Answer: Comparison, or null as for REMEDIES. */
export const COMPARE = "hugetlb/compare";
/**
 * Client -> server: what was found out about the interleavings of a scenario. Answer: Explored, when the exploration is over;
 * null as for REMEDIES, and for a scenario without a `concurrent` block.
 */
export const EXPLORED = "hugetlb/explored";
/** Client -> server: a run as text. Answer: ExportAnswer, or null as for REMEDIES. */
export const EXPORT = "hugetlb/export";
/** Client -> server: the edits that write what is tried into the text. Answer: Edits, or null as for REMEDIES. */
export const WRITE_TRIED = "hugetlb/writeTried";
/** Server -> client: there are new results. */
export const CHANGED = "hugetlb/changed";
/** Server -> client: the text of a file that no editor has open. Answer: its text; an error says why it cannot be read. */
export const READ_FILE = "hugetlb/readFile";
/** Server -> client: the URIs of the workspace's scenario files, at most MAX_WORKSPACE_FILES. Answer: a list of strings. */
export const LIST_FILES = "hugetlb/listFiles";

/** Client -> server: what the editor shows in and around a text. Answer: Results. */
export const RESULTS = "hugetlb/results";
/** Client -> server: the kernel that the reader looks at a document under from now on. */
export const SHOW_KERNEL = "hugetlb/showKernel";

/** Client -> server: the edit that writes a kernel into the text as the first. Answer: KernelLine, or null when there is nothing to edit. */
export const KERNEL_LINE = "hugetlb/kernelLine";
/** Client -> server: the tests of a document, open or not, with their results. Answer: Tests, or null when there is no such document. */
export const TESTS = "hugetlb/tests";
/** Both ways: a message of the Debug Adapter Protocol, of one of the client's debug sessions. */
export const DEBUG = "hugetlb/debug";
/** Client -> server: a debug session is over. */
export const DEBUG_END = "hugetlb/debugEnd";

/** Client -> server: the reader's settings have changed. The same object stands in the `initializationOptions` of the start. */
export const SETTINGS = "hugetlb/settings";

/** How far the interleavings of `concurrent` blocks are explored. */
export interface ExploreSettings {
  readonly enabled: boolean;
  readonly maxStates: number;
  /** MB of the tables. */
  readonly maxMemory: number;
  readonly maxSeconds: number;
}

export interface ExploredParams {
  readonly uri: string;
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
}

/** The verdict over all interleavings. */
export interface Explored {
  readonly problem: "never" | "sometimes" | "always" | "partial";
  readonly states: number;
  /** null: too many to be counted. */
  readonly interleavings: number | null;
  readonly endStates: number;
  /** The shortest way to each thing that goes wrong, the shortest first. */
  readonly counterexamples: readonly {
    /** `child killed SIGBUS` */
    readonly what: string;
    readonly when: "never" | "sometimes" | "always";
    readonly interleavings: number | null;
    /** As `hugetlb run --schedule` takes it. */
    readonly schedule: string;
    readonly picture: RunPicture;
  }[];
}

export interface Settings {
  /** The most steps of a run. */
  readonly maxSteps: number;
  readonly explore?: ExploreSettings | undefined;
  /** Which inlay hints are wanted; all of them when left out. */
  readonly inlayHints?: HintKinds | undefined;
}

/** The `initializationOptions` of a client that knows this protocol; every part may be left out. */
export interface Start extends Partial<Settings> {
  /** The kernels that the reader chose to look at, by document. */
  readonly kernels?: Readonly<Record<string, string>>;
  /** Commands that the editor has for code lenses; the others are left out. */
  readonly commands?: readonly string[];
  /** Where a diagnostic code is explained: an address in which `{code}` stands for the code. */
  readonly codePage?: string;
  /** Where the explorer's program is, for a server that cannot know it: one in a browser. */
  readonly explorer?: string;
}

export interface ShowKernelParams {
  readonly uri: string;
  /** null: the first that each scenario lists. */
  readonly kernel: string | null;
}

export interface KernelLineParams {
  readonly uri: string;
  /** A line (counted from 0) of the scenario. */
  readonly line: number;
  readonly kernel: string;
}

export interface KernelLine {
  /** The version that the edit is for. */
  readonly version: number;
  readonly edit: TextEdit;
}

export interface ResultsParams {
  readonly uri: string;
}

export interface PictureParams {
  readonly uri: string;
  /** A scenario's name, or a line (counted from 0) that stands in it; left out = the first. */
  readonly scenario?: string | number;
  /** Left out, or not listed by the scenario = the first that it lists. */
  readonly kernel?: string;
  /** Ids of the blocks of steps that the client has from the answer before: they are not sent again. */
  readonly known?: readonly string[];
  /** What is tried instead of what the text says. */
  readonly tried?: Tried;
}

export interface CompareParams {
  readonly uri: string;
  readonly scenario: string;
  /** Runs beside those under the kernels that the scenario lists. */
  readonly trials: readonly Trial[];
}

export interface WriteTriedParams {
  readonly uri: string;
  /** The version that the edits are for. */
  readonly version: number;
  readonly scenario: string;
  readonly tried: Tried;
}

export interface ExportParams {
  readonly uri: string;
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
  readonly tried: Tried | null;
  readonly format: "markdown" | "json" | "c";
}

/** The text, or a sentence that says why there is none. */
export type ExportAnswer = { readonly text: string } | { readonly refused: string };

/** Edits of one version of a document. */
export interface Edits {
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

export interface WhyParams {
  readonly uri: string;
  /** The version of the picture that is asked about. */
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
  /** Counted from 1. */
  readonly step: number;
  readonly tried?: Tried;
}

export interface RemediesParams {
  readonly uri: string;
  /** The version of the picture that is asked about; the edits are edits of it. */
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
  /** Whose harm is meant, counted from 1; null, or a step without one = the first harm of the run. */
  readonly step: number | null;
}

/** Those that save everybody first; none when nobody comes to harm. */
export type Remedies = readonly Remedy[];
export interface TestsParams {
  readonly uri: string;
}

export interface Tests {
  readonly uri: string;
  /** null when no editor has the document open. */
  readonly version: number | null;
  readonly scenarios: readonly ScenarioTest[];
}

export interface DebugMessage {
  /** The editor's id of the session. */
  readonly session: string;
  readonly message: DebugProtocol.ProtocolMessage;
}

export interface Changed {
  readonly uri: string;
  readonly version: number;
}

export interface ReadFileParams {
  readonly uri: string;
}
