import {
  Uri,
  ViewColumn,
  window,
  workspace,
  TextEditorSelectionChangeKind,
  type Disposable,
  type TextDocument,
  type TextEditorSelectionChangeEvent,
  type WebviewPanel,
} from "vscode";
import { NO_VIEW, PROTOCOL, type PanelState } from "../../language/picture/messages.js";
import { isPanelState } from "../../language/picture/validate.js";
import { addressBelow, LANGUAGE_ID } from "../language.js";
import { followCursor, SECTION } from "../settings.js";
import { Store } from "../store.js";
import { Panel, type PanelSurroundings } from "./panel.js";
import { PANEL_TYPE } from "./type.js";

/** Every open panel: at most one a document. */
export class Panels implements Disposable {
  private readonly store = new Store();
  private readonly house: PanelSurroundings;
  private readonly panels = new Set<Panel>();
  /** Documents that are debugged. */
  private readonly held = new Set<string>();

  constructor(house: PanelSurroundings) {
    this.house = house;
    this.store.add(house.service.onDidChange(({ uri }) => this.of(uri)?.refreshSoon()));
    this.store.add(house.kernels.onDidChange((uri) => this.of(uri)?.showKernel(house.kernels.of(uri))));
    this.store.add(
      house.service.onDidRestart(() => {
        for (const panel of this.panels) void panel.refresh();
      }),
    );
    this.store.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.panel`)) for (const panel of this.panels) panel.settingsChanged();
      }),
    );
    this.store.add(
      window.onDidChangeTextEditorSelection((event) => {
        this.follow(event);
      }),
    );
    this.store.add(
      workspace.onDidCloseTextDocument((document) => {
        this.documentClosed(document);
      }),
    );
    this.store.add(
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.moved(oldUri, newUri);
      }),
    );
    this.store.add(
      workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.deleted(uri);
      }),
    );
  }

  /** The panel of a document, by the string form of its URI. */
  of(uri: string): Panel | undefined {
    for (const panel of this.panels) if (panel.uri === uri) return panel;
    return undefined;
  }

  /** The panel that the reader is in. */
  get inFront(): Panel | undefined {
    for (const panel of this.panels) if (panel.isInFront) return panel;
    return undefined;
  }

  get size(): number {
    return this.panels.size;
  }

  /** Shows a document's panel: the one that there is, in its own column, or a new one beside the text. The focus stays in the text. */
  open(uri: Uri): Panel {
    const address = uri.toString();
    const there = this.of(address);
    if (there !== undefined) {
      there.reveal();
      return there;
    }
    const view = window.createWebviewPanel(PANEL_TYPE, "HugeTLB", {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    const remembered = this.house.memory.recall(address);
    // Who opens the panel again finds it as it was; else the cursor says what to show.
    const cursor = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === address)?.selection
      .active.line;
    return this.adopt(view, remembered ?? freshState(address), remembered === undefined ? (cursor ?? null) : null);
  }

  /** Takes over a panel that the editor kept over a reload. One that says nothing useful, or whose file is gone, is closed. */
  async restore(view: WebviewPanel, state: unknown): Promise<void> {
    if (!isPanelState(state) || this.of(state.uri) !== undefined) {
      view.dispose();
      return;
    }
    const panel = this.adopt(view, state, null);
    try {
      await workspace.openTextDocument(Uri.parse(state.uri));
    } catch (error) {
      this.house.log.info(`The panel of ${state.uri} is closed: its file cannot be read.`, error);
      panel.close();
    }
  }

  dispose(): void {
    this.store.dispose();
    for (const panel of this.panels) panel.dispose();
    this.panels.clear();
  }

  /** What the panel kept of a kernel is the file's, unless the reader has chosen another since. */
  private adopt(view: WebviewPanel, kept: PanelState, cursorLine: number | null): Panel {
    const { kernels } = this.house;
    const kernel = kernels.of(kept.uri) ?? kept.kernel;
    kernels.choose(kept.uri, kernel);
    const panel = new Panel(view, { ...kept, kernel }, cursorLine, this.house);
    this.panels.add(panel);
    panel.onDidClose(() => {
      this.panels.delete(panel);
      panel.dispose();
    });
    return panel;
  }

  /** From now on the panel of a document stays where a debugger puts it, whatever the cursor does; or no more. */
  hold(uri: string, held: boolean): void {
    if (held) this.held.add(uri);
    else this.held.delete(uri);
  }

  private follow({ textEditor, selections, kind }: TextEditorSelectionChangeEvent): void {
    const { uri } = textEditor.document;
    const panel = this.of(uri.toString());
    const line = selections[0]?.active.line;
    if (panel === undefined || line === undefined || this.held.has(panel.uri)) return;
    switch (followCursor(uri)) {
      case "off":
        return;
      case "mouse":
        if (kind === TextEditorSelectionChangeKind.Mouse) panel.follow(line);
        return;
      case "cursor":
        panel.follow(line);
        return;
    }
  }

  /** A closed file leaves its last picture. An untitled text that is gone has become a file or was thrown away. */
  private documentClosed(document: TextDocument): void {
    const panel = this.of(document.uri.toString());
    if (panel === undefined || !document.isUntitled) return;
    const text = document.getText();
    const heir = workspace.textDocuments.find(
      (each) =>
        each !== document &&
        each.languageId === LANGUAGE_ID &&
        each.getText() === text &&
        this.of(each.uri.toString()) === undefined,
    );
    if (heir !== undefined) panel.moveTo(heir.uri.toString());
    // A change of its language also closes a document, which is then still there.
    else if (!workspace.textDocuments.includes(document)) this.closeForGood(panel);
  }

  private moved(from: Uri, to: Uri): void {
    for (const panel of this.panels) {
      const rest = addressBelow(from, panel.uri);
      if (rest === null) continue;
      const address = Uri.parse(to.toString() + rest).toString();
      this.of(address)?.close();
      panel.moveTo(address);
    }
  }

  private deleted(uri: Uri): void {
    for (const panel of this.panels) if (addressBelow(uri, panel.uri) !== null) this.closeForGood(panel);
  }

  private closeForGood(panel: Panel): void {
    this.house.memory.forget(panel.uri);
    panel.close();
  }
}

function freshState(uri: string): PanelState {
  return {
    protocol: PROTOCOL,
    uri,
    scenario: null,
    kernel: null,
    step: null,
    view: NO_VIEW,
    whatIf: null,
    trials: [],
    comparing: false,
  };
}
