/** The documents that an editor has open, each analysed in its newest version, and the files that they include. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { KernelId } from "../../engine/index.js";
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
  /** Results of a version that is still the newest; `again`: there were others of this version before. */
  readonly analysed: (analysis: Analysis, again: boolean) => void;
  readonly failed: (what: string, error: unknown) => void;
}

export class Documents {
  readonly #open = new Map<string, HugetlbDocument>();
  /** Documents that no editor has open, while somebody asks about them. */
  readonly #visited = new Map<string, HugetlbDocument>();
  readonly #visits = new Map<string, Promise<HugetlbDocument | undefined>>();
  readonly #read: DocumentsHost["read"];
  readonly #included: IncludedFiles;
  readonly #analyst: Analyst;
  /** The kernels that the reader chose to look at, by document; it may not be open yet. */
  readonly #shown = new Map<string, KernelId>();
  /** The version of which results were handed on last, by document. */
  readonly #told = new Map<string, number>();
  #settings: Settings;

  constructor(host: DocumentsHost, settings: Settings) {
    this.#settings = settings;
    this.#read = host.read;
    this.#included = new IncludedFiles({
      open: (uri) => {
        const document = [...this.#open.values()].find((open) => sameUri(open.uri, uri));
        return document === undefined ? null : { uri: document.uri, tree: document.tree };
      },
      read: host.read,
      changed: (dependent) => {
        const document = this.#open.get(dependent) ?? this.#visited.get(dependent);
        if (document !== undefined) this.#analyst.schedule(document);
      },
    });
    this.#analyst = new Analyst({
      pause: host.pause,
      now: () => performance.now(),
      done: (document, analysis) => {
        // A document closed or edited since then is none of these results' business.
        if (this.#open.get(analysis.uri) !== document || document.version !== analysis.version) return;
        const again = this.#told.get(analysis.uri) === analysis.version;
        this.#told.set(analysis.uri, analysis.version);
        host.analysed(analysis, again);
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

  /**
   * A document with everything that it includes, analysed in its newest version. One that no editor has open is read and
   * analysed for this question alone; undefined when it cannot be read.
   */
  async complete(uri: string): Promise<HugetlbDocument | undefined> {
    if (this.#open.has(uri)) return this.#whole(uri);
    const visit = this.#visits.get(uri) ?? this.#visit(uri).finally(() => this.#visits.delete(uri));
    this.#visits.set(uri, visit);
    return visit;
  }

  /** Nobody asks any more: the analysis of a document that no editor has open is given up. */
  giveUp(uri: string): void {
    if (!this.#open.has(uri)) this.#analyst.cancel(uri);
  }

  async #visit(uri: string): Promise<HugetlbDocument | undefined> {
    let text: string;
    try {
      text = await this.#read(uri);
    } catch {
      return undefined;
    }
    const document = this.#newDocument(uri);
    document.update(text, 0);
    this.#visited.set(uri, document);
    if (!this.#open.has(uri)) this.#analyst.schedule(document);
    try {
      return await this.#whole(uri);
    } finally {
      this.#visited.delete(uri);
      if (!this.#open.has(uri)) this.#included.forget(uri);
    }
  }

  /** What is analysed of it speaks of included files as soon as they are read. */
  async #whole(uri: string): Promise<HugetlbDocument | undefined> {
    for (;;) {
      await this.#analyst.settled(uri);
      const reading = this.#included.reading(uri);
      if (reading === null) return this.#open.get(uri) ?? this.#visited.get(uri);
      await reading;
    }
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

  /** Shows a document under a kernel from now on; null = under the first that each scenario lists. */
  show(uri: string, kernel: KernelId | null): void {
    if (kernel === null) this.#shown.delete(uri);
    else this.#shown.set(uri, kernel);
    const document = this.#open.get(uri);
    if (document?.show(kernel) === true) this.#analyst.schedule(document);
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#told.delete(uri);
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
    const document = new HugetlbDocument(uri, {
      include: (path, from) => this.#included.resolve(path, from, uri),
      maxSteps,
    });
    document.show(this.#shown.get(uri) ?? null);
    return document;
  }
}
