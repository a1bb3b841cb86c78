import { Position, Range, WorkspaceEdit, workspace, type TextDocument } from "vscode";

/** The patchset's own story, small enough to be read at a glance. */
const EXAMPLE = `scenario "the parent writes after a fork and the pool is empty" {
  kernel  2.6.26, 2.6.26+reserve, 2.6.26+cow
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;

/** Writes the example at the end of a document. Answers the line (from 0) where it begins, or null when the document refused the edit. */
export async function insertExample(document: TextDocument): Promise<number | null> {
  const end = document.lineAt(document.lineCount - 1).range.end;
  const empty = document.getText().trim() === "";
  const gap = empty ? "" : end.character === 0 ? "\n" : "\n\n";
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(empty ? new Position(0, 0) : end, end), gap + EXAMPLE);
  if (!(await workspace.applyEdit(edit))) return null;
  return empty ? 0 : end.line + gap.length;
}
