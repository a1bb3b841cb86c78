/** The language server over one connection, the same for Node and for a web worker. */
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Guard, isCount, isInteger, isListOf, isObject, isString, orNull } from "../picture/guard.js";
import type { Analysis } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { whyOf } from "../explain/index.js";
import { kernelLineEdit } from "../features/kernel-line.js";
import type { Explored } from "../explore/index.js";
import { chooseRun, makePicture } from "../picture/make.js";
import type { Tried, Why } from "../picture/picture.js";
import { resultsOf, type Results } from "../results.js";

import type { SentPicture } from "../picture/wire.js";
import { Debugging } from "./debugging.js";
import { Documents } from "./documents.js";
import { Explorations } from "./explorations.js";
import { registerExplored } from "./explored.js";
import { ProgressBar } from "./progress.js";
import type { Came, StartExplorer } from "./explorer/explorer.js";
import { registerExports } from "./exports.js";
import type { Answers } from "./answers.js";
import { FEATURES, registerFeatures } from "./features.js";
import { Pictures } from "./pictures.js";
import {
  CHANGED,
  KERNEL_LINE,
  type KernelLine,
  type KernelLineParams,
  LIST_FILES,
  PICTURE,
  type PictureParams,
  READ_FILE,
  type ReadFileParams,
  RESULTS,
  type ResultsParams,
  SETTINGS,
  SHOW_KERNEL,
  type ShowKernelParams,
  WHY,
  type WhyParams,
} from "./protocol.js";
import { registerRemedies } from "./remedies.js";
import { inSlices } from "./slices.js";
import { registerTests } from "./testing.js";
import { isOptionalTried, registerVariants, tryRun } from "./variants.js";
import { isKernel, isSettings, LENS_REFRESH, readStart, UNKNOWN_CLIENT } from "./start.js";
import { WorkspaceFiles } from "./workspace-files.js";

