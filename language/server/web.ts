/** The language server as a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { makePause } from "./pause.js";
import { serve } from "./serve.js";
import { VERSION } from "./version.js";

/** What this file needs of a worker's global scope; the project's types are those of a page. */
declare const self: DedicatedWorkerGlobalScope;
type DedicatedWorkerGlobalScope = ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
serve(connection, { pause: makePause(), version: VERSION, codePage: null });
