import type { CancellationToken } from "vscode-languageserver";
import type { HugetlbDocument } from "../document.js";

/** How a request about a document is answered: from its text as it is now, or once its runs are worked out. */
export interface Answers {
  /** From the newest text at once; `nothing` when the document is not open or the feature fails. */
  readonly now: <T>(uri: string, nothing: T, make: (document: HugetlbDocument) => T) => T;
  /** When the analysis of the newest version is there; `nothing` also when the request is cancelled meanwhile. */
  readonly analysed: <T>(
    uri: string,
    token: CancellationToken,
    nothing: T,
    make: (document: HugetlbDocument) => T,
  ) => Promise<T>;
  /** The same for what takes longer: worked out in slices, and given up when the text changes. */
  readonly inSlices: <T>(
    uri: string,
    token: CancellationToken,
    nothing: T,
    make: (document: HugetlbDocument) => Generator<void, T>,
  ) => Promise<T>;
  /** From the newest text, without its runs, in slices; `nothing` when the request is cancelled or the text changes meanwhile. */
  readonly nowInSlices: <T>(
    uri: string,
    token: CancellationToken,
    nothing: T,
    make: (document: HugetlbDocument) => Generator<void, T>,
  ) => Promise<T>;
  /** The URIs of the workspace's scenario files, as far as the editor tells. */
  readonly files: () => Promise<readonly string[]>;
  /** The documents that are open, and the other scenario files of the workspace. */
  readonly workspace: () => Promise<readonly HugetlbDocument[]>;
}
