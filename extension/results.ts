import {
  CancellationTokenSource,
  EventEmitter,
  window,
  workspace,
  type Disposable,
  type Event,
  type LogOutputChannel,
  type TextDocument,
} from "vscode";
import type { Results, ScenarioResult } from "../language/results.js";
import type { LanguageService } from "./client/service.js";
import { LANGUAGE_ID, openScenarioFile } from "./language.js";
import { Store } from "./store.js";

/** The results of every text in sight, each in its newest version: what marks and status bar show. */
export class ResultsWatch implements Disposable {
  private readonly store = new Store();
  private readonly service: LanguageService;
  private readonly log: LogOutputChannel;
  private readonly known = new Map<string, Results>();
  private readonly asking = new Map<string, CancellationTokenSource>();
  private readonly changed = this.store.add(new EventEmitter<string>());

  /** Fires with the URI of a text of which there are new results. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(service: LanguageService, log: LogOutputChannel) {
    this.service = service;
    this.log = log;
    this.store.add(service.onDidChange(({ uri }) => this.refresh(uri)));
    this.store.add(
      service.onDidRestart(() => {
        this.refreshVisible();
      }),
    );
    this.store.add(
      window.onDidChangeVisibleTextEditors(() => {
        this.refreshVisible();
      }),
    );
    this.store.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.forget(uri.toString());
      }),
    );
    this.refreshVisible();
  }

  /** What was last known of a text; its version may be older than the text's. */
  of(uri: string): Results | undefined {
    return this.known.get(uri);
  }

  /** Resolves when the results of a text as it is now are known. */
  async settled(document: TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (this.known.get(uri)?.version !== document.version) await this.ask(uri);
  }

  dispose(): void {
    for (const asking of this.asking.values()) asking.cancel();
    this.store.dispose();
  }

  private refreshVisible(): void {
    for (const { document } of window.visibleTextEditors) {
      if (document.languageId !== LANGUAGE_ID) continue;
      const uri = document.uri.toString();
      if (this.known.get(uri)?.version !== document.version) this.refresh(uri);
    }
  }

  private refresh(uri: string): void {
    if (inSight(uri) !== undefined) void this.ask(uri);
  }

  /** Of several questions about a text only the last one counts. */
  private async ask(uri: string): Promise<void> {
    this.asking.get(uri)?.cancel();
    const asking = new CancellationTokenSource();
    this.asking.set(uri, asking);
    try {
      const results = await this.service.results({ uri }, asking.token);
      // From here on nothing may be awaited: what is checked now must still be true when it is shown.
      if (asking.token.isCancellationRequested || openScenarioFile(uri)?.version !== results.version) return;
      this.known.set(uri, results);
      this.changed.fire(uri);
    } catch (error) {
      if (!asking.token.isCancellationRequested) this.log.error(`No results of ${uri}:`, error);
    } finally {
      if (this.asking.get(uri) === asking) this.asking.delete(uri);
      asking.dispose();
    }
  }

  private forget(uri: string): void {
    this.asking.get(uri)?.cancel();
    this.known.delete(uri);
  }
}

function inSight(uri: string): TextDocument | undefined {
  return window.visibleTextEditors.map(({ document }) => document).find((document) => document.uri.toString() === uri);
}

/** The scenario that a line (from 0) stands in, else the last one above it, else the first. */
export function scenarioAtLine(scenarios: readonly ScenarioResult[], line: number): ScenarioResult | undefined {
  return scenarios.findLast((scenario) => scenario.line <= line) ?? scenarios[0];
}
