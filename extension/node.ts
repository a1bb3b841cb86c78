/** Entry of the extension in the Node extension host. */
import type { ExtensionContext } from "vscode";
import { activateWith, deactivateAll, type Insight } from "./activate.js";

export function activate(context: ExtensionContext): Insight | undefined {
  return activateWith(context, async (...given) => (await import("./client/node.js")).makeNodeClient(...given));
}

export function deactivate(): Promise<void> {
  return deactivateAll();
}
