/** A small LSP client: what an editor says, and what it has heard. */
import type { ClientCapabilities } from "vscode-languageserver";
import type { CodeLens, Diagnostic, DocumentSymbol, FoldingRange } from "vscode-languageserver-types";
import { type CancellationToken, CancellationTokenSource, type MessageConnection } from "vscode-languageserver/node";
import {
  CHANGED,
  type Changed,
  LIST_FILES,
  PICTURE,
  type PictureParams,
  READ_FILE,
  RESULTS,
  REMEDIES,
  type Remedies,
  type RemediesParams,
  SETTINGS,
  type Settings,
  SHOW_KERNEL,
  type ShowKernelParams,
  type Start,
  WHY,
  type WhyParams,
} from "../../../language/server/protocol.js";
import type { Results } from "../../../language/results.js";
import type { Picture, PictureStep, Why } from "../../../language/picture/picture.js";
import { Receiver, type SentPicture } from "../../../language/picture/wire.js";

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export class Client {
  readonly published: Published[] = [];
  readonly changes: Changed[] = [];
  readonly log: string[] = [];
  /** What the server says of long work. */
  readonly progress: string[] = [];
  /** Files that no editor has open. */
  readonly files = new Map<string, string>();
  readonly reads: string[] = [];
  /** How often the server asked to have code lenses asked for again. */
  refreshes = 0;
  readonly #connection: MessageConnection;
  #waiting: (() => void)[] = [];

  constructor(connection: MessageConnection) {
    this.#connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (published: Published) => {
      this.published.push(published);
      this.#wake();
    });
    connection.onNotification(CHANGED, (changed: Changed) => {
      this.changes.push(changed);
      this.#wake();
    });
    connection.onNotification("window/logMessage", ({ message }: { readonly message: string }) => {
      this.log.push(message);
      this.#wake();
    });
    connection.onRequest(READ_FILE, ({ uri }: { readonly uri: string }) => {
      this.reads.push(uri);
      const text = this.files.get(uri);
      if (text === undefined) throw new Error("no such file");
      return text;
    });
    connection.onRequest(LIST_FILES, () => [...this.files.keys()]);
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onUnhandledProgress(({ value }) => {
      const { kind, message } = value as { readonly kind: string; readonly message?: string };
      this.progress.push(message === undefined ? kind : `${kind} ${message}`);
      this.#wake();
    });
    connection.onRequest("workspace/codeLens/refresh", () => {
      this.refreshes++;
      this.#wake();
      return null;
    });
    connection.listen();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** `start`: what a client that knows this protocol says of itself; `capabilities` as in LSP. */
  async initialize(start?: Start, capabilities: ClientCapabilities = {}): Promise<unknown> {
    const result = await this.#connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities,
      ...(start === undefined ? {} : { initializationOptions: start }),
    });
    await this.#connection.sendNotification("initialized", {});
    return result;
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "hugetlb", version, text },
    });
  }

  /** Replaces the columns [from,to) of a line. */
  edit(uri: string, version: number, line: number, from: number, to: number, text: string): Promise<void> {
    const range = { start: { line, character: from }, end: { line, character: to } };
    return this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  close(uri: string): Promise<void> {
    return this.#connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  fileChanged(uri: string): Promise<void> {
    return this.#connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
  }

  /** The diagnostics of that version, once they are there. */
  async diagnostics(uri: string, version: number): Promise<readonly string[]> {
    const { diagnostics } = await this.until(() =>
      this.published.find((published) => published.uri === uri && published.version === version),
    );
    return words(diagnostics);
  }

  settings(settings: Settings): Promise<void> {
    return this.#connection.sendNotification(SETTINGS, settings);
  }

  showKernel(params: ShowKernelParams): Promise<void> {
    return this.#connection.sendNotification(SHOW_KERNEL, params);
  }

  results(uri: string): Promise<Results> {
    return this.#connection.sendRequest(RESULTS, { uri });
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.#connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
  }

  /** The picture as the server sends it. */
  sentPicture(params: PictureParams): Promise<SentPicture> {
    return this.#connection.sendRequest(PICTURE, params);
  }

  /** The picture with all its steps. */
  async picture(params: PictureParams): Promise<Picture & { run: { steps: PictureStep[] } | null }> {
    const picture = new Receiver().take(await this.sentPicture(params));
    if (picture === null) throw new Error("the picture is not whole");
    return { ...picture, run: picture.run === null ? null : { ...picture.run, steps: [...picture.run.steps] } };
  }

  why(params: WhyParams): Promise<Why | null> {
    return this.#connection.sendRequest(WHY, params);
  }

  remedies(params: RemediesParams): Promise<Remedies | null> {
    return this.#connection.sendRequest(REMEDIES, params);
  }

  request(method: string, params: unknown, token?: CancellationToken): Promise<unknown> {
    return token === undefined
      ? this.#connection.sendRequest(method, params)
      : this.#connection.sendRequest(method, params, token);
  }

  /** Asks and takes it back at once. */
  cancelled(method: string, params: unknown): Promise<unknown> {
    const source = new CancellationTokenSource();
    const answer: Promise<unknown> = this.#connection.sendRequest(method, params, source.token);
    source.cancel();
    return answer;
  }

  symbols(uri: string): Promise<DocumentSymbol[]> {
    return this.#connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } });
  }

  folds(uri: string): Promise<FoldingRange[]> {
    return this.#connection.sendRequest("textDocument/foldingRange", { textDocument: { uri } });
  }

  async shutdown(): Promise<void> {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
  }
}

/** `line code`, counted from 1. */
export function words(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((diagnostic) => `${diagnostic.range.start.line + 1} ${String(diagnostic.code)}`);
}