export interface Host {
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  /** Who explores interleavings. `address`: where the client says that the explorer's program is; `came`: whether it runs there. */
  readonly explorer: (address: string | null, came: Came) => StartExplorer;
  readonly version: string;
  /** Where a code is explained, for a client that does not say; `{code}` stands for the code. */
  readonly codePage: string | null;
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
  readonly #debugging: Debugging;
  readonly #explorations: Explorations;
  readonly #explored: Explored = (run) => this.#explorations.of(run);
  #client = UNKNOWN_CLIENT;
  readonly #pictures = new Pictures(crypto.randomUUID().slice(0, 8));
  readonly #files: WorkspaceFiles;

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    const read = async (uri: string): Promise<string> => {
      const answer = await connection.sendRequest<unknown>(READ_FILE, { uri } satisfies ReadFileParams);
      if (typeof answer !== "string") throw new Error("the editor did not answer with a text");
      return answer;
    };
    this.#files = new WorkspaceFiles({
      list: async () => valid(await connection.sendRequest<unknown>(LIST_FILES), isListOf(isString)),
      read,
      open: () => this.#documents.all(),
    });
    this.#documents = new Documents(
      {
        pause: host.pause,
        read,
        analysed: (analysis, again) => {
          this.#tell(analysis, again);
          this.#explorations.explore(analysis, this.#client.settings.explore);
          this.#debugging.changed(analysis);
        },
        failed: (what, error) => {
          this.#report(what, error);
        },
      },
      UNKNOWN_CLIENT.settings,
    );
    this.#debugging = new Debugging(connection, this.#documents);
    const bar = new ProgressBar(connection, () => this.#client.showsProgress);
    let start: StartExplorer | null = null;
    this.#explorations = new Explorations({
      start: (heard, died) => {
        start ??= host.explorer(this.#client.explorer, (why) => {
          if (why === null) connection.console.info("Interleavings are explored beside the server.");
          else connection.console.warn(`Interleavings are explored in the server itself, in slices: ${why}`);
        });
        return start(heard, died);
      },
      pause: host.pause,
      found: (analysis, diagnostics) => {
        // A document that no editor has open is explored for its tests only.
        if (this.#documents.get(analysis.uri)?.analysis === analysis) this.#publish(analysis, diagnostics);
      },
      over: (analysis, news) => {
        const { uri, version } = analysis;
        // Verdicts say by now what comes of every order.
        if (news && this.#documents.get(uri)?.analysis === analysis)
          void connection.sendNotification(CHANGED, { uri, version });
        this.#refresh(this.#client.refreshes.filter((refresh) => refresh === LENS_REFRESH));
      },
      progress: (uri, words) => {
        bar.tell(uri, words);
      },
      failed: (what, error) => {
        this.#report(what, error);
      },
    });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params): InitializeResult => {
      this.#client = readStart(params);
      this.#documents.set(this.#client.settings, []);
      for (const [uri, kernel] of this.#client.kernels) this.#documents.show(uri, kernel);
      return {
        serverInfo: { name: "hugetlb", version: this.#host.version },
        capabilities: {
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          ...FEATURES,
        },
      };
    });
    connection.onNotification(SETTINGS, (settings: unknown) =>
      this.#guarded("taking in settings", () => {
        this.#client = { ...this.#client, settings: valid(settings, isSettings) };
        this.#documents.set(this.#client.settings, this.#texts.all());
      }),
    );
    connection.onNotification(SHOW_KERNEL, (params: unknown) =>
      this.#guarded("choosing a kernel", () => {
        const { uri, kernel } = valid(params, isShowKernelParams);
        this.#documents.show(uri, isKernel(kernel) ? kernel : null);
      }),
    );
    this.#texts.onDidChangeContent(({ document }) => this.#guarded("taking in an edit", () => this.#take(document)));
    this.#texts.onDidClose(({ document }) => this.#guarded("closing a document", () => this.#close(document.uri)));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#guarded("taking in changed files", () => {
        for (const { uri } of changes) {
          this.#documents.changedOnDisk(uri);
          this.#files.changed(uri);
        }
      }),
    );
    // Settings come with a notification of their own.
    connection.onDidChangeConfiguration(() => undefined);
    const answers = this.#answers();
    registerFeatures(connection, answers, () => this.#client, this.#explored);
    registerRemedies(connection, answers);
    registerVariants(connection, answers, this.#pictures);
    registerExports(connection, answers, this.#explorations);
    registerExplored(connection, this.#documents, this.#explorations);
    connection.onRequest(PICTURE, (params: unknown, token: CancellationToken) =>
      this.#picture(valid(params, isPictureParams), token),
    );
    registerTests(connection, this.#documents, this.#explorations, () => this.#client.settings);
    this.#debugging.listen();
    connection.onRequest(RESULTS, (params: unknown) => this.#results(valid(params, isResultsParams)));
    connection.onRequest(KERNEL_LINE, (params: unknown) => this.#kernelLine(valid(params, isKernelLineParams)));
    connection.onRequest(WHY, (params: unknown, token: CancellationToken) =>
      this.#why(valid(params, isWhyParams), token),
    );
    this.#texts.listen(connection);
    connection.listen();
  }

  #take(text: TextDocument): void {
    if (this.#documents.take(text)) this.#connection.console.log(`Opened ${text.uri}`);
  }

  /** Hands on new results. `again`: of a version that had results before, so that the editor does not know that it should ask. */
  #tell(analysis: Analysis, again: boolean): void {
    const { uri, version } = analysis;
    const { refreshes } = this.#client;
    this.#publish(analysis, []);
    void this.#connection.sendNotification(CHANGED, { uri, version });
    if (again) this.#refresh(refreshes);
  }

  /** Results that change without an edit: the editor is told to ask again. */
  #refresh(refreshes: readonly string[]): void {
    for (const refresh of refreshes)
      this.#connection.sendRequest(refresh).catch((error: unknown) => {
        this.#report(`The editor refused ${refresh}`, error);
      });
  }

  /** An analysis's diagnostics, with what its interleavings show. */
  #publish({ uri, version, diagnostics }: Analysis, explored: readonly Diagnostic[]): void {
    const { codePage = this.#host.codePage } = this.#client;
    const all = [...diagnostics, ...explored];
    void this.#connection.sendDiagnostics({
      uri,
      version,
      diagnostics: all.map((diagnostic) => withPage(diagnostic, codePage)),
    });
  }

  #close(uri: string): void {
    this.#documents.close(uri);
    this.#explorations.close(uri);
    this.#files.changed(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #picture(params: PictureParams, token: CancellationToken): Promise<SentPicture> {
    const { uri, scenario = null, kernel = null, tried } = params;
    const nothing = { uri, version: 0, scenarios: [], scenario: -1, run: null, brokenLine: null, whatIf: null };
    const pictures = this.#pictures;
    const explored = this.#explored;
    return this.#answers().inSlices<SentPicture>(uri, token, nothing, function* (document) {
      const shown = tried === undefined ? null : chooseRun(document, scenario, kernel);
      const run = tried === undefined || shown === null ? null : yield* tryRun(shown, tried, explored);
      return yield* pictures.sending(makePicture(document, scenario, kernel, run, explored), new Set(params.known));
    });
  }

  async #results({ uri }: ResultsParams): Promise<Results> {
    const document = await this.#documents.analysed(uri);
    return document === undefined ? { version: 0, scenarios: [], marks: [] } : resultsOf(document, this.#explored);
  }

  async #kernelLine({ uri, line, kernel }: KernelLineParams): Promise<KernelLine | null> {
    const document = await this.#documents.analysed(uri);
    const edit = document === undefined || !isKernel(kernel) ? null : kernelLineEdit(document, line, kernel);
    return document === undefined || edit === null ? null : { version: document.version, edit };
  }

  async #why(params: WhyParams, token: CancellationToken): Promise<Why | null> {
    const document = await this.#documents.analysed(params.uri);
    if (document?.analysis?.version !== params.version) return null;
    const shown = chooseRun(document, params.scenario, params.kernel);
    if (shown?.run == null || shown.scenario.scenario.name !== params.scenario) return null;
    const { tried } = params;
    const run =
      tried === undefined
        ? shown.run
        : ((await this.#answers().inSlices(params.uri, token, null, () => tryRun(shown, tried, this.#explored)))?.run ??
          null);
    return run?.kernel === params.kernel ? whyOf(run.run, params.step) : null;
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
    const sliced = async <T>(
      document: HugetlbDocument,
      token: CancellationToken,
      nothing: T,
      make: (document: HugetlbDocument) => Generator<void, T>,
    ): Promise<T> => {
      const { uri, version } = document;
      const wanted = (): boolean =>
        !token.isCancellationRequested && this.#documents.get(uri) === document && document.version === version;
      const host = { pause: this.#host.pause, now: () => performance.now() };
      try {
        return (await inSlices(make(document), wanted, host)) ?? nothing;
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
      inSlices: async (uri, token, nothing, make) => {
        const document = await this.#documents.analysed(uri);
        return document === undefined ? nothing : sliced(document, token, nothing, make);
      },
      nowInSlices: async (uri, token, nothing, make) => {
        const document = this.#documents.get(uri);
        return document === undefined ? nothing : sliced(document, token, nothing, make);
      },
      files: () => this.#files.uris(),
      workspace: () => this.#files.documents(),
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
    readonly known: readonly string[] | undefined;
    readonly tried: Tried | undefined;
  }>({
    uri: isString,
    scenario: (scenario): scenario is string | number | undefined =>
      scenario === undefined || isString(scenario) || isCount(scenario),
    kernel: (kernel): kernel is string | undefined => kernel === undefined || isString(kernel),
    known: (known): known is readonly string[] | undefined => known === undefined || isListOf(isString)(known),
    tried: isOptionalTried,
  })(value);

const isWhyParams: Guard<WhyParams> = (value): value is WhyParams =>
  isObject<Required<Omit<WhyParams, "tried">> & { readonly tried: Tried | undefined }>({
    uri: isString,
    version: isInteger,
    scenario: isString,
    kernel: isString,
    step: isCount,
    tried: isOptionalTried,
  })(value);

const isResultsParams = isObject<ResultsParams>({ uri: isString });

const isKernelLineParams = isObject<KernelLineParams>({ uri: isString, line: isCount, kernel: isString });

const isShowKernelParams = isObject<ShowKernelParams>({ uri: isString, kernel: orNull(isString) });

/** A diagnostic whose code leads to its page. */
function withPage(diagnostic: Diagnostic, codePage: string | null): Diagnostic {
  if (codePage === null) return diagnostic;
  return { ...diagnostic, codeDescription: { href: codePage.replace("{code}", String(diagnostic.code)) } };
}

function valid<T>(params: unknown, guard: Guard<T>): T {
  if (guard(params)) return params;
  throw new TypeError("The parameters of the request are not what they should be.");
}
