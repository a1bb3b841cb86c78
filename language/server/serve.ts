/** The language server over one connection, the same for Node and for a web worker. */
import { type Connection, type InitializeResult, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Guard, isCount, isInteger, isObject, isString } from "../picture/guard.js";
import { whyOf } from "../explain/index.js";
import { MAX_STEPS } from "../limits.js";
import { chooseRun, makePicture } from "../picture/make.js";
import type { Picture, Why } from "../picture/picture.js";
import { Documents } from "./documents.js";
import { type Answers, FEATURES, registerFeatures } from "./features.js";
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
  readonly #documents: Documents;

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.#documents = new Documents(
      {
        pause: host.pause,
        read: async (uri) => {
          const answer = await connection.sendRequest<unknown>(READ_FILE, { uri } satisfies ReadFileParams);
          if (typeof answer !== "string") throw new Error("the editor did not answer with a text");
          return answer;
        },
        analysed: ({ uri, version, diagnostics }) => {
          void connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] });
          void connection.sendNotification(CHANGED, { uri, version });
        },
        failed: (what, error) => {
          this.#report(what, error);
        },
      },
      { maxSteps: MAX_STEPS },
    );
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize(({ initializationOptions }): InitializeResult => {
      // Another editor's client may know nothing of settings.
      if (isSettings(initializationOptions)) this.#documents.set(initializationOptions, []);
      return {
        serverInfo: { name: "hugetlb", version: this.#host.version },
        capabilities: {
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          ...FEATURES,
        },
      };
    });
    connection.onNotification(SETTINGS, (settings: unknown) =>
      this.#guarded("taking in settings", () => this.#documents.set(valid(settings, isSettings), this.#texts.all())),
    );
    this.#texts.onDidChangeContent(({ document }) => this.#guarded("taking in an edit", () => this.#take(document)));
    this.#texts.onDidClose(({ document }) => this.#guarded("closing a document", () => this.#close(document.uri)));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#guarded("taking in changed files", () => {
        for (const { uri } of changes) this.#documents.changedOnDisk(uri);
      }),
    );
    // Settings come with a notification of their own.
    connection.onDidChangeConfiguration(() => undefined);
    registerFeatures(connection, this.#answers());
    connection.onRequest(PICTURE, (params: unknown) => this.#picture(valid(params, isPictureParams)));
    connection.onRequest(WHY, (params: unknown) => this.#why(valid(params, isWhyParams)));
    this.#texts.listen(connection);
    connection.listen();
  }

  #take(text: TextDocument): void {
    if (this.#documents.take(text)) this.#connection.console.log(`Opened ${text.uri}`);
  }

  #close(uri: string): void {
    this.#documents.close(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #picture(params: PictureParams): Promise<Picture> {
    const document = await this.#documents.analysed(params.uri);
    if (document === undefined)
      return { uri: params.uri, version: 0, scenarios: [], scenario: -1, run: null, brokenLine: null };
    return makePicture(document, params.scenario ?? null, params.kernel ?? null);
  }

  async #why(params: WhyParams): Promise<Why | null> {
    const document = await this.#documents.analysed(params.uri);
    if (document?.analysis?.version !== params.version) return null;
    const shown = chooseRun(document, params.scenario, params.kernel);
    if (shown?.run?.kernel !== params.kernel || shown.scenario.scenario.name !== params.scenario) return null;
    return whyOf(shown.run.run, params.step);
  }

  #answers(): Answers {
    const tried = <T>(nothing: T, make: () => T): T => {
      try {
        return make();
      } catch (error) {
        this.#report("An answer failed", error);
        return nothing;
      }
    };
    return {
      now: (uri, nothing, make) => {
        const document = this.#documents.get(uri);
        return document === undefined ? nothing : tried(nothing, () => make(document));
      },
      analysed: async (uri, token, nothing, make) => {
        const document = await this.#documents.analysed(uri);
        if (document === undefined || token.isCancellationRequested) return nothing;
        return tried(nothing, () => make(document));
      },
    };
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
