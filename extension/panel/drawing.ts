import { Uri, type Disposable, type ViewColumn, type WebviewPanel } from "vscode";
import type { ToWebview } from "../../language/picture/messages.js";
import { Store } from "../store.js";
import { pageHtml, pageRoot, titleOf } from "./page.js";

/** The page of one panel in its webview: it may vanish (hidden, moved, reloaded) and listens once it has said `ready`. */
export class Drawing implements Disposable {
  private readonly store = new Store();
  private readonly view: WebviewPanel;
  private ready = false;

  constructor(view: WebviewPanel, extensionUri: Uri, uri: string) {
    this.view = view;
    this.store.add(
      view.onDidChangeViewState(() => {
        if (!view.visible) this.ready = false;
      }),
    );
    view.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    view.iconPath = {
      light: Uri.joinPath(extensionUri, "extension", "icons", "file-light.svg"),
      dark: Uri.joinPath(extensionUri, "extension", "icons", "file-dark.svg"),
    };
    this.showTitle(uri);
  }

  /** Loads the page, whose messages are heard from now on. */
  load(extensionUri: Uri, hear: (message: unknown) => void): void {
    this.store.add(this.view.webview.onDidReceiveMessage(hear));
    this.view.webview.html = pageHtml(this.view.webview, extensionUri);
  }

  /** Called once, when the reader has closed the panel. */
  onDidClose(listener: () => void): void {
    this.store.add(this.view.onDidDispose(listener));
  }

  get isVisible(): boolean {
    return this.view.visible;
  }

  get isInFront(): boolean {
    return this.view.active;
  }

  get isReady(): boolean {
    return this.ready;
  }

  get column(): ViewColumn | undefined {
    return this.view.viewColumn;
  }

  /** The page listens. */
  listens(): void {
    this.ready = true;
  }

  /** The title says the file's name. */
  showTitle(uri: string): void {
    this.view.title = titleOf(uri);
  }

  /** To the front of its own column; the focus stays in the text. */
  reveal(): void {
    this.view.reveal(this.view.viewColumn, true);
  }

  /** What is posted before the page listens is lost. */
  post(message: ToWebview): void {
    if (this.ready) void this.view.webview.postMessage(message);
  }

  close(): void {
    this.view.dispose();
  }

  /** Lets go of everything; the webview itself belongs to the reader. */
  dispose(): void {
    this.store.dispose();
  }
}
