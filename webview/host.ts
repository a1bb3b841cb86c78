/** The way to the panel's host: messages out, validated messages in, and what VS Code keeps for us across a reload. */
import type { FromWebview, PanelState, PanelView, ToWebview } from "../language/picture/messages.js";
import type { Picture } from "../language/picture/picture.js";
import { isToWebview } from "../language/picture/validate.js";
import { DamagedError } from "../language/picture/vlq.js";
import { Receiver } from "../language/picture/wire.js";

/** A message as the panel takes it: a picture's run can be looked at. */
export type Incoming =
  | Exclude<ToWebview, { readonly type: "picture" }>
  | { readonly type: "picture"; readonly picture: Picture; readonly step: number; readonly view: PanelView };

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  setState(state: PanelState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  readonly send: (message: FromWebview) => void;
  readonly remember: (state: PanelState) => void;
}

/**
 * Connects to VS Code. Whatever arrives that is no message of ours is dropped; a picture that lacks blocks of its run, or
 * has damaged ones, is asked for again, whole.
 */
export function connect(receive: (message: Incoming) => void): Host {
  const api = acquireVsCodeApi();
  const receiver = new Receiver();
  const take = (message: ToWebview): boolean => {
    if (message.type !== "picture") {
      receive(message);
      return true;
    }
    const picture = receiver.take(message.picture);
    if (picture !== null) receive({ ...message, picture });
    return picture !== null;
  };
  globalThis.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (!isToWebview(event.data)) return;
    try {
      if (take(event.data)) return;
    } catch (error) {
      // What came whole and is damaged would come no better a second time.
      if (!(error instanceof DamagedError) || isWhole(event.data)) throw error;
    }
    receiver.forget();
    api.postMessage({ type: "ready" });
  });
  return {
    send: (message) => {
      api.postMessage(message);
    },
    remember: (state) => {
      api.setState(state);
    },
  };
}

function isWhole(message: ToWebview): boolean {
  if (message.type !== "picture" || message.picture.run === null) return true;
  const { order, blocks } = message.picture.run;
  return blocks.length >= new Set(order.map(({ id }) => id)).size;
}
