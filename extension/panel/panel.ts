import { commands, EventEmitter, Uri, type LogOutputChannel, type WebviewPanel } from "vscode";
import { isFromWebview } from "../../language/picture/validate.js";
import { NO_VIEW } from "../../language/picture/messages.js";
import type { FromWebview, PanelState } from "../../language/picture/messages.js";
import type { Picture } from "../../language/picture/picture.js";
import type { PictureParams } from "../../language/server/protocol.js";
import type { LanguageService } from "../client/service.js";
import type { KernelChoices } from "../kernel/choices.js";
import { loadScenarioFile, openScenarioFile } from "../language.js";
import { chooseSync, panelSettings } from "../settings.js";
import { Store } from "../store.js";
import { Drawing } from "./drawing.js";
import { insertExample } from "./example.js";
import { Feed } from "./feed.js";
import type { PanelMemory } from "./memory.js";
import { hasStep, lineOf, scenarioAt, shownStep, stepAt, tellingStep } from "./place.js";
import { Exporter } from "./exporter.js";
import { revealLine } from "./reveal.js";
import { PanelVariants, sizesOnly } from "./variants.js";

/** The settings that say how far it goes. */
const LIMITS = { steps: "hugetlb.limit.steps", interleavings: "hugetlb.explore" } as const;

/** What a panel needs from the house. */
export interface PanelSurroundings {
  readonly extensionUri: Uri;
  readonly service: LanguageService;
  readonly kernels: KernelChoices;
  readonly memory: PanelMemory;
  readonly log: LogOutputChannel;
}

/** A line of the text that wants to be shown as soon as there is a picture of the text as it is now. */
interface Wish {
  readonly line: number;
  /** The panel was just opened: a cursor that is on no step says nothing about the step; see `arrive`. */
  readonly arriving: boolean;
}

/**
 * The panel of one document. It owns what is shown; the page in the webview is a drawing of it that may vanish
 * (hidden, moved, reloaded) and is brought up to date by one `picture` when it says `ready`.
 */
export class Panel {
  private readonly store = new Store();
  private readonly drawing: Drawing;
  private readonly house: PanelSurroundings;
  private readonly changed = this.store.add(new EventEmitter<void>());
  private current: PanelState;
  private drawn: Picture | null = null;
  private readonly feed: Feed;
  private wish: Wish | null;
  private readonly variants: PanelVariants;
  /** Writes what is shown. */
  readonly exporter: Exporter;

  /** Fires after every new picture and every new state. */
  readonly onDidChange = this.changed.event;

  constructor(view: WebviewPanel, state: PanelState, cursorLine: number | null, house: PanelSurroundings) {
    this.drawing = this.store.add(new Drawing(view, house.extensionUri, state.uri));
    this.house = house;
    this.feed = this.store.add(
      new Feed(house, {
        question: () => (this.drawing.isVisible ? this.question() : null),
        show: (picture) => {
          this.show(picture);
        },
        busy: (busy) => {
          this.drawing.post({ type: "busy", busy });
        },
      }),
    );
    this.variants = new PanelVariants(house, {
      now: () => ({ state: this.current, picture: this.drawn }),
      change: (part) => {
        this.change(part);
      },
      post: (message) => {
        this.drawing.post(message);
      },
      refresh: () => void this.refresh(),
    });
    this.exporter = new Exporter(house, {
      shown: () => (this.drawn?.run == null ? null : { uri: this.uri, picture: this.drawn, step: this.step }),
      draw: (format) => {
        this.drawing.post({ type: "draw", format });
      },
    });
    this.current = state;
    this.wish = cursorLine === null ? null : { line: cursorLine, arriving: true };
    this.drawing.load(house.extensionUri, (message) => {
      this.receive(message);
    });
    house.memory.keep(state);
  }

  get state(): PanelState {
    return this.current;
  }

  get uri(): string {
    return this.current.uri;
  }

  /** The last good picture. */
  get picture(): Picture | null {
    return this.drawn;
  }

  /** The step on show: from 1, 0 before the first. */
  get step(): number {
    return shownStep(this.drawn?.run ?? null, this.current.step);
  }

  get isInFront(): boolean {
    return this.drawing.isInFront;
  }

  /** Called once, when the reader has closed the panel. */
  onDidClose(listener: () => void): void {
    this.drawing.onDidClose(listener);
  }

  /** Brings the panel to the front of its own column; the focus stays in the text. */
  reveal(): void {
    this.drawing.reveal();
  }

  /** Closes it. */
  close(): void {
    this.drawing.close();
  }

