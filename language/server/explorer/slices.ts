/** The server itself as an explorer, for places that let it have no worker: in slices, between which whatever came in has its turn. */
import { inSlices, type SliceHost } from "../slices.js";
import type { StartExplorer } from "./explorer.js";
import { working } from "./working.js";

export function inTheServer(host: SliceHost): StartExplorer {
  return (heard) => {
    let ended = false;
    return {
      explore: (task) => {
        void inSlices(working(task, heard, host.now), () => !ended, host);
      },
      end: () => {
        ended = true;
      },
    };
  };
}
