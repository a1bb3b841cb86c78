import { FileType, Uri, workspace, type CancellationToken } from "vscode";
import { MAX_INCLUDED_BYTES, MAX_WORKSPACE_FILES } from "../../language/limits.js";
import { FILES } from "../language.js";

/** The text of a file for the server, read through the editor so that virtual workspaces work. Fails with a sentence when it cannot be read. */
export async function readFileText(address: string): Promise<string> {
  const uri = Uri.parse(address, true);
  const { size, type } = await workspace.fs.stat(uri);
  // A device may have no end.
  if ((type & FileType.File) === 0) throw new Error("it is no file");
  if (size > MAX_INCLUDED_BYTES)
    throw new Error(`it has ${String(size)} bytes, more than the ${String(MAX_INCLUDED_BYTES)} that are read`);
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** The scenario files of the workspace, as far as the editor can find them. */
export async function listFiles(token: CancellationToken): Promise<readonly string[]> {
  const found = await workspace.findFiles(FILES, undefined, MAX_WORKSPACE_FILES, token);
  return found.map((uri) => uri.toString());
}
