/** The way to the panel's host: messages out, validated messages in, and what VS Code keeps for us across a reload. */
import type { FromWebview, PanelState, ToWebview } from "../language/picture/messages.js";
import { isToWebview } from "../language/picture/validate.js";

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  setState(state: PanelState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  readonly send: (message: FromWebview) => void;
  readonly remember: (state: PanelState) => void;
}

/** Connects to VS Code. Whatever arrives that is no message of ours is dropped. */
export function connect(receive: (message: ToWebview) => void): Host {
  const api = acquireVsCodeApi();
  globalThis.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (isToWebview(event.data)) receive(event.data);
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
