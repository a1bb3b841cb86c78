import {
  Position,
  Range,
  Selection,
  TabInputText,
  TextEditorRevealType,
  ViewColumn,
  window,
  workspace,
  type TextDocument,
  type Uri,
} from "vscode";

/**
 * Shows a line (from 0) of a document and puts its cursor there. The focus stays where it is. A document that no
 * editor shows comes back in the column where it has a tab, else in one that the panel does not stand in.
 */
export async function revealLine(uri: Uri, line: number, panelColumn: ViewColumn | undefined): Promise<void> {
  const editor = window.visibleTextEditors.find((each) => each.document.uri.toString() === uri.toString());
  if (editor !== undefined) {
    const place = startOf(editor.document, line);
    editor.selection = new Selection(place, place);
    editor.revealRange(new Range(place, place), TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const document = await workspace.openTextDocument(uri);
  const place = startOf(document, line);
  await window.showTextDocument(document, {
    viewColumn: tabColumn(uri) ?? otherColumn(panelColumn),
    preserveFocus: true,
    selection: new Range(place, place),
  });
}

function startOf(document: TextDocument, line: number): Position {
  const last = document.lineCount - 1;
  const text = document.lineAt(Math.max(0, Math.min(line, last)));
  return new Position(text.lineNumber, text.firstNonWhitespaceCharacterIndex);
}

function tabColumn(uri: Uri): ViewColumn | undefined {
  return window.tabGroups.all.find((group) =>
    group.tabs.some((tab) => tab.input instanceof TabInputText && tab.input.uri.toString() === uri.toString()),
  )?.viewColumn;
}

function otherColumn(panelColumn: ViewColumn | undefined): ViewColumn {
  return panelColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
}
