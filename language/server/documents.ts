/** The documents that an editor has open, each analysed in its newest version, and the files that they include. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Analysis } from "../analysis.js";
import { HugetlbDocument } from "../document.js";
import { Analyst } from "./analyst.js";
import { IncludedFiles, sameUri } from "./included-files.js";
import type { Settings } from "./protocol.js";

export interface DocumentsHost {
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  /** Reads a file that no editor has open; fails with a sentence. */
  readonly read: (uri: string) => Promise<string>;
  /** Results of a version that is still the newest. */
  readonly analysed: (analysis: Analysis) => void;
  readonly failed: (what: string, error: unknown) => void;
}

export class Documents {
  readonly #open = new Map<string, HugetlbDocument>();
  readonly #included: IncludedFiles;
  readonly #analyst: Analyst;
  #settings: Settings;

  constructor(host: DocumentsHost, settings: Settings) {
    this.#settings = settings;
    this.#included = new IncludedFiles({
      open: (uri) => {
        const document = [...this.#open.values()].find((open) => sameUri(open.uri, uri));
        return document === undefined ? null : { uri: document.uri, tree: document.tree };
      },
      read: host.read,
      changed: (dependent) => {
        const document = this.#open.get(dependent);
        if (document !== undefined) this.#analyst.schedule(document);
      },
    });
    this.#analyst = new Analyst({
      pause: host.pause,
      now: () => performance.now(),
      done: (document, analysis) => {
        // A document closed or edited since then is none of these results' business.
        if (this.#open.get(analysis.uri) === document && document.version === analysis.version) host.analysed(analysis);
      },
      failed: (document, error) => {
        host.failed(`The analysis of ${document.uri} failed`, error);
      },
    });
  }

  /** An open document as the editor has it now; what is known of its runs may be older. */
  get(uri: string): HugetlbDocument | undefined {
    return this.#open.get(uri);
  }

  /** Every open document. */
  all(): readonly HugetlbDocument[] {
    return [...this.#open.values()];
  }

  /** An open document when nothing of it is left to work out; undefined when it is closed by then. */
  async analysed(uri: string): Promise<HugetlbDocument | undefined> {
    await this.#analyst.settled(uri);
    return this.#open.get(uri);
  }

  /** Takes a new version of a text, or a text that was just opened. True when it is new. */
  take(text: TextDocument): boolean {
    const { uri } = text;
    let document = this.#open.get(uri);
    const isNew = document === undefined;
    if (document === undefined) {
      document = this.#newDocument(uri);
      this.#open.set(uri, document);
    }
    document.update(text.getText(), text.version);
    this.#analyst.schedule(document);
    // A file that somebody else includes is taken from the editor from now on.
    this.#included.touched(uri, false);
    return isNew;
  }

  /** Other limits: every document is read anew. */
  set(settings: Settings, texts: readonly TextDocument[]): void {
    this.#settings = settings;
    for (const text of texts) {
      this.#open.set(text.uri, this.#newDocument(text.uri));
      this.take(text);
    }
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#analyst.cancel(uri);
    this.#included.forget(uri);
    this.#included.touched(uri, true);
  }

  /** A file that no editor may have open has changed on disk. */
  changedOnDisk(uri: string): void {
    this.#included.touched(uri, true);
  }

  #newDocument(uri: string): HugetlbDocument {
    const { maxSteps } = this.#settings;
    return new HugetlbDocument(uri, { include: (path, from) => this.#included.resolve(path, from, uri), maxSteps });
  }
}
