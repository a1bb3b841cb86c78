import { Uri, workspace, type CancellationToken } from "vscode";
import { MAX_WORKSPACE_FILES } from "../../language/limits.js";
import { FILES } from "../language.js";

/** An included file larger than this is no scenario file. */
const MOST_BYTES = 16 * 1024 ** 2;

/** The text of a file for the server, read through the editor so that virtual workspaces work. Fails with a sentence when it cannot be read. */
export async function readFileText(address: string): Promise<string> {
  const uri = Uri.parse(address, true);
  const { size } = await workspace.fs.stat(uri);
  if (size > MOST_BYTES)
    throw new Error(`${address} has ${String(size)} bytes, more than the ${String(MOST_BYTES)} that are read.`);
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** The scenario files of the workspace, as far as the editor can find them. */
export async function listFiles(token: CancellationToken): Promise<readonly string[]> {
  const found = await workspace.findFiles(FILES, undefined, MAX_WORKSPACE_FILES, token);
  return found.map((uri) => uri.toString());
}
