import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { Uri, type ExtensionContext } from "vscode";
import { CLIENT_ID, CLIENT_NAME, clientOptions, type ClientSurroundings } from "./options.js";

/** The client of the web extension host: the server is a worker of its own, a fresh one at every (re)start. */
export function makeWebClient(context: ExtensionContext, house: ClientSurroundings): LanguageClient {
  const program = (name: string): string => Uri.joinPath(context.extensionUri, "dist", "server", name).toString(true);
  const address = program("web.js");
  const explorer = program("explorer.js");
  let worker: Worker | undefined;
  const start = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(address);
    return Promise.resolve({ reader: new WorkerReader(worker), writer: new BrowserMessageWriter(worker) });
  };
  context.subscriptions.push({
    dispose: () => {
      worker?.terminate();
    },
  });
  const options = clientOptions({ ...house, start: () => ({ ...house.start(), explorer }) });
  return new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options);
}

/** A worker with an uncaught error goes on half alive; here it counts as dead, as a process would be, so that the client starts another. */
class WorkerReader extends BrowserMessageReader {
  constructor(worker: Worker) {
    super(worker);
    worker.addEventListener("error", () => {
      worker.terminate();
      this.fireClose();
    });
  }
}
