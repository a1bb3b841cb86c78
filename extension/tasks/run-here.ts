import {
  CancellationTokenSource,
  DiagnosticSeverity,
  EventEmitter,
  languages,
  workspace,
  type Event,
  type Pseudoterminal,
  type Uri,
} from "vscode";
import type { LanguageService } from "../client/service.js";
import { diagnosticLines, verdictLines } from "./report.js";

/** Runs a task where there is no process to start: the language server does the work, and its results are written as a terminal shows them. */
export class RunHere implements Pseudoterminal {
  private readonly files: readonly Uri[];
  private readonly withRuns: boolean;
  private readonly service: () => Promise<LanguageService>;
  private readonly written = new EventEmitter<string>();
  private readonly closed = new EventEmitter<number>();
  private readonly stop = new CancellationTokenSource();

  readonly onDidWrite: Event<string> = this.written.event;
  readonly onDidClose: Event<number> = this.closed.event;

  /** `withRuns`: also tell how the scenarios end; else only what is wrong. */
  constructor(files: readonly Uri[], withRuns: boolean, service: () => Promise<LanguageService>) {
    this.files = files;
    this.withRuns = withRuns;
    this.service = service;
  }

  open(): void {
    this.work().then(
      (failed) => {
        this.closed.fire(failed ? 1 : 0);
      },
      (error: unknown) => {
        this.line(error instanceof Error ? error.message : String(error));
        this.closed.fire(2);
      },
    );
  }

  close(): void {
    this.stop.cancel();
  }

  /** True when an error was found. */
  private async work(): Promise<boolean> {
    const service = await this.service();
    let failed = false;
    for (const uri of this.files) {
      if (this.stop.token.isCancellationRequested) break;
      const document = await workspace.openTextDocument(uri);
      const results = await service.results({ uri: document.uri.toString() }, this.stop.token);
      const name = workspace.asRelativePath(uri);
      const diagnostics = languages.getDiagnostics(document.uri);
      if (this.withRuns) verdictLines(name, results.scenarios).forEach((text) => this.line(text));
      diagnosticLines(name, diagnostics).forEach((text) => this.line(text));
      failed ||= this.withRuns
        ? results.scenarios.some(({ kernels }) => kernels.some(({ verdict }) => !verdict.passed))
        : diagnostics.some(({ severity }) => severity === DiagnosticSeverity.Error);
    }
    return failed;
  }

  private line(text: string): void {
    this.written.fire(`${text}\r\n`);
  }
}
