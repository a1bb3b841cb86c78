import { LanguageClient, TransportKind, type NodeModule } from "vscode-languageclient/node";
import { Uri, type ExtensionContext } from "vscode";
import { CLIENT_ID, CLIENT_NAME, clientOptions, type ClientSurroundings } from "./options.js";

/** The client of the Node extension host: the server is a process of its own, so that no run ever holds up the editor. */
export function makeNodeClient(context: ExtensionContext, house: ClientSurroundings): LanguageClient {
  const server: NodeModule = {
    module: Uri.joinPath(context.extensionUri, "dist", "server", "node.cjs").fsPath,
    transport: TransportKind.ipc,
  };
  const debug: NodeModule = { ...server, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  return new LanguageClient(CLIENT_ID, CLIENT_NAME, { run: server, debug }, clientOptions(house));
}
