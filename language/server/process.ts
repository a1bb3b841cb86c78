/** The language server as a process: over standard input and output (`--stdio`) or Node's own channel (`--node-ipc`). */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./serve.js";
import { VERSION } from "./version.js";

/** Serves the channel that the command line names until it closes. `codePage` holds for a client that names none. */
export function serveProcess(codePage: string | null): void {
  const connection = createConnection(ProposedFeatures.all);

  // One document's trouble must not end the others' service.
  process.on("uncaughtException", (error) => connection.console.error(`Uncaught: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) =>
    connection.console.error(
      `Unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
    ),
  );

  serve(connection, {
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    version: VERSION,
    codePage,
  });
}
