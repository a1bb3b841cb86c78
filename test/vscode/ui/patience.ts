/** A VS Code in a browser writes its state (tabs, what a webview keeps) every 5 seconds when idle; a reload before that forgets it. */
export const STATE_WRITTEN_MS = 8_000;
