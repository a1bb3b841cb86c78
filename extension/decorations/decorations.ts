import {
  Range,
  window,
  workspace,
  type DecorationOptions,
  type Disposable,
  type TextDocumentChangeEvent,
  type TextEditor,
  type TextEditorDecorationType,
  type Uri,
} from "vscode";
import type { Mark } from "../../language/features/marks.js";
import { LANGUAGE_ID } from "../language.js";
import type { ResultsWatch } from "../results.js";
import { afterText, gutterIcons, SECTION } from "../settings.js";
import { Store } from "../store.js";
import type { TestMessages } from "../testing/messages.js";
import { shift } from "./shift.js";
import { GutterTypes, makeWordsType, wordsOf } from "./types.js";

/** Results that come sooner than this change the marks without a moment of grey between. */
const GREY_AFTER_MS = 200;

/** What an editor has of a type at first. */
const NOTHING = "";

/** The marks of one text as they are shown. */
interface Shown {
  readonly marks: readonly Mark[];
  /** The text has changed and new results are not there yet. */
  readonly stale: boolean;
}

/**
 * Icons in the gutter and words behind lines where somebody dies or loses a page. Nobody else of this extension draws
 * in the gutter. Marks stay where their text is while one types, turn grey when their results are late, and change
 * all at once.
 */
export class Decorations implements Disposable {
  private readonly store = new Store();
  private readonly results: ResultsWatch;
  private readonly messages: TestMessages;
  private readonly extensionUri: Uri;
  private readonly shown = new Map<string, Shown>();
  private readonly greying = new Map<string, ReturnType<typeof setTimeout>>();
  private gutter: GutterTypes | undefined;
  private words: TextEditorDecorationType | undefined;
  /** What each editor was last given for a type: the same is not given again, for that would blink. */
  private painted = new WeakMap<TextEditor, Map<TextEditorDecorationType, string>>();

  constructor(extensionUri: Uri, results: ResultsWatch, messages: TestMessages) {
    this.extensionUri = extensionUri;
    this.results = results;
    this.messages = messages;
    this.makeTypes();
    this.store.add(
      messages.onDidChange(() => {
        this.paintAll();
      }),
    );
    this.store.add(results.onDidChange((uri) => this.take(uri)));
    this.store.add(workspace.onDidChangeTextDocument((change) => this.follow(change)));
    this.store.add(
      window.onDidChangeVisibleTextEditors(() => {
        this.paintAll();
      }),
    );
    this.store.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.settle(uri.toString());
        this.shown.delete(uri.toString());
      }),
    );
    this.store.add(
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(`${SECTION}.decorations`)) return;
        this.makeTypes();
        this.paintAll();
      }),
    );
    for (const { document } of window.visibleTextEditors) this.take(document.uri.toString());
  }

  /** The marks of a text as its editors show them now. */
  of(uri: string): Shown | undefined {
    return this.shown.get(uri);
  }

  dispose(): void {
    for (const timer of this.greying.values()) clearTimeout(timer);
    this.gutter?.dispose();
    this.words?.dispose();
    this.store.dispose();
  }

  private makeTypes(): void {
    this.gutter?.dispose();
    this.words?.dispose();
    this.gutter = gutterIcons() ? new GutterTypes(this.extensionUri) : undefined;
    this.words = afterText() ? makeWordsType() : undefined;
    this.painted = new WeakMap();
  }

  /** New results are there. */
  private take(uri: string): void {
    const results = this.results.of(uri);
    if (results === undefined) return;
    this.settle(uri);
    this.show(uri, { marks: results.marks, stale: false });
  }

  /** The text changed: the marks go along at once, and turn grey if nothing newer comes soon. */
  private follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    const shown = this.shown.get(uri);
    if (document.languageId !== LANGUAGE_ID || shown === undefined || contentChanges.length === 0) return;
    let { marks } = shown;
    for (const { range, text } of contentChanges)
      marks = shift(marks, {
        from: range.start.line,
        to: range.end.line,
        atStart: range.start.character === 0,
        breaks: text.split("\n").length - 1,
      });
    // The editor has moved what it shows by itself; only when it turns grey is it given anew.
    this.shown.set(uri, { ...shown, marks });
    this.greying.set(
      uri,
      this.greying.get(uri) ??
        setTimeout(() => {
          this.greying.delete(uri);
          const late = this.shown.get(uri);
          if (late !== undefined) this.show(uri, { ...late, stale: true });
        }, GREY_AFTER_MS),
    );
  }

  private settle(uri: string): void {
    clearTimeout(this.greying.get(uri));
    this.greying.delete(uri);
  }

  private show(uri: string, shown: Shown): void {
    this.shown.set(uri, shown);
    for (const editor of window.visibleTextEditors)
      if (editor.document.uri.toString() === uri) this.paint(editor, shown);
  }

  private paintAll(): void {
    for (const editor of window.visibleTextEditors) {
      const shown = this.shown.get(editor.document.uri.toString());
      if (shown !== undefined) this.paint(editor, shown);
    }
  }

  private paint(editor: TextEditor, { marks, stale }: Shown): void {
    const inText = marks.filter(({ line }) => line < editor.document.lineCount);
    for (const { type, lines } of this.gutter?.share(inText, stale) ?? [])
      this.give(
        editor,
        type,
        lines.map((line) => ({ range: new Range(line, 0, line, 0) })),
      );
    if (this.words === undefined) return;
    const said = this.messages.of(editor.document.uri.toString());
    this.give(
      editor,
      this.words,
      inText
        .filter(({ line }) => !said.has(line))
        .map((mark) => ({
          range: editor.document.lineAt(mark.line).range,
          renderOptions: { after: wordsOf(mark, stale) },
        })),
    );
  }

  private give(editor: TextEditor, type: TextEditorDecorationType, options: readonly DecorationOptions[]): void {
    const painted = this.painted.get(editor) ?? new Map<TextEditorDecorationType, string>();
    this.painted.set(editor, painted);
    const now = options.length === 0 ? NOTHING : JSON.stringify([editor.document.version, options]);
    if (now === (painted.get(type) ?? NOTHING)) return;
    painted.set(type, now);
    editor.setDecorations(type, options);
  }
}
