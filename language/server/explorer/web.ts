/** The explorer as a worker of the browser. */
import type { Report, Task } from "./task.js";
import { working } from "./working.js";

/** What this file needs of a worker's global scope; the project's types are those of a page. */
declare const self: {
  onmessage: (message: { readonly data: Task }) => void;
  readonly postMessage: (report: Report) => void;
};

self.onmessage = ({ data }) => {
  for (const _ of working(
    data,
    (report) => {
      self.postMessage(report);
    },
    () => performance.now(),
  ));
};
self.postMessage({ kind: "ready" });
