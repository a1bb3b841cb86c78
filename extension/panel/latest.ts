import { CancellationTokenSource, type CancellationToken, type Disposable } from "vscode";

/** Questions of which only the last one counts: the one before is cancelled by the next. */
export class Latest implements Disposable {
  private source: CancellationTokenSource | undefined;

  /** Begins the next question. */
  next(): CancellationToken {
    this.dispose();
    this.source = new CancellationTokenSource();
    return this.source.token;
  }

  /** Cancels the question that is under way. */
  dispose(): void {
    this.source?.cancel();
    this.source?.dispose();
    this.source = undefined;
  }
}
