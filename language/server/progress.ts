/** Long work as the editor shows it ($/progress). */
import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver";

const TITLE = "HugeTLB: exploring interleavings";

export class ProgressBar {
  readonly #connection: Connection;
  readonly #isShown: () => boolean;
  readonly #bars = new Map<string, Promise<WorkDoneProgressServerReporter>>();

  /** `isShown`: whether the client shows any. */
  constructor(connection: Connection, isShown: () => boolean) {
    this.#connection = connection;
    this.#isShown = isShown;
  }

  /** What is to say of the work on a document; null = it is over. */
  tell(uri: string, words: string | null): void {
    if (!this.#isShown()) return;
    const known = this.#bars.get(uri);
    if (words === null) {
      this.#bars.delete(uri);
      void known?.then((bar) => {
        bar.done();
      });
      return;
    }
    if (known !== undefined) {
      void known.then((bar) => {
        bar.report(words);
      });
      return;
    }
    const made = this.#connection.window.createWorkDoneProgress().then((bar) => {
      bar.begin(TITLE, undefined, words, false);
      return bar;
    });
    this.#bars.set(uri, made);
  }
}
