import { window, workspace, type Disposable, type TextDocument, type TextEditor } from "vscode";
import { LANGUAGE_ID } from "./language.js";

/** The scenario file that the reader works with: the one in front, else the last that was, as long as it is open. */
export class ScenarioInFront implements Disposable {
  private last = scenarioOf(window.activeTextEditor);
  private readonly listening = window.onDidChangeActiveTextEditor((editor) => {
    this.last = scenarioOf(editor) ?? this.last;
  });

  get document(): TextDocument | undefined {
    return scenarioOf(window.activeTextEditor) ?? workspace.textDocuments.find((document) => document === this.last);
  }

  /** Its editor, brought to the front where it was not (a walkthrough has no text of its own). */
  async editor(): Promise<TextEditor | undefined> {
    const { document } = this;
    if (document === undefined || document === window.activeTextEditor?.document) return window.activeTextEditor;
    const shown = window.visibleTextEditors.find((editor) => editor.document === document);
    return window.showTextDocument(document, shown?.viewColumn);
  }

  dispose(): void {
    this.listening.dispose();
  }
}

function scenarioOf(editor: TextEditor | undefined): TextDocument | undefined {
  return editor?.document.languageId === LANGUAGE_ID ? editor.document : undefined;
}
