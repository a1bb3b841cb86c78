/** Entry of the extension in the web extension host (a worker in the browser). */
import type { ExtensionContext } from "vscode";
import { activateWith, deactivateAll, type Insight } from "./activate.js";

export function activate(context: ExtensionContext): Insight | undefined {
  return activateWith(context, async (...given) => (await import("./client/web.js")).makeWebClient(...given));
}

export function deactivate(): Promise<void> {
  return deactivateAll();
}
