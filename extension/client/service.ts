import { State, type BaseLanguageClient } from "vscode-languageclient";
import { EventEmitter, workspace, type CancellationToken, type Event } from "vscode";
import {
  CHANGED,
  COMPARE,
  EXPLORED,
  EXPORT,
  DEBUG,
  DEBUG_END,
  KERNEL_LINE,
  LIST_FILES,
  PICTURE,
  READ_FILE,
  REMEDIES,
  RESULTS,
  SETTINGS,
  SHOW_KERNEL,
  TESTS,
  WHY,
  WRITE_TRIED,
  type Changed,
  type CompareParams,
  type Edits,
  type Explored,
  type ExploredParams,
  type ExportAnswer,
  type ExportParams,
  type DebugMessage,
  type KernelLine,
  type KernelLineParams,
  type PictureParams,
  type ReadFileParams,
  type Remedies,
  type RemediesParams,
  type ResultsParams,
  type ShowKernelParams,
  type Tests,
  type TestsParams,
  type WhyParams,
  type WriteTriedParams,
} from "../../language/server/protocol.js";
import type { Results } from "../../language/results.js";
import type { Why } from "../../language/picture/picture.js";
import { isSentComparison, isSentPicture } from "../../language/picture/validate.js";
import type { SentComparison, SentPicture } from "../../language/picture/wire.js";
import { SERVER_SECTIONS, serverSettings } from "../settings.js";
import { Store } from "../store.js";
import { listFiles, readFileText } from "./file-reader.js";

/** The language server as the rest of the extension sees it: it is there, it answers, and when it dies another takes its place. */
export class LanguageService {
  private readonly client: BaseLanguageClient;
  private readonly store = new Store();
  private readonly changed = this.store.add(new EventEmitter<Changed>());
  private readonly restarted = this.store.add(new EventEmitter<void>());
  private readonly debugged = this.store.add(new EventEmitter<DebugMessage>());

  /** There are new results for a version of a document. */
  readonly onDidChange: Event<Changed> = this.changed.event;
  /** A new server runs in the place of one that died. */
  readonly onDidRestart: Event<void> = this.restarted.event;
  /** A message for one of the debug sessions. */
  readonly onDidDebug: Event<DebugMessage> = this.debugged.event;

  constructor(client: BaseLanguageClient) {
    this.client = client;
    this.store.add(
      client.onNotification(CHANGED, (change: Changed) => {
        this.changed.fire(change);
      }),
    );
    this.store.add(
      client.onNotification(DEBUG, (message: DebugMessage) => {
        this.debugged.fire(message);
      }),
    );
    this.store.add(
      workspace.onDidChangeConfiguration((change) => {
        const concerns = SERVER_SECTIONS.some((section) => change.affectsConfiguration(section));
        if (concerns && client.state === State.Running) void client.sendNotification(SETTINGS, serverSettings());
      }),
    );
    this.store.add(client.onRequest(READ_FILE, ({ uri }: ReadFileParams) => readFileText(uri)));
    this.store.add(client.onRequest(LIST_FILES, (token: CancellationToken) => listFiles(token)));
  }

  /** Starts the server; documents that are open reach it by themselves, and questions wait until it runs. */
  async start(): Promise<void> {
    let running = false;
    this.store.add(
      this.client.onDidChangeState(({ newState }) => {
        if (newState !== State.Running) return;
        if (running) this.restarted.fire();
        running = true;
      }),
    );
    await this.client.start();
  }

  /** Ends the server and starts another, also when it was given up after too many crashes. */
  async restart(): Promise<void> {
    // A server that never came up, or is just coming up, cannot be stopped: then starting it is all there is to do.
    await this.client.stop().catch(() => undefined);
    await this.client.start();
  }

  /** Fails when the answer is no picture. */
  async picture(params: PictureParams, token: CancellationToken): Promise<SentPicture> {
    const picture: unknown = await this.client.sendRequest(PICTURE, params, token);
    if (!isSentPicture(picture)) throw new TypeError("The server's answer is no picture.");
    return picture;
  }

  results(params: ResultsParams, token: CancellationToken): Promise<Results> {
    return this.client.sendRequest<Results>(RESULTS, params, token);
  }

  kernelLine(params: KernelLineParams): Promise<KernelLine | null> {
    return this.client.sendRequest<KernelLine | null>(KERNEL_LINE, params);
  }

  /** Tells the server under which kernel a document is looked at; one that is not running hears it when it starts. */
  showKernel(params: ShowKernelParams): void {
    if (this.client.state === State.Running) void this.client.sendNotification(SHOW_KERNEL, params);
  }

  /** The tests of a document, open or not; null when it cannot be read. */
  tests(params: TestsParams, token: CancellationToken): Promise<Tests | null> {
    return this.client.sendRequest<Tests | null>(TESTS, params, token);
  }

  /** Sends a message of a debug session. */
  async debug(message: DebugMessage): Promise<void> {
    await this.client.sendNotification(DEBUG, message);
  }

  /** A debug session is over; a server that is not running knows of none. */
  endDebug(session: string): void {
    if (this.client.state === State.Running) void this.client.sendNotification(DEBUG_END, { session });
  }

  why(params: WhyParams): Promise<Why | null> {
    return this.client.sendRequest<Why | null>(WHY, params);
  }

  /** Fails when the answer is no comparison. */
  async compare(params: CompareParams, token: CancellationToken): Promise<SentComparison | null> {
    const comparison: unknown = await this.client.sendRequest(COMPARE, params, token);
    if (comparison === null || isSentComparison(comparison)) return comparison;
    throw new TypeError("The server's answer is no comparison.");
  }

  writeTried(params: WriteTriedParams): Promise<Edits | null> {
    return this.client.sendRequest<Edits | null>(WRITE_TRIED, params);
  }

  explored(params: ExploredParams): Promise<Explored | null> {
    return this.client.sendRequest<Explored | null>(EXPLORED, params);
  }

  exportText(params: ExportParams): Promise<ExportAnswer | null> {
    return this.client.sendRequest<ExportAnswer | null>(EXPORT, params);
  }

  remedies(params: RemediesParams): Promise<Remedies | null> {
    return this.client.sendRequest<Remedies | null>(REMEDIES, params);
  }

  /** Ends the server in good order. */
  async stop(): Promise<void> {
    this.store.dispose();
    await this.client.dispose();
  }
}