  /** Lets go of everything; the webview itself belongs to the reader. */
  dispose(): void {
    this.variants.dispose();
    this.store.dispose();
  }

  /** The document has another address now. */
  moveTo(uri: string): void {
    this.house.memory.forget(this.current.uri);
    this.drawn = null;
    this.feed.clear();
    this.drawing.showTitle(uri);
    const { kernels } = this.house;
    const kernel = kernels.of(uri) ?? this.current.kernel;
    this.change({ uri, kernel });
    kernels.choose(uri, kernel);
    void this.refresh();
  }

  /** The cursor went to a line of the text. */
  follow(line: number): void {
    this.wish = { line, arriving: false };
    if (this.isUpToDate() && this.grantWish() === "moved") this.drawing.post({ type: "step", step: this.step });
  }

  /** The reader's settings are others now. */
  settingsChanged(): void {
    this.drawing.post({ type: "settings", settings: panelSettings(Uri.parse(this.uri)) });
  }

  /** There are new results. */
  refreshSoon(): void {
    this.feed.refreshSoon();
  }

  /** Asks for a picture of the text as it is now. */
  async refresh(): Promise<void> {
    await this.feed.refresh();
  }

  private question(): Omit<PictureParams, "known"> {
    const { uri, scenario, kernel, whatIf } = this.current;
    const which = scenario ?? this.wish?.line;
    return {
      uri,
      ...(which === undefined ? {} : { scenario: which }),
      ...(kernel === null ? {} : { kernel }),
      ...(whatIf === null ? {} : { tried: whatIf }),
    };
  }

  /** Takes a message as it came from the page. */
  receive(raw: unknown): void {
    if (!isFromWebview(raw)) {
      this.house.log.warn("The panel's page sent something that is no message:", raw);
      return;
    }
    this.answer(raw).catch((error: unknown) => {
      this.house.log.error(`The panel could not do "${raw.type}":`, error);
    });
  }

  private async answer(message: FromWebview): Promise<void> {
    switch (message.type) {
      case "ready":
        this.drawing.listens();
        this.feed.pageIsNew();
        this.settingsChanged();
        this.postPicture();
        this.postComparing();
        if (this.feed.isOutdated) await this.refresh();
        else await this.variants.compareRuns();
        return;
      case "select":
        this.select(message.scenario, message.kernel);
        return;
      case "step":
        await this.chooseStep(message.step, message.reveal);
        return;
      case "why":
        await this.explain(message.version, message.step);
        return;
      case "view":
        this.change({ view: message.view });
        return;
      case "sync":
        await chooseSync(Uri.parse(this.uri), message.sync);
        return;
      case "limit":
        await commands.executeCommand("workbench.action.openSettings", LIMITS[message.of]);
        return;
      case "line":
        await this.revealLine(message.line);
        return;
      case "example":
        await this.insertExample();
        return;
      case "try":
        this.variants.tryOut(message.tried);
        return;
      case "write":
        await this.variants.write();
        return;
      case "compare":
        await this.compare(message.open, message.trials);
        return;
      case "remedies":
        await this.variants.listRemedies(message.version, message.step);
        return;
      case "explore":
        await this.variants.listInterleavings(message.version);
        return;
      case "debug":
        await this.variants.debugInterleaving(message.version, message.interleaving);
        return;
      case "remedy":
        await this.variants.takeRemedy(message.version, message.step, message.index);
        return;
      case "export":
        await this.exporter.save(message.format, message.drawing);
        return;
      case "copy":
        await this.exporter.copy(message.format, message.drawing);
        return;
    }
  }

  /** Opens or closes the comparison, from the page or by a command. */
  async compare(open: boolean, trials = this.current.trials): Promise<void> {
    this.change({ comparing: open, trials });
    this.postComparing();
    await this.variants.compareRuns();
  }

  private select(scenario: string, kernel: string | null): void {
    const choice = this.drawn?.scenarios.find((each) => each.name === scenario);
    if (choice === undefined || (kernel !== null && !choice.kernels.some((each) => each.kernel === kernel))) return;
    this.wish = null;
    // The same step under another kernel is what one compares; another scenario has other steps.
    const same = scenario === this.drawn?.run?.scenario;
    const { whatIf } = this.current;
    // Sizes that are tried are tried under the other kernel, too; in another scenario they would mean something else.
    this.change({
      scenario,
      kernel: kernel ?? this.current.kernel,
      step: same ? this.current.step : null,
      view: same ? this.current.view : NO_VIEW,
      whatIf: same && whatIf !== null ? sizesOnly(whatIf) : null,
    });
    if (kernel !== null) this.house.kernels.choose(this.uri, kernel);
    void this.refresh();
  }

