/** What server and client say to one another beyond LSP itself. */

/** Client -> server: the picture of a document. Answer: Picture. */
export const PICTURE = "hugetlb/picture";
/** Client -> server: why a step did what it did. Answer: Why, or null when the run is not that of this version any more. */
export const WHY = "hugetlb/why";
/** Server -> client: there are new results. */
export const CHANGED = "hugetlb/changed";
/** Server -> client: the text of a file that no editor has open. Answer: its text; an error says why it cannot be read. */
export const READ_FILE = "hugetlb/readFile";

/** Client -> server: the reader's settings have changed. The same object stands in the `initializationOptions` of the start. */
export const SETTINGS = "hugetlb/settings";

export interface Settings {
  /** The most steps of a run. */
  readonly maxSteps: number;
}

export interface PictureParams {
  readonly uri: string;
  /** A scenario's name, or a line (counted from 0) that stands in it; left out = the first. */
  readonly scenario?: string | number;
  /** Left out, or not listed by the scenario = the first that it lists. */
  readonly kernel?: string;
}

export interface WhyParams {
  readonly uri: string;
  /** The version of the picture that is asked about. */
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
  /** Counted from 1. */
  readonly step: number;
}

export interface Changed {
  readonly uri: string;
  readonly version: number;
}

export interface ReadFileParams {
  readonly uri: string;
}
