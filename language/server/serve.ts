/** The language server over one connection, the same for Node and for a web worker. */
import { type Connection, type InitializeResult, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Guard, isCount, isInteger, isObject, isString } from "../picture/guard.js";
import { HugetlbDocument } from "../document.js";
import { whyOf } from "../explain/index.js";
import { documentSymbols } from "../features/symbols.js";
import { MAX_STEPS } from "../limits.js";
import { foldingRanges } from "../features/folding.js";
import { chooseRun, makePicture } from "../picture/make.js";
import type { Picture, Why } from "../picture/picture.js";
import { Analyst } from "./analyst.js";
import { IncludedFiles, sameUri } from "./included-files.js";
import {
  CHANGED,
  PICTURE,
  type PictureParams,
  READ_FILE,
  type ReadFileParams,
  SETTINGS,
  type Settings,
  WHY,
  type WhyParams,
} from "./protocol.js";

export interface Host {
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  readonly version: string;
}

/** Serves a connection until it closes. */
export function serve(connection: Connection, host: Host): void {
  const server = new Server(connection, host);
  server.listen();
}

class Server {
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #texts = new TextDocuments(TextDocument);
  readonly #documents = new Map<string, HugetlbDocument>();
  readonly #included: IncludedFiles;
  readonly #analyst: Analyst;
  #settings: Settings = { maxSteps: MAX_STEPS };

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.#included = new IncludedFiles({
      open: (uri) => {
        const document = [...this.#documents.values()].find((open) => sameUri(open.uri, uri));
        return document === undefined ? null : { uri: document.uri, tree: document.tree };
      },
      read: async (uri) => {
        const answer = await connection.sendRequest<unknown>(READ_FILE, { uri } satisfies ReadFileParams);
        if (typeof answer !== "string") throw new Error("the editor did not answer with a text");
        return answer;
      },
      changed: (dependent) => {
        const document = this.#documents.get(dependent);
        if (document !== undefined) this.#analyst.schedule(document);
      },
    });
    this.#analyst = new Analyst({
      pause: host.pause,
      now: () => performance.now(),
      done: (document, analysis) => {
        const { uri, version } = analysis;
        // A document closed or edited since then is none of these results' business.
        if (this.#documents.get(uri) !== document || document.version !== version) return;
        void connection.sendDiagnostics({ uri, version, diagnostics: [...analysis.diagnostics] });
        void connection.sendNotification(CHANGED, { uri, version });
      },
      failed: (document, error) => this.#report(`The analysis of ${document.uri} failed`, error),
    });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize(({ initializationOptions }): InitializeResult => {
      // Another editor's client may know nothing of settings.
      if (isSettings(initializationOptions)) this.#settings = initializationOptions;
      return {
        serverInfo: { name: "hugetlb", version: this.#host.version },
        capabilities: {
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          documentSymbolProvider: true,
          foldingRangeProvider: true,
        },
      };
    });
    connection.onNotification(SETTINGS, (settings: unknown) =>
      this.#guarded("taking in settings", () => this.#set(valid(settings, isSettings))),
    );
    this.#texts.onDidChangeContent(({ document }) => this.#guarded("taking in an edit", () => this.#take(document)));
    this.#texts.onDidClose(({ document }) => this.#guarded("closing a document", () => this.#close(document.uri)));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#guarded("taking in changed files", () => {
        for (const { uri } of changes) this.#included.touched(uri, true);
      }),
    );
    // Settings come with a notification of their own.
    connection.onDidChangeConfiguration(() => undefined);
    connection.onDocumentSymbol(({ textDocument }) =>
      this.#answer(textDocument.uri, [], (document) => documentSymbols(document.tree)),
    );
    connection.onFoldingRanges(({ textDocument }) =>
      this.#answer(textDocument.uri, [], (document) => foldingRanges(document.tree)),
    );
    connection.onRequest(PICTURE, (params: unknown) => this.#picture(valid(params, isPictureParams)));
    connection.onRequest(WHY, (params: unknown) => this.#why(valid(params, isWhyParams)));
    this.#texts.listen(connection);
    connection.listen();
  }

  #take(text: TextDocument): void {
    const { uri } = text;
    let document = this.#documents.get(uri);
    const isNew = document === undefined;
    if (document === undefined) {
      document = this.#newDocument(uri);
      this.#documents.set(uri, document);
    }
    document.update(text.getText(), text.version);
    this.#analyst.schedule(document);
    // A file that somebody else includes is taken from the editor from now on.
    this.#included.touched(uri, false);
    if (isNew) this.#connection.console.log(`Opened ${uri}`);
  }

  #newDocument(uri: string): HugetlbDocument {
    const { maxSteps } = this.#settings;
    return new HugetlbDocument(uri, { include: (path, from) => this.#included.resolve(path, from, uri), maxSteps });
  }

  /** Other limits: every document is read anew. */
  #set(settings: Settings): void {
    this.#settings = settings;
    for (const text of this.#texts.all()) {
      this.#documents.set(text.uri, this.#newDocument(text.uri));
      this.#take(text);
    }
  }

  #close(uri: string): void {
    this.#documents.delete(uri);
    this.#analyst.cancel(uri);
    this.#included.forget(uri);
    this.#included.touched(uri, true);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #picture(params: PictureParams): Promise<Picture> {
    await this.#analyst.settled(params.uri);
    const document = this.#documents.get(params.uri);
    if (document === undefined)
      return { uri: params.uri, version: 0, scenarios: [], scenario: -1, run: null, brokenLine: null };
    return makePicture(document, params.scenario ?? null, params.kernel ?? null);
  }

  async #why(params: WhyParams): Promise<Why | null> {
    await this.#analyst.settled(params.uri);
    const document = this.#documents.get(params.uri);
    if (document?.analysis?.version !== params.version) return null;
    const shown = chooseRun(document, params.scenario, params.kernel);
    if (shown?.run?.kernel !== params.kernel || shown.scenario.scenario.name !== params.scenario) return null;
    return whyOf(shown.run.run, params.step);
  }

  #answer<T>(uri: string, nothing: T, make: (document: HugetlbDocument) => T): T {
    const document = this.#documents.get(uri);
    if (document === undefined) return nothing;
    try {
      return make(document);
    } catch (error) {
      this.#report("An answer failed", error);
      return nothing;
    }
  }

  #guarded(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#report(`Error while ${what}`, error);
    }
  }

  #report(what: string, error: unknown): void {
    this.#connection.console.error(
      `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

const isPictureParams: Guard<PictureParams> = (value): value is PictureParams =>
  isObject<{
    readonly uri: string;
    readonly scenario: string | number | undefined;
    readonly kernel: string | undefined;
  }>({
    uri: isString,
    scenario: (scenario): scenario is string | number | undefined =>
      scenario === undefined || isString(scenario) || isCount(scenario),
    kernel: (kernel): kernel is string | undefined => kernel === undefined || isString(kernel),
  })(value);

const isWhyParams = isObject<WhyParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  kernel: isString,
  step: isCount,
});

const isSettings = isObject<Settings>({ maxSteps: (steps): steps is number => isCount(steps) && steps > 0 });

function valid<T>(params: unknown, guard: Guard<T>): T {
  if (guard(params)) return params;
  throw new TypeError("The parameters of the request are not what they should be.");
}