  /** The reader chose the kernel, here or elsewhere. */
  showKernel(kernel: string | null): void {
    if (kernel === this.current.kernel) return;
    this.change({ kernel });
    void this.refresh();
  }

  /** A debugger stands at a step of a run: it is shown. */
  async showMoment(scenario: string, kernel: string, step: number, schedule?: string): Promise<void> {
    if (schedule !== undefined) await this.variants.showSchedule(schedule);
    this.wish = null;
    const run = this.drawn?.run;
    const isShown = run?.scenario === scenario && run.kernel === kernel;
    this.change({ scenario, kernel, step });
    if (isShown && this.isUpToDate()) this.drawing.post({ type: "step", step: this.step });
    else void this.refresh();
  }

  private async chooseStep(step: number, reveal: boolean): Promise<void> {
    const run = this.drawn?.run;
    if (run === null || run === undefined || step > run.steps.length) return;
    this.wish = null;
    this.remember(step);
    const line = reveal ? lineOf(run, step) : null;
    if (line !== null) await this.revealLine(line);
  }

  private async explain(version: number, step: number): Promise<void> {
    const picture = this.drawn;
    if (picture?.run == null || picture.version !== version) return;
    const { scenario, kernel } = picture.run;
    const { whatIf } = picture;
    const tried = whatIf === null ? {} : { tried: { ...whatIf } };
    const why = await this.house.service.why({ uri: this.uri, version, scenario, kernel, step, ...tried });
    if (why === null || this.drawn !== picture) return;
    this.drawing.post({ type: "why", version, why });
  }

  private async insertExample(): Promise<void> {
    const document = await loadScenarioFile(this.uri);
    const line = await insertExample(document);
    if (line === null) this.house.log.warn(`The example could not be written into ${this.uri}.`);
    else await this.revealLine(line);
  }

  private async revealLine(line: number): Promise<void> {
    await revealLine(Uri.parse(this.uri), line, this.drawing.column);
  }

  private show(picture: Picture): void {
    this.drawn = picture;
    const shown = picture.scenarios[picture.scenario];
    if (this.current.scenario === null && shown !== undefined) this.current = { ...this.current, scenario: shown.name };
    if (this.grantWish() === "elsewhere") return;
    this.postPicture();
    this.changed.fire();
    this.variants.compareRuns().catch((error: unknown) => {
      this.house.log.error(`No comparison for ${this.uri}:`, error);
    });
  }

  /** Puts the wished line on show: by another step, or by a picture of another scenario, which is then on its way. */
  private grantWish(): "stayed" | "moved" | "elsewhere" {
    const { wish, drawn } = this;
    this.wish = null;
    if (wish === null || drawn === null) return "stayed";
    const scenario = scenarioAt(drawn, wish.line);
    if (scenario === undefined) return wish.arriving ? this.arrive() : "stayed";
    if (scenario !== drawn.scenarios[drawn.scenario]) {
      // Asked for already, and the server shows something else: asking again would never end.
      if (scenario.name === this.current.scenario) return "stayed";
      this.wish = wish;
      this.change({ scenario: scenario.name, step: null, view: NO_VIEW });
      void this.refresh();
      return "elsewhere";
    }
    if (drawn.run === null) return "stayed";
    if (wish.arriving && !hasStep(drawn.run, wish.line)) return this.arrive();
    const step = stepAt(drawn.run, wish.line, this.step);
    if (step === this.step) return "stayed";
    this.remember(step);
    return "moved";
  }

  /** Nothing says which step is to be shown: the one at which somebody comes to harm, unless one is remembered. */
  private arrive(): "stayed" | "moved" {
    const run = this.drawn?.run;
    const step = run == null || this.current.step !== null ? null : tellingStep(run);
    if (step === null || step === this.step) return "stayed";
    this.remember(step);
    return "moved";
  }

  private isUpToDate(): boolean {
    return this.drawn !== null && openScenarioFile(this.uri)?.version === this.drawn.version;
  }

  /** The last step is remembered as the end, so that a step written after it is shown at once. */
  private remember(step: number): void {
    this.change({ step: step === this.drawn?.run?.steps.length ? null : step });
  }

  private change(part: Partial<PanelState>): void {
    this.current = { ...this.current, ...part };
    this.house.memory.keep(this.current);
    this.changed.fire();
  }

  private postPicture(): void {
    const message = this.drawing.isReady ? this.feed.message(this.step, this.current.view) : null;
    if (message !== null) this.drawing.post(message);
  }

  private postComparing(): void {
    this.drawing.post({ type: "comparing", open: this.current.comparing, trials: this.current.trials });
  }
}
