/** Entry of the extension in the Node extension host. */
import { ProcessExecution, Uri, type ExtensionContext } from "vscode";
import { activateWith, deactivateAll, type Insight } from "./activate.js";

export function activate(context: ExtensionContext): Insight | undefined {
  const command = Uri.joinPath(context.extensionUri, "dist", "cli.js").fsPath;
  return activateWith(
    context,
    async (...given) => (await import("./client/node.js")).makeNodeClient(...given),
    // In a desktop window the host's own program is the editor, which is Node when it is told so.
    (args, cwd) =>
      new ProcessExecution(process.execPath, [command, ...args], { cwd, env: { ELECTRON_RUN_AS_NODE: "1" } }),
  );
}

export function deactivate(): Promise<void> {
  return deactivateAll();
}
