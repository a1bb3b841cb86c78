import {
  Disposable,
  EventEmitter,
  Uri,
  type DebugAdapter,
  type DebugProtocolMessage,
  type DebugSession,
  type LogOutputChannel,
} from "vscode";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { LanguageService } from "../client/service.js";
import { Store } from "../store.js";

/** An address as documents have it; a drive's letter is none. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:/iu;

/** Hands the messages of one session to the language server and back: the adapter itself lives there, beside the runs. */
export class ServerDebugAdapter extends Disposable implements DebugAdapter {
  private readonly store = new Store();
  private readonly sent = this.store.add(new EventEmitter<DebugProtocolMessage>());
  private readonly service: LanguageService;
  private readonly session: string;
  private readonly log: LogOutputChannel;

  readonly onDidSendMessage = this.sent.event;

  constructor({ id }: DebugSession, service: LanguageService, log: LogOutputChannel) {
    super(() => undefined);
    this.service = service;
    this.session = id;
    this.log = log;
    this.store.add(
      service.onDidDebug(({ session, message }) => {
        if (session === id) this.sent.fire(message);
      }),
    );
    // Another server knows nothing of the session.
    this.store.add(
      service.onDidRestart(() => {
        this.end();
      }),
    );
  }

  handleMessage(message: DebugProtocolMessage): void {
    this.service
      .debug({ session: this.session, message: withAddress(message as DebugProtocol.Request) })
      .catch((error: unknown) => {
        this.log.error("The debug session ends:", error);
        this.end();
      });
  }

  override dispose(): void {
    this.service.endDebug(this.session);
    this.store.dispose();
  }

  private end(): void {
    const event: DebugProtocol.Event = { seq: 0, type: "event", event: "terminated" };
    this.sent.fire(event);
  }
}

/** The editor names files of a disk by their paths; everything here goes by addresses. */
function withAddress(message: DebugProtocol.Request): DebugProtocol.Request {
  const args = message.arguments as { readonly source?: DebugProtocol.Source } | undefined;
  const path = args?.source?.path;
  if (path === undefined || ADDRESS.test(path)) return message;
  return { ...message, arguments: { ...args, source: { ...args?.source, path: Uri.file(path).toString() } } };
}
