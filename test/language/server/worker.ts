/** Runs the web worker's bundle in a thread that has of a worker's global scope what a browser's worker has. */
import { Worker } from "node:worker_threads";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from "vscode-languageserver/node";

const GLOBAL_SCOPE = `
  const { parentPort, workerData } = require("node:worker_threads");
  globalThis.self = globalThis;
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  globalThis.addEventListener = () => undefined;
  globalThis.removeEventListener = () => undefined;
  parentPort.on("message", (data) => globalThis.onmessage({ data }));
  require("node:vm").runInThisContext(require("node:fs").readFileSync(workerData, "utf8"), workerData);
`;

class WorkerReader extends AbstractMessageReader {
  constructor(private readonly worker: Worker) {
    super();
    worker.on("error", (error) => this.fireError(error));
  }

  override listen(callback: DataCallback): Disposable {
    const heard = (message: Message): void => callback(message);
    this.worker.on("message", heard);
    return { dispose: () => void this.worker.off("message", heard) };
  }
}

class WorkerWriter extends AbstractMessageWriter {
  constructor(private readonly worker: Worker) {
    super();
  }

  write(message: Message): Promise<void> {
    this.worker.postMessage(message);
    return Promise.resolve();
  }

  end(): void {
    // Nothing is buffered.
  }
}

export interface WorkerConnection {
  readonly connection: MessageConnection;
  readonly end: () => Promise<void>;
}

/** Starts the bundle and connects to it. */
export function startWorker(file: string): WorkerConnection {
  const worker = new Worker(GLOBAL_SCOPE, { eval: true, workerData: file });
  const connection = createMessageConnection(new WorkerReader(worker), new WorkerWriter(worker));
  return {
    connection,
    end: async () => {
      connection.dispose();
      await worker.terminate();
    },
  };
}
