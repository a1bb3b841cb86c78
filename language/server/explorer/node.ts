/** The explorer as a thread of Node. */
import { parentPort } from "node:worker_threads";
import type { Report, Task } from "./task.js";
import { working } from "./working.js";

const tell = (report: Report): void => parentPort?.postMessage(report);

parentPort?.on("message", (task: Task) => {
  for (const _ of working(task, tell, () => performance.now()));
});
tell({ kind: "ready" });
