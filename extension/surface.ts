import type { Disposable, LogOutputChannel, TextEditor, Uri } from "vscode";
import type { LanguageService } from "./client/service.js";
import { Decorations } from "./decorations/decorations.js";
import type { KernelChoices } from "./kernel/choices.js";
import { pickKernel } from "./kernel/pick.js";
import { KernelStatus, scenarioInFront } from "./kernel/status.js";
import { ResultsWatch } from "./results.js";
import { watchForSaved } from "./saved.js";
import { Store } from "./store.js";
import type { TestMessages } from "./testing/messages.js";

/** What a surface needs from the house. */
export interface SurfaceSurroundings {
  readonly extensionUri: Uri;
  readonly service: LanguageService;
  readonly kernels: KernelChoices;
  readonly messages: TestMessages;
  readonly log: LogOutputChannel;
}

/** What is shown in and around the text by itself: marks beside the lines, kernel and verdict in the status bar. */
export class Surface implements Disposable {
  private readonly store = new Store();
  private readonly house: SurfaceSurroundings;
  private readonly results: ResultsWatch;
  readonly decorations: Decorations;
  readonly status: KernelStatus;

  constructor(house: SurfaceSurroundings) {
    this.house = house;
    this.results = this.store.add(new ResultsWatch(house.service, house.log));
    this.decorations = this.store.add(new Decorations(house.extensionUri, this.results, house.messages));
    this.store.add(watchForSaved(this.results));
    this.status = this.store.add(new KernelStatus(this.results));
  }

  /** Asks the reader for the kernel of the scenario at an editor's cursor. */
  async chooseKernel(editor: TextEditor): Promise<void> {
    await this.results.settled(editor.document);
    const scenario = scenarioInFront(editor, this.results);
    if (scenario !== undefined) await pickKernel(editor, scenario, this.house.kernels, this.house.service);
  }

  dispose(): void {
    this.store.dispose();
  }
}
