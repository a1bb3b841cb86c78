/** A thread of Node as an explorer. */
import { Worker } from "node:worker_threads";
import type { StartExplorer } from "./explorer.js";
import type { Report } from "./task.js";

/** `file`: the bundle of node.ts beside this file. */
export function inThread(file: string): StartExplorer {
  return (heard, died) => {
    const worker = new Worker(file);
    // It never keeps a server alive that nobody is connected to.
    worker.unref();
    let over = false;
    const end = (why: string): void => {
      if (over) return;
      over = true;
      died(why);
    };
    worker.on("message", (report: Report) => {
      if (!over) heard(report);
    });
    worker.on("error", (error) => {
      end(error.message);
    });
    worker.on("exit", (code) => {
      end(`it ended with code ${code}`);
    });
    return {
      explore: (task) => {
        worker.postMessage(task);
      },
      end: () => {
        over = true;
        void worker.terminate();
      },
    };
  };
}
