/** The language server as a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { orElse } from "./explorer/explorer.js";
import { inTheServer } from "./explorer/slices.js";
import { inWorker } from "./explorer/worker.js";
import { makePause } from "./pause.js";
import { serve } from "./serve.js";
import { VERSION } from "./version.js";

/** What this file needs of a worker's global scope; the project's types are those of a page. */
declare const self: DedicatedWorkerGlobalScope;
type DedicatedWorkerGlobalScope = ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
const pause = makePause();
serve(connection, {
  pause,
  explorer: (address, came) => {
    const here = inTheServer({ pause, now: () => performance.now() });
    if (address !== null) return orElse(inWorker(address), here, came);
    came("the client does not say where the explorer's program is");
    return here;
  },
  version: VERSION,
  codePage: null,
});
