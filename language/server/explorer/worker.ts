/** A worker of the browser as an explorer. */
import type { StartExplorer } from "./explorer.js";
import type { Report } from "./task.js";

/** `address`: of the bundle of web.ts beside this file. Throws where workers are not allowed. */
export function inWorker(address: string): StartExplorer {
  return (heard, died) => {
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      heard(data);
    };
    // Where the program is not found there is nothing but an event.
    worker.onerror = (event: Event) => {
      worker.terminate();
      const message = event instanceof ErrorEvent ? event.message : "";
      died(message === "" ? `${address} cannot be loaded` : message);
    };
    return {
      explore: (task) => {
        worker.postMessage(task);
      },
      end: () => {
        worker.onmessage = worker.onerror = null;
        worker.terminate();
      },
    };
  };
}
