/** The debug sessions of a client. Their messages travel inside the language server's own connection, so that a session debugs the text that the editor has. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Connection } from "vscode-languageserver";
import type { Analysis } from "../analysis.js";
import { Session } from "../debug/session.js";
import { isObject, isString, type Guard } from "../picture/guard.js";
import type { Documents } from "./documents.js";
import { DEBUG, DEBUG_END, type DebugMessage } from "./protocol.js";

export class Debugging {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #sessions = new Map<string, Session>();

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
  }

  /** Answers the messages of debug sessions on the connection. */
  listen(): void {
    this.#connection.onNotification(DEBUG, (params: unknown) => {
      if (!isDebugMessage(params)) throw new TypeError("This is no message of a debug session.");
      void this.#session(params.session).take(params.message);
    });
    this.#connection.onNotification(DEBUG_END, (params: unknown) => {
      if (!isEnd(params)) throw new TypeError("This is no message of a debug session.");
      this.#sessions.delete(params.session);
    });
  }

  /** There are new results for a document. */
  changed(analysis: Analysis): void {
    for (const session of this.#sessions.values()) session.changed(analysis);
  }

  #session(id: string): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new Session({
      analysis: async (uri) => (await this.#documents.complete(uri))?.analysis ?? null,
      send: (message) => void this.#connection.sendNotification(DEBUG, { session: id, message } satisfies DebugMessage),
      ended: () => this.#sessions.delete(id),
    });
    this.#sessions.set(id, session);
    return session;
  }
}

const isMessage: Guard<DebugProtocol.ProtocolMessage> = isObject<DebugProtocol.ProtocolMessage>({
  seq: (seq): seq is number => typeof seq === "number",
  type: isString,
});
const isDebugMessage = isObject<DebugMessage>({ session: isString, message: isMessage });
const isEnd = isObject<Pick<DebugMessage, "session">>({ session: isString });
