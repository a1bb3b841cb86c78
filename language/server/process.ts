/** The language server as a process: over standard input and output (`--stdio`) or Node's own channel (`--node-ipc`). */
import { realpathSync } from "node:fs";
import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { orElse } from "./explorer/explorer.js";
import { inTheServer } from "./explorer/slices.js";
import { inThread } from "./explorer/thread.js";
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

  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  serve(connection, {
    pause,
    explorer: (address, came) =>
      orElse(inThread(address ?? explorerFile()), inTheServer({ pause, now: () => performance.now() }), came),
    version: VERSION,
    codePage,
  });
}

/** The explorer's program: beside the server's, or in `server/` beside the command line's. */
function explorerFile(): string {
  const folder = path.dirname(realpathSync(process.argv[1] ?? "."));
  return path.join(path.basename(folder) === "dist" ? path.join(folder, "server") : folder, "explorer.cjs");
}
