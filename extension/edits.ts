import { Range, Uri, WorkspaceEdit, workspace, type TextDocument } from "vscode";
import type { TextEdit } from "vscode-languageserver-types";

/** Does the server's edits of one version of a document, as one that can be undone. False when the text is another by now, or refuses them. */
export async function applyEdits(
  document: TextDocument,
  version: number,
  edits: readonly TextEdit[],
): Promise<boolean> {
  if (document.version !== version) return false;
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(
      Uri.parse(document.uri.toString()),
      new Range(start.line, start.character, end.line, end.character),
      newText,
    );
  }
  return workspace.applyEdit(edit);
}
